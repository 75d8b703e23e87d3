// The kernel in double, for every SIMD target.
#include "core/simd_targets.hpp"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "alignment/kernel_double.cpp"
#include <hwy/foreach_target.h>

#include "alignment/block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softwarp {
namespace HWY_NAMESPACE {

void Run(const kernel::Block<double>& block) { RunBlock(block); }
double Largest(const double* values, Index count) { return LargestValue(values, count); }
Index Lanes(double) { return static_cast<Index>(hn::Lanes(hn::ScalableTag<double>())); }

// NOLINTNEXTLINE(google-readability-namespace-comments)
}  // namespace HWY_NAMESPACE
}  // namespace softwarp
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace softwarp::kernel {
namespace {
HWY_EXPORT(Run);
HWY_EXPORT(Largest);
HWY_EXPORT(Lanes);
}  // namespace

void run(const Block<double>& block) { HWY_DYNAMIC_DISPATCH(Run)(block); }
double largest(const double* values, Index count) { return HWY_DYNAMIC_DISPATCH(Largest)(values, count); }
Index lanes(double) { return HWY_DYNAMIC_DISPATCH(Lanes)(0); }

}  // namespace softwarp::kernel
#endif
