// The vector code in SOFTWARP_REAL, for every SIMD target: the whole of kernel_float.cpp and kernel_double.cpp, which
// are two files so that they compile side by side.
#include "softwarp/core/simd_targets.hpp"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "softwarp/alignment/kernel/kernel-inl.h"
#include <hwy/foreach_target.h>

#include "softwarp/alignment/kernel/series-inl.h"
#include "softwarp/alignment/kernel/sweeps-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softwarp {
namespace HWY_NAMESPACE {
namespace {  // the functions of both types have the same names

using Real = SOFTWARP_REAL;
using Tag = hn::ScalableTag<Real>;

const kernel::Sweeps<Real>* SweepsOfTarget(kernel::Recursion recursion, bool pair_lanes) {
  return &SweepsFor<Real>(recursion, pair_lanes);
}
Index LanesOfTarget() { return static_cast<Index>(hn::Lanes(Tag())); }
Real Largest(const Real* values, Index count) { return LargestValue(values, count); }
void Least(const Real* row, Index columns, Real* least) { LeastOfColumns(row, columns, least); }
void Interleave(const kernel::Numbers<const Real>* series, Index dims, Index size, Real* lanes) {
  Interleaving<Tag>::In(series, dims, size, lanes);
}
void Deinterleave(const Real* lanes, bool twice, const kernel::Numbers<Real>* series) {
  Interleaving<Tag>::Out(lanes, twice, series);
}

}  // namespace
// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace softwarp
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace softwarp::kernel {
namespace {
HWY_EXPORT(SweepsOfTarget);
HWY_EXPORT(LanesOfTarget);
HWY_EXPORT(Largest);
HWY_EXPORT(Least);
HWY_EXPORT(Interleave);
HWY_EXPORT(Deinterleave);
}  // namespace

using Real = SOFTWARP_REAL;

const Sweeps<Real>& sweeps(Real, Recursion recursion, bool pair_lanes) {
  return *HWY_DYNAMIC_DISPATCH(SweepsOfTarget)(recursion, pair_lanes);
}
Index lanes(Real) { return HWY_DYNAMIC_DISPATCH(LanesOfTarget)(); }
Real largest(const Real* values, Index count) { return HWY_DYNAMIC_DISPATCH(Largest)(values, count); }
void least_of_columns(const Real* row, Index columns, Real* least) { HWY_DYNAMIC_DISPATCH(Least)(row, columns, least); }
void interleave(const Numbers<const Real>* series, Index dims, Index size, Real* lanes) {
  HWY_DYNAMIC_DISPATCH(Interleave)(series, dims, size, lanes);
}
void deinterleave(const Real* lanes, bool twice, const Numbers<Real>* series) {
  HWY_DYNAMIC_DISPATCH(Deinterleave)(lanes, twice, series);
}

}  // namespace softwarp::kernel
#endif
