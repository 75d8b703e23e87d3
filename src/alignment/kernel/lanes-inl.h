// How vectors whose lanes are pairs, or rows of one pair, reach their neighbours. Compiled once per target.
//
// All that differs between the two layouts (lane_layout.hpp) is where a vector finds the rows above and below it.
#if defined(SOFTWARP_ALIGNMENT_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOFTWARP_ALIGNMENT_LANES_INL_H_
#undef SOFTWARP_ALIGNMENT_LANES_INL_H_
#else
#define SOFTWARP_ALIGNMENT_LANES_INL_H_
#endif

#include <hwy/highway.h>

#include <cstddef>

#include "softwarp/alignment/kernel/lane_layout.hpp"

HWY_BEFORE_NAMESPACE();
namespace softwarp {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Lane l is pair l; a vector is one row of all of them. Row buffers and y hold one vector per column.
template <class D>
struct PairLanes {
  static constexpr Index kLanes = static_cast<Index>(hn::MaxLanes(D()));
  static constexpr kernel::LaneLayout kLayout{kLanes, true};

  template <class DX, class TX, class V = hn::Vec<DX>>
  HWY_INLINE V AboveFirst(DX d, V, const TX* row, Index s) const {
    return hn::Load(d, row + s * kLanes);
  }
  template <class DX, class V = hn::Vec<DX>>
  HWY_INLINE V Above(DX, V, V before) const {
    return before;
  }
  template <class DX, class TX, class V = hn::Vec<DX>>
  HWY_INLINE void LeaveLast(DX d, V last, TX* row, Index s, Index vectors) const {
    hn::Store(last, d, row + (s - vectors + 1) * kLanes);
  }

  template <class DX, class TX, class V = hn::Vec<DX>>
  HWY_INLINE V BelowLast(DX d, V, const TX* row, Index s, Index vectors) const {
    return hn::Load(d, row + (s - vectors + 1) * kLanes);
  }
  template <class DX, class V = hn::Vec<DX>>
  HWY_INLINE V Below(DX, V, V after) const {
    return after;
  }
  template <class DX, class TX, class V = hn::Vec<DX>>
  HWY_INLINE void LeaveFirst(DX d, V first, TX* row, Index s) const {
    hn::Store(first, d, row + s * kLanes);
  }

  template <class T>
  HWY_INLINE hn::Vec<D> Y(D d, const T* y, Index s, Index vector) const {
    return hn::Load(d, y + (s - vector) * kLanes);
  }
};

/// Lane l is a row of one pair, the last lane the first row. Row buffers and y hold one number per column.
///
/// With this order a row buffer is written by whole vectors: the lanes that are not meant fall on columns that have
/// been read already and will be written again. It is read by single numbers, because a vector would wait for those
/// stores.
template <class D>
struct RowLanes {
  static constexpr Index kLanes = static_cast<Index>(hn::MaxLanes(D()));
  static constexpr kernel::LaneLayout kLayout{kLanes, false};

  // Lane l takes lane l + by, all around.
  template <Index by, class DX, class V = hn::Vec<DX>>
  static HWY_INLINE V Rotate([[maybe_unused]] DX d, V v) {
#if HWY_TARGET == HWY_SCALAR
    return v;
#else
    using TX = hn::TFromD<DX>;
    if constexpr (kLanes * sizeof(TX) == 16) {
      return hn::CombineShiftRightBytes<((by + kLanes) % kLanes) * sizeof(TX)>(d, v, v);
    } else {
      HWY_ALIGN hwy::MakeSigned<TX> from[kLanes];
      for (Index l = 0; l < kLanes; ++l) from[l] = static_cast<hwy::MakeSigned<TX>>((l + by + kLanes) % kLanes);
      return hn::TableLookupLanes(v, hn::SetTableIndices(d, from));
    }
#endif
  }
  // The lanes that are the first and the last row of a vector.
  template <class DX>
  static HWY_INLINE hn::Mask<DX> TopLane(DX d) {
    return hn::Not(hn::FirstN(d, static_cast<std::size_t>(kLanes - 1)));
  }
  template <class DX>
  static HWY_INLINE hn::Mask<DX> BottomLane(DX d) {
    return hn::FirstN(d, 1);
  }

  template <class DX, class TX, class V = hn::Vec<DX>>
  HWY_INLINE V AboveFirst(DX d, V own, const TX* row, Index s) const {
    return hn::IfThenElse(TopLane(d), hn::Set(d, row[s]), Rotate<1>(d, own));
  }
  template <class DX, class V = hn::Vec<DX>>
  HWY_INLINE V Above(DX d, V own, V before) const {
    return hn::IfThenElse(TopLane(d), Rotate<1>(d, before), Rotate<1>(d, own));
  }
  template <class DX, class TX, class V = hn::Vec<DX>>
  HWY_INLINE void LeaveLast(DX d, V last, TX* row, Index s, Index vectors) const {
    hn::StoreU(last, d, row + s - (vectors * kLanes - 1));
  }

  template <class DX, class TX, class V = hn::Vec<DX>>
  HWY_INLINE V BelowLast(DX d, V own, const TX* row, Index s, Index vectors) const {
    return hn::IfThenElse(BottomLane(d), hn::Set(d, row[s - (vectors * kLanes - 1)]), Rotate<-1>(d, own));
  }
  template <class DX, class V = hn::Vec<DX>>
  HWY_INLINE V Below(DX d, V own, V after) const {
    return hn::IfThenElse(BottomLane(d), Rotate<-1>(d, after), Rotate<-1>(d, own));
  }
  template <class DX, class TX, class V = hn::Vec<DX>>
  HWY_INLINE void LeaveFirst(DX d, V first, TX* row, Index s) const {
    hn::StoreU(first, d, row + s - (kLanes - 1));
  }

  template <class T>
  HWY_INLINE hn::Vec<D> Y(D d, const T* y, Index s, Index vector) const {
    return hn::LoadU(d, y + s - (kLanes - 1) - vector * kLanes);
  }
};

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace softwarp
HWY_AFTER_NAMESPACE();

#endif
