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

#include "softwarp/alignment/kernel/vector_code.hpp"

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

template <class T>
void LeastOfColumns(const T* row, Index columns, T* least) {
  const hn::ScalableTag<T> d;
  const auto lanes = static_cast<Index>(hn::Lanes(d));
  auto even = hn::LoadU(d, row), odd = even;
  for (Index j = 0; j + 1 < columns; j += 2) {
    even = hn::Min(even, hn::LoadU(d, row + j * lanes));
    odd = hn::Min(odd, hn::LoadU(d, row + (j + 1) * lanes));
  }
  hn::StoreU(hn::Min(hn::Min(even, odd), hn::LoadU(d, row + (columns - 1) * lanes)), d, least);
}

/// Moves numbers between series and lanes, in tiles of 16 bytes by 16 bytes: one at a time takes as long as a tenth of
/// the sweeps of short series.
template <class D>
class Interleaving {
  using T = hn::TFromD<D>;
  using Part = hn::CappedTag<T, 16 / sizeof(T)>;
  static constexpr Index L = static_cast<Index>(hn::MaxLanes(D()));
  static constexpr Index K = static_cast<Index>(hn::MaxLanes(Part()));  // numbers in a row of a tile
  using Tile = std::array<hn::Vec<Part>, static_cast<std::size_t>(K)>;

 public:
  static void In(const kernel::Numbers<const T>* series, Index dims, Index size, T* lanes) {
    Each(
        series,
        [&](const kernel::Numbers<const T>* s, Index q, Index l) HWY_ATTR {
          Tile tile;
          for (Index k = 0; k < K; ++k) tile[At(k)] = hn::LoadU(Part(), s[k].values + q);
          Turn(tile);
          for (Index k = 0; k < K; ++k) hn::Store(tile[At(k)], Part(), lanes + (q + k) * L + l);
        },
        [&](const kernel::Numbers<const T>& s, Index q, Index l) { lanes[q * L + l] = s.values[q]; });
    for (Index l = 0; l < L; ++l) {
      for (Index q = series[l].size; q < size; ++q) lanes[q * L + l] = lanes[(q - dims) * L + l];
    }
  }

  static void Out(const T* lanes, bool twice, const kernel::Numbers<T>* series) {
    Each(
        series,
        [&](const kernel::Numbers<T>* s, Index q, Index l) HWY_ATTR {
          Tile tile;
          for (Index k = 0; k < K; ++k) tile[At(k)] = hn::Load(Part(), lanes + (q + k) * L + l);
          Turn(tile);
          for (Index k = 0; k < K; ++k) {
            if (s[k].values == nullptr) continue;
            hn::StoreU(twice ? tile[At(k)] + tile[At(k)] : tile[At(k)], Part(), s[k].values + q);
          }
        },
        [&](const kernel::Numbers<T>& s, Index q, Index l) { s.values[q] = (twice ? 2 : 1) * lanes[q * L + l]; });
  }

 private:
  static constexpr std::size_t At(Index k) { return static_cast<std::size_t>(k); }

  // Makes rows of columns: every round shuffles the first half of the rows into the second as one shuffles cards.
  static HWY_INLINE void Turn([[maybe_unused]] Tile& tile) {
#if HWY_TARGET != HWY_SCALAR
    for (Index round = 1; round < K; round *= 2) {
      const Tile cut = tile;
      for (Index k = 0; k < K / 2; ++k) {
        tile[At(2 * k)] = hn::InterleaveLower(Part(), cut[At(k)], cut[At(k + K / 2)]);
        tile[At(2 * k + 1)] = hn::InterleaveUpper(Part(), cut[At(k)], cut[At(k + K / 2)]);
      }
    }
#endif
  }

  // Calls tile(K series, q, first lane) for what K lanes have in common, and single(series, q, lane) for the rest.
  template <class Series, class OfTile, class OfSingle>
  static void Each(const Series* series, OfTile tile, OfSingle single) {
    for (Index l = 0; l < L; l += K) {
      const Series* s = series + l;
      Index common = std::numeric_limits<Index>::max();
      bool any = false;
      for (Index k = 0; k < K; ++k) {
        if (s[k].values == nullptr) continue;
        common = std::min(common, s[k].size / K * K);
        any = true;
      }
      if (!any) continue;
      for (Index q = 0; q < common; q += K) tile(s, q, l);
      for (Index k = 0; k < K; ++k) {
        if (s[k].values == nullptr) continue;
        for (Index q = common; q < s[k].size; ++q) single(s[k], q, l + k);
      }
    }
  }
};

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace softwarp
HWY_AFTER_NAMESPACE();

#endif
