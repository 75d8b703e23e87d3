// One cell of the DP, for soft-DTW and for DTW, on a vector of lanes. Compiled once per target.
//
// A cell turns three neighbours and a cost into its own state and, for the way back, its weights: the probabilities of
// having come from above and from the left (that of the diagonal is what remains to one) and, where the quantity is an
// expectation, how these change along its direction (what changes add up to zero).
#if defined(SOFTWARP_ALIGNMENT_CELL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTWARP_ALIGNMENT_CELL_INL_H_
#undef SOFTWARP_ALIGNMENT_CELL_INL_H_
#else
#define SOFTWARP_ALIGNMENT_CELL_INL_H_
#endif

#include <hwy/highway.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>
#include <numbers>

#include "softwarp/alignment/kernel/vector_code.hpp"

HWY_BEFORE_NAMESPACE();
namespace softwarp {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class T>
struct Format;  // of a floating-point type

template <>
struct Format<float> {
  static constexpr int kMantissaBits = 23;
  static constexpr uint32_t kMantissa = 0x007fffff, kOne = 0x3f800000;
  static constexpr int32_t kFloor = -(1 << 30);
  static constexpr int kNegligible = 60;
  // t + kRounder has no fraction left for −2^23 < t ≤ 64, and its last bits are those of round(t).
  static constexpr float kRounder = 16777216.0f - 128;
  // 2^f on [−½, ½], relative error 2.1e-7 (Chebyshev, mpmath.chebyfit; the constant term rounded to 1).
  static constexpr float kExp2[] = {0x1.5f089p-10f, 0x1.3d107p-7f, 0x1.c6af6cp-5f, 0x1.ebf906p-3f, 0x1.62e43p-1f, 1};
};

template <>
struct Format<double> {
  static constexpr int kMantissaBits = 52;
  static constexpr uint64_t kMantissa = 0x000fffffffffffff, kOne = 0x3ff0000000000000;
  static constexpr int64_t kFloor = -(int64_t{1} << 61);
  static constexpr int kNegligible = 100;
  static constexpr double kRounder = 0x1.8p52;  // for |t| < 2^51
  // 2^f on [−½, ½], relative error 2e-17.
  static constexpr double kExp2[] = {0x1.e9ec1fcb69a7fp-32, 0x1.e6228acd1c6e5p-28, 0x1.b524ebd13a55fp-24,
                                     0x1.62bfc2c86d700p-20, 0x1.ffcbfc6da6ed1p-17, 0x1.430913112c61bp-13,
                                     0x1.5d87fe78a3f9cp-10, 0x1.3b2ab6fb9f1a5p-7,  0x1.c6b08d704a0c6p-5,
                                     0x1.ebfbdff82c5aep-3,  0x1.62e42fefa39efp-1,  1};
};

/// Soft-DTW: k_ij = 2^(t_ij) (k_{i−1,j} + k_{i,j−1} + k_{i−1,j−1}),  t_ij = −Δ_ij log2(e)/γ.
///
/// k is kept as word = bits of its floating-point number + exponent·2^mantissa bits, whose exponent field wraps around,
/// and an integer exponent that is at most a few units off: word − exponent·2^mantissa bits is k/2^exponent, in the
/// range of the format. So no cell has to be normalised to be used; the exponent is set right on two of eight
/// anti-diagonals, which every path crosses in time.
template <class D>
struct SoftCell {
  using T = hn::TFromD<D>;
  using DI = hn::RebindToSigned<D>;
  using DU = hn::RebindToUnsigned<D>;
  using V = hn::Vec<D>;
  using VI = hn::Vec<DI>;
  using VU = hn::Vec<DU>;
  using F = Format<T>;
  static constexpr kernel::CellShape kShape{
      .parts = 2, .weights = 2, .along = false, .panels = kernel::Panels::as_needed};
  static constexpr bool kSoft = true;  // has exponents to be normalised
  // Of a group without a way back, with the registers that the target has. Measured: docs/performance.md.
  static constexpr Index kValueVectors = HWY_TARGET <= HWY_AVX3 ? 3 : 2;

  struct State {
    VU word;
    VI exponent;
  };
  struct Local {  // what a cell owes to its own cost: K_ij = p·2^n, p = 2^f
    V p;
    VI n;
    V f;
  };

  explicit HWY_INLINE SoftCell(double gamma, const T* = nullptr)
      : scale(hn::Set(D(), static_cast<T>(-std::numbers::log2e / gamma))),
        floor(hn::Set(DI(), F::kFloor)),
        two_epsilon(hn::Set(D(), kTwoEpsilon)) {}

  /// The state made of f(tag, number of the part, that part of every argument).
  template <class Function, class... States>
  static HWY_INLINE State Map(Function f, const States&... states) {
    return {f(DU(), 0, states.word...), f(DI(), 1, states.exponent...)};
  }

  // The word of kFloor: 2^bits kFloor wraps around to 0.
  static HWY_INLINE State None() { return {hn::Set(DU(), F::kOne), hn::Set(DI(), F::kFloor)}; }
  static HWY_INLINE State Start() { return {hn::Set(DU(), F::kOne), hn::Zero(DI())}; }

  static HWY_INLINE V Term(const State& k, VI limit, VU shift) {
    return hn::BitCast(D(), hn::IfThenElseZero(hn::RebindMask(DU(), k.exponent > limit), k.word - shift));
  }

  HWY_INLINE Local Prepare(V cost) const {
    const D d;
    const DI di;
    const V rounder = hn::Set(d, F::kRounder);
    const V z = hn::MulAdd(cost, scale, rounder);
    const V f = hn::MulSub(cost, scale, z - rounder);
    V p = hn::Set(d, F::kExp2[0]);
    for (std::size_t k = 1; k < std::size(F::kExp2); ++k) p = hn::MulAdd(p, f, hn::Set(d, F::kExp2[k]));
    return {p, hn::BitCast(di, z) - hn::BitCast(di, rounder), f};
  }

  template <bool kNormalise, bool kKeep>
  HWY_INLINE State Next(const State& up, const State& left, const State& diagonal, const Local& local,
                        [[maybe_unused]] V* weights) const {
    const D d;
    const DI di;
    const DU du;
    const VI largest = hn::Max(hn::Max(up.exponent, diagonal.exponent), left.exponent);
    const VI limit = largest - hn::Set(di, F::kNegligible);
    const VU shift = hn::ShiftLeft<F::kMantissaBits>(hn::BitCast(du, largest));
    const V a = Term(up, limit, shift);
    const V b = Term(left, limit, shift);
    const V c = Term(diagonal, limit, shift);
    const V sum = (a + c) + b;
    if constexpr (kKeep) {
      // a/S, b/S and c/S, rounded to the nearest, and exactly one where only one neighbour exists: then all goes there
      // and nothing leaks to the others. S·(1/S) is within ε/2 of one, and the numbers above one are ε apart: with 2ε
      // on top, it is rounded to 1 + 2ε. Weights below ε² are lost.
      const V reciprocal = hn::Set(d, T{1}) / sum;
      const V on_top = sizeof(T) == 4 ? two_epsilon : hn::Set(d, kTwoEpsilon);
      const auto share = [&](V part) HWY_ATTR { return hn::MulAdd(part, reciprocal, on_top) - on_top; };
      weights[0] = share(a);
      weights[1] = share(b);
      weights[2] = share(c);
    }
    const VU product = hn::BitCast(du, sum * local.p);
    State out;
    out.exponent = largest + local.n;
    if constexpr (kNormalise) {
      const VI field = hn::BitCast(di, hn::ShiftRight<F::kMantissaBits>(product));
      const VI bias = hn::Set(di, static_cast<hn::TFromD<DI>>(F::kOne >> F::kMantissaBits));
      out.exponent = hn::Max(out.exponent + (field - bias), floor);
      out.word = hn::OrAnd(hn::Set(du, F::kOne), product, hn::Set(du, F::kMantissa)) +
                 hn::ShiftLeft<F::kMantissaBits>(hn::BitCast(du, out.exponent));
    } else {
      out.word = product + hn::ShiftLeft<F::kMantissaBits>(hn::BitCast(du, out.exponent));
    }
    return out;
  }

  /// A state in one lane: k = mantissa·2^exponent.
  struct Final {
    double mantissa, exponent;
    double unit;  // γ ln 2, what a power of two is worth, with γ as the cells saw it: rounded in the scale

    Final(const T* parts, Index lanes, double gamma) {
      hn::TFromD<DU> word;
      hn::TFromD<DI> e;
      std::memcpy(&word, parts, sizeof word);
      std::memcpy(&e, parts + lanes, sizeof e);
      word -= static_cast<hn::TFromD<DU>>(e) << F::kMantissaBits;
      T m;
      std::memcpy(&m, &word, sizeof m);
      mantissa = static_cast<double>(m);
      exponent = static_cast<double>(e);
      unit = -1 / static_cast<double>(static_cast<T>(-std::numbers::log2e / gamma));
    }
    double minimum() const { return -unit * (std::log2(mantissa) + exponent); }
  };
  static kernel::Outcome Result(const T* parts, Index lanes, double gamma, double, const T*) {
    return {Final(parts, lanes, gamma).minimum()};
  }

  static constexpr T kTwoEpsilon = 2 * std::numeric_limits<T>::epsilon();

  V scale;
  VI floor;
  // Of a constant that it sees, GCC 12 keeps the negative too, in 4 % of a gradient's time in float; in double, reading
  // a member takes 2 %.
  V two_epsilon;
};

/// Soft-DTW and its derivative along a direction Z, the expectation of Z over alignments, by the chain rule:
///   ṙ_ij = Z_ij + Σ w ṙ over the neighbours,  ẇ = −w (ṙ − Σ w ṙ)/γ
/// in units of γ ln 2, so that no γ is left. Z is the cost itself or, with kTime, a share of Ω.
///
/// For Z = Δ, ṙ − r is γ times the entropy H of the alignments up to a cell. Not ṙ is kept but ṙ plus the exponent,
/// which is −r but for the mantissa: a few units a step instead of Δ/γ, and differences of ṙ keep their digits however
/// small γ is. Where one path costs no more than γ, ṙ ≤ γ(1 + H), and ṙ is kept as it is: it keeps its digits however
/// large γ is. `direction` says which, lane by lane: how often the exponent counts, 1 or 0.
template <class D, bool kTime_>
struct AlongCell {
  using Soft = SoftCell<D>;
  using T = hn::TFromD<D>;
  using DI = typename Soft::DI;
  using V = typename Soft::V;
  using VI = typename Soft::VI;
  // Through the panel alone: half as many sweeps to compile, for a twentieth of the time.
  static constexpr kernel::CellShape kShape{.parts = 3, .weights = 4, .along = true, .panels = kernel::Panels::always};
  static constexpr bool kSoft = true, kTime = kTime_;
  static constexpr Index kValueVectors = kernel::kGroupVectors;

  struct State {
    typename Soft::State k;
    V along;
  };
  struct Local {
    typename Soft::Local k;
    V own;
  };

  explicit HWY_INLINE AlongCell(double gamma, const T* direction)
      : soft(gamma), counts(hn::Load(D(), direction)), rest(hn::Set(D(), T{1}) - counts) {}

  template <class Function, class... States>
  static HWY_INLINE State Map(Function f, const States&... states) {
    return {Soft::Map(f, states.k...), f(D(), 2, states.along...)};
  }

  static HWY_INLINE State None() { return {Soft::None(), hn::Zero(D())}; }
  static HWY_INLINE State Start() { return {Soft::Start(), hn::Zero(D())}; }

  /// time: Z_ij, if that is not the cost.
  HWY_INLINE Local Prepare(V cost, V time) const {
    const auto k = soft.Prepare(cost);
    return {k, kTime ? time : hn::NegMulSub(rest, hn::ConvertTo(D(), k.n), k.f)};
  }

  template <bool kNormalise, bool kKeep>
  HWY_INLINE State Next(const State& up, const State& left, const State& diagonal, const Local& local,
                        V* weights) const {
    const D d;
    const auto k = soft.template Next<kNormalise, true>(up.k, left.k, diagonal.k, local.k, weights);
    const VI largest = hn::Max(hn::Max(up.k.exponent, diagonal.k.exponent), left.k.exponent);
    const auto along = [&](const State& from) HWY_ATTR {
      return kTime ? from.along : hn::MulAdd(counts, hn::ConvertTo(d, largest - from.k.exponent), from.along);
    };
    const V from_up = along(up), from_left = along(left);
    const V mean = hn::MulAdd(weights[0], from_up, hn::MulAdd(weights[1], from_left, weights[2] * along(diagonal)));
    const V ln2 = hn::Set(d, static_cast<T>(std::numbers::ln2));
    weights[2] = weights[0] * ((mean - from_up) * ln2);
    weights[3] = weights[1] * ((mean - from_left) * ln2);
    V out = mean + local.own;
    if constexpr (kNormalise && !kTime)
      out = hn::MulAdd(counts, hn::ConvertTo(d, k.exponent - (largest + local.k.n)), out);
    return {k, out};
  }

  static kernel::Outcome Result(const T* parts, Index lanes, double gamma, double alpha, const T* direction) {
    const typename Soft::Final k(parts, lanes, gamma);
    const double along = static_cast<double>(parts[2 * lanes]);
    if (kTime) return {alpha * k.minimum() + k.unit * along};
    // Of ṙ and the entropy, (ṙ − r)/γ, the one that is kept, and the other as a difference from it.
    const bool counts = *direction != 0;
    const double log = std::log2(k.mantissa);
    return {k.unit * (counts ? along - k.exponent : along),
            std::numbers::ln2 * (counts ? along + log : along + (log + k.exponent))};
  }

  Soft soft;
  V counts, rest;  // how often the exponent counts, and one less that
};

/// DTW: r_ij = Δ_ij + min(r_{i−1,j}, r_{i,j−1}, r_{i−1,j−1}); one of the weights is 1: of the
/// diagonal first among equals, then from above.
template <class D>
struct HardCell {
  using T = hn::TFromD<D>;
  using V = hn::Vec<D>;
  // DTW's gradient is rarely asked for: it has fewer sweeps.
  static constexpr kernel::CellShape kShape{
      .parts = 1, .weights = 2, .along = false, .panels = kernel::Panels::on_way_back};
  static constexpr bool kSoft = false;
  static constexpr Index kValueVectors = 4;

  struct State {
    V r;
  };

  struct Local {
    V cost;
  };

  explicit HWY_INLINE HardCell(double, const T* = nullptr) {}

  template <class Function, class... States>
  static HWY_INLINE State Map(Function f, const States&... states) {
    return {f(D(), 0, states.r...)};
  }

  static HWY_INLINE State None() { return {hn::Set(D(), std::numeric_limits<T>::infinity())}; }
  static HWY_INLINE State Start() { return {hn::Zero(D())}; }

  HWY_INLINE Local Prepare(V cost) const { return {cost}; }

  template <bool kNormalise, bool kKeep>
  HWY_INLINE State Next(const State& up, const State& left, const State& diagonal, const Local& local,
                        V* weights) const {
    const D d;
    const V edge = hn::Min(up.r, left.r);
    const auto not_diagonal = edge < diagonal.r;
    const V from_edge = hn::IfThenElseZero(not_diagonal, hn::Set(d, T{1}));
    weights[0] = hn::IfThenElseZero(up.r <= left.r, from_edge);
    weights[1] = from_edge - weights[0];
    return {hn::Min(edge, diagonal.r) + local.cost};
  }

  static kernel::Outcome Result(const T* parts, Index, double, double, const T*) {
    return {static_cast<double>(*parts)};
  }
};

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace softwarp
HWY_AFTER_NAMESPACE();

#endif
