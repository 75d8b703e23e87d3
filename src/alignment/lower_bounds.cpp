#include "softwarp/alignment/lower_bounds.hpp"

#include "softwarp/core/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "softwarp/alignment/lower_bounds.cpp"  // compiled once for every SIMD target
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <concepts>

#include "softwarp/alignment/band.hpp"

HWY_BEFORE_NAMESPACE();
namespace softwarp::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// low_out = min of low at k and at k + shift, high_out = max likewise. The memory out may be that of the next level.
template <class Real>
void PairExtremes(const Real* low, const Real* high, Index shift, Real* low_out, Real* high_out, Index count) {
  const hn::ScalableTag<Real> d;
  const auto lanes = static_cast<Index>(hn::Lanes(d));
  Index k = 0;
  for (; k + lanes <= count; k += lanes) {
    hn::StoreU(hn::Min(hn::LoadU(d, low + k), hn::LoadU(d, low + k + shift)), d, low_out + k);
    hn::StoreU(hn::Max(hn::LoadU(d, high + k), hn::LoadU(d, high + k + shift)), d, high_out + k);
  }
  for (; k < count; ++k) {
    low_out[k] = std::min(low[k], low[k + shift]);
    high_out[k] = std::max(high[k], high[k + shift]);
  }
}

template <class Real>
Real SquaresOutside(const Real* x, const Real* low, const Real* high, Index count, Real* h) {
  const hn::ScalableTag<Real> d;
  using V = hn::Vec<hn::ScalableTag<Real>>;
  const auto lanes = static_cast<Index>(hn::Lanes(d));
  V sums[2] = {hn::Zero(d), hn::Zero(d)};
  const auto add = [&](const Real* of, const Real* from, const Real* to, Real* nearest, V& sum) HWY_ATTR {
    const V value = hn::LoadU(d, of);
    const V inside = hn::Min(hn::Max(value, hn::LoadU(d, from)), hn::LoadU(d, to));
    const V difference = hn::Sub(value, inside);
    sum = hn::MulAdd(difference, difference, sum);
    if (nearest != nullptr) hn::StoreU(inside, d, nearest);
  };
  const auto place = [&](Index k) { return h == nullptr ? nullptr : h + k; };
  Index k = 0;
  for (; k + 2 * lanes <= count; k += 2 * lanes) {
    add(x + k, low + k, high + k, place(k), sums[0]);
    add(x + k + lanes, low + k + lanes, high + k + lanes, place(k + lanes), sums[1]);
  }
  for (; k + lanes <= count; k += lanes) add(x + k, low + k, high + k, place(k), sums[0]);
  Real sum = hn::GetLane(hn::SumOfLanes(d, hn::Add(sums[0], sums[1])));
  for (; k < count; ++k) {
    const Real inside = std::min(std::max(x[k], low[k]), high[k]);
    sum += (x[k] - inside) * (x[k] - inside);
    if (h != nullptr) h[k] = inside;
  }
  return sum;
}

void PairExtremesFloat(const float* low, const float* high, Index shift, float* low_out, float* high_out, Index count) {
  PairExtremes(low, high, shift, low_out, high_out, count);
}
void PairExtremesDouble(const double* low, const double* high, Index shift, double* low_out, double* high_out,
                        Index count) {
  PairExtremes(low, high, shift, low_out, high_out, count);
}
float SquaresOutsideFloat(const float* x, const float* low, const float* high, Index count, float* h) {
  return SquaresOutside(x, low, high, count, h);
}
double SquaresOutsideDouble(const double* x, const double* low, const double* high, Index count, double* h) {
  return SquaresOutside(x, low, high, count, h);
}

}  // namespace softwarp::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace softwarp {
namespace {

HWY_EXPORT(PairExtremesFloat);
HWY_EXPORT(PairExtremesDouble);
HWY_EXPORT(SquaresOutsideFloat);
HWY_EXPORT(SquaresOutsideDouble);

void pair_extremes(const float* low, const float* high, Index shift, float* low_out, float* high_out, Index count) {
  HWY_DYNAMIC_DISPATCH(PairExtremesFloat)(low, high, shift, low_out, high_out, count);
}
void pair_extremes(const double* low, const double* high, Index shift, double* low_out, double* high_out, Index count) {
  HWY_DYNAMIC_DISPATCH(PairExtremesDouble)(low, high, shift, low_out, high_out, count);
}

// A step of `dims` numbers, `steps` times.
template <class Real>
void repeat(const Real* step, Index dims, Real* to, Index steps) {
  if (dims == 1) {
    std::fill_n(to, steps, *step);
    return;
  }
  for (Index i = 0; i < steps; ++i) std::copy_n(step, dims, to + i * dims);
}

}  // namespace

template <class Real>
void Envelope<Real>::cut_runs(Index n, Index m, std::optional<Index> radius) {
  const Band band(n, m, radius);
  runs_.clear();
  widest_ = m;
  n_ = n;
  m_ = m;
  radius_ = radius;
  if (!band.limited()) return;
  widest_ = 1;
  for (Index i = 0; i < n; ++i) {
    const Index from = band.low(i), width = band.high(i) - from + 1;
    widest_ = std::max(widest_, width);
    const bool moves_on =
        !runs_.empty() && runs_.back().from + (i - runs_.back().row) == from && runs_.back().width == width;
    moves_on ? ++runs_.back().rows : (runs_.push_back({i, 1, from, width}), Index{});
  }
}

template <class Real>
void Envelope<Real>::of(const Real* y, Index m, Index dims, Index n, std::optional<Index> radius, Real* low,
                        Real* high) {
  if (n != n_ || m != m_ || radius != radius_) cut_runs(n, m, radius);
  const auto level_of = [](Index width) {
    return static_cast<Index>(std::bit_width(static_cast<std::size_t>(width))) - 1;
  };
  const Index count = m * dims, levels = runs_.empty() ? 1 : level_of(widest_) + 1;
  if (static_cast<Index>(levels_.size()) < 2 * levels * count)
    levels_.resize(static_cast<std::size_t>(2 * levels * count));
  const auto lows = [&](Index p) { return levels_.data() + 2 * p * count; };
  const auto highs = [&](Index p) { return lows(p) + count; };
  std::copy_n(y, count, lows(0));
  std::copy_n(y, count, highs(0));
  if (runs_.empty()) {                                  // every row sees all columns
    for (Index left = m; left > 1; left -= left / 2) {  // the second half is folded onto the first
      const Index kept = left - left / 2;
      pair_extremes(lows(0), highs(0), kept * dims, lows(0), highs(0), (left - kept) * dims);
    }
    repeat(lows(0), dims, low, n);
    repeat(highs(0), dims, high, n);
    return;
  }
  for (Index p = 1; p < levels; ++p) {
    const Index half = Index{1} << (p - 1);
    pair_extremes(lows(p - 1), highs(p - 1), half * dims, lows(p), highs(p), count - (2 * half - 1) * dims);
  }
  // The extremes of a row are those of two stretches of 2^p steps, from its first column and to its last.
  for (const Run& run : runs_) {
    const Index p = level_of(run.width), shift = (run.width - (Index{1} << p)) * dims;
    const Real *from_low = lows(p) + run.from * dims, *from_high = highs(p) + run.from * dims;
    Real *to_low = low + run.row * dims, *to_high = high + run.row * dims;
    if (run.rows > 1) {
      pair_extremes(from_low, from_high, shift, to_low, to_high, run.rows * dims);
      continue;
    }
    for (Index k = 0; k < dims; ++k) {
      to_low[k] = std::min(from_low[k], from_low[k + shift]);
      to_high[k] = std::max(from_high[k], from_high[k + shift]);
    }
  }
}

template <class Real>
double squares_outside(const Real* x, const Real* low, const Real* high, Index count, Real* h) {
  if constexpr (std::same_as<Real, float>)
    return static_cast<double>(HWY_DYNAMIC_DISPATCH(SquaresOutsideFloat)(x, low, high, count, h));
  else
    return HWY_DYNAMIC_DISPATCH(SquaresOutsideDouble)(x, low, high, count, h);
}

double log_alignments(Index n, Index m) {
  if (n == 1 || m == 1) return 0;
  const auto rows = static_cast<double>(n), columns = static_cast<double>(m);
  const double linear = 2 * rows - 1;  // the bound is least where m t² + (2n − 1) t − (m − 1) = 0
  const double t = 2 * (columns - 1) / (linear + std::sqrt(linear * linear + 4 * columns * (columns - 1)));
  return (rows - 1) * std::log1p(t) - rows * std::log1p(-t) - (columns - 1) * std::log(t);
}

template class Envelope<float>;
template class Envelope<double>;
template double squares_outside(const float*, const float*, const float*, Index, float*);
template double squares_outside(const double*, const double*, const double*, Index, double*);

}  // namespace softwarp
#endif
