// The kernel in SOFTWARP_REAL, for every SIMD target: the whole of kernel_float.cpp and kernel_double.cpp, which are
// two files so that they compile side by side.
#include "softwarp/core/simd_targets.hpp"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "softwarp/alignment/kernel/kernel-inl.h"
#include <hwy/foreach_target.h>

#include "softwarp/alignment/kernel/block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace softwarp {
namespace HWY_NAMESPACE {

void Run(const kernel::Block<SOFTWARP_REAL>& block) { RunBlock(block); }
SOFTWARP_REAL Largest(const SOFTWARP_REAL* values, Index count) { return LargestValue(values, count); }
Index Lanes(SOFTWARP_REAL) { return static_cast<Index>(hn::Lanes(hn::ScalableTag<SOFTWARP_REAL>())); }

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

void run(const Block<SOFTWARP_REAL>& block) { HWY_DYNAMIC_DISPATCH(Run)(block); }
SOFTWARP_REAL largest(const SOFTWARP_REAL* values, Index count) { return HWY_DYNAMIC_DISPATCH(Largest)(values, count); }
Index lanes(SOFTWARP_REAL) { return HWY_DYNAMIC_DISPATCH(Lanes)(0); }

}  // namespace softwarp::kernel
#endif
