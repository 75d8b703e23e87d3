// What touches the series themselves: their largest value, the way into the lanes and, for gradients, out of them.
// Compiled once per target.
#if defined(SOFTWARP_ALIGNMENT_SERIES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTWARP_ALIGNMENT_SERIES_INL_H_
#undef SOFTWARP_ALIGNMENT_SERIES_INL_H_
#else
#define SOFTWARP_ALIGNMENT_SERIES_INL_H_
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include "softwarp/alignment/kernel/lanes-inl.h"
#include "softwarp/core/types.hpp"

HWY_BEFORE_NAMESPACE();
namespace softwarp {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The largest magnitude, or infinity where a value is not finite.
template <class T>
T LargestValue(const T* values, Index count) {
  const hn::ScalableTag<T> d;
  const hn::RebindToSigned<decltype(d)> di;
  using TI = hn::TFromD<decltype(di)>;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  const auto magnitude = [&](const T* at) HWY_ATTR { return hn::BitCast(di, hn::Abs(hn::LoadU(d, at))); };
  // The bits of non-negative numbers are in the order of the numbers, with infinity and NaN above all others.
  TI bits = 0;
  if (count >= lanes) {
    auto most = magnitude(values + count - lanes);
    for (Index i = 0; i + lanes <= count; i += lanes) most = hn::Max(most, magnitude(values + i));
    bits = hn::GetLane(hn::MaxOfLanes(di, most));
  } else {
    for (Index i = 0; i < count; ++i) {
      const T value = std::abs(values[i]);
      TI own;
      std::memcpy(&own, &value, sizeof own);
      bits = std::max(bits, own);
    }
  }
  T result;
  std::memcpy(&result, &bits, sizeof result);
  return std::isfinite(result) ? result : std::numeric_limits<T>::infinity();
}

/// A series a lane: number q of series l is number q·L + l of the lanes. Moved in tiles of 16 bytes by 16 bytes,
/// because a number at a time takes as long as a tenth of the sweeps of short series.
template <class D, class Value>
class Interleaving {
  using T = hn::TFromD<D>;
  using Part = hn::CappedTag<T, 16 / sizeof(T)>;
  static constexpr Step L = static_cast<Step>(hn::MaxLanes(D()));
  static constexpr Step K = static_cast<Step>(hn::MaxLanes(Part()));  // numbers in a row of a tile
  using Tile = std::array<hn::Vec<Part>, static_cast<std::size_t>(K)>;

 public:
  struct Series {
    Value* values;
    Step size;
  };
  std::array<Series, static_cast<std::size_t>(L)> series;  // a lane without one has no values

  /// All lanes hold a series. A shorter one goes on with its last step, dims numbers, up to the given size.
  void In(T* lanes, Step dims, Step size) const {
    Each(
        [&](const Series* s, Step q, Step l) HWY_ATTR {
          Tile tile;
          for (Step k = 0; k < K; ++k) tile[At(k)] = hn::LoadU(Part(), s[k].values + q);
          Turn(tile);
          for (Step k = 0; k < K; ++k) hn::Store(tile[At(k)], Part(), lanes + (q + k) * L + l);
        },
        [&](const Series& s, Step q, Step l) { lanes[q * L + l] = s.values[q]; });
    for (Step l = 0; l < L; ++l) {
      for (Step q = series[At(l)].size; q < size; ++q) lanes[q * L + l] = lanes[(q - dims) * L + l];
    }
  }

  /// Once or twice what is in the lanes, to the lanes that have a series.
  template <int times>
  void Out(const T* lanes) const {
    Each(
        [&](const Series* s, Step q, Step l) HWY_ATTR {
          Tile tile;
          for (Step k = 0; k < K; ++k) tile[At(k)] = hn::Load(Part(), lanes + (q + k) * L + l);
          Turn(tile);
          for (Step k = 0; k < K; ++k) {
            if (s[k].values == nullptr) continue;
            hn::StoreU(times == 1 ? tile[At(k)] : tile[At(k)] + tile[At(k)], Part(), s[k].values + q);
          }
        },
        [&](const Series& s, Step q, Step l) { s.values[q] = static_cast<T>(times) * lanes[q * L + l]; });
  }

 private:
  static constexpr std::size_t At(Step k) { return static_cast<std::size_t>(k); }

  // Makes rows of columns: every round shuffles the first half of the rows into the second as one shuffles cards.
  static HWY_INLINE void Turn([[maybe_unused]] Tile& tile) {
#if HWY_TARGET != HWY_SCALAR
    for (Step round = 1; round < K; round *= 2) {
      const Tile cut = tile;
      for (Step k = 0; k < K / 2; ++k) {
        tile[At(2 * k)] = hn::InterleaveLower(Part(), cut[At(k)], cut[At(k + K / 2)]);
        tile[At(2 * k + 1)] = hn::InterleaveUpper(Part(), cut[At(k)], cut[At(k + K / 2)]);
      }
    }
#endif
  }

  // Calls tile(K series, q, first lane) for what K lanes have in common, and single(series, q, lane) for the rest.
  template <class OfTile, class OfSingle>
  void Each(OfTile tile, OfSingle single) const {
    for (Step l = 0; l < L; l += K) {
      const Series* s = series.data() + l;
      Step common = std::numeric_limits<Step>::max();
      bool any = false;
      for (Step k = 0; k < K; ++k) {
        if (s[k].values == nullptr) continue;
        common = std::min(common, s[k].size / K * K);
        any = true;
      }
      if (!any) continue;
      for (Step q = 0; q < common; q += K) tile(s, q, l);
      for (Step k = 0; k < K; ++k) {
        if (s[k].values == nullptr) continue;
        for (Step q = common; q < s[k].size; ++q) single(s[k], q, l + k);
      }
    }
  }
};

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace softwarp
HWY_AFTER_NAMESPACE();

#endif
