/// The Highway targets that our vector code is compiled for; to be included before Highway.
#pragma once

// SSSE3 has neither 32-bit maxima nor 64-bit comparisons, and scalable vectors cannot be members of a class.
#define SOFTWARP_UNUSABLE_TARGETS (HWY_SSSE3 | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)

// The sanitizer presets, under which the kernel takes minutes to compile, make do with the baseline and AVX2.
#ifdef SOFTWARP_FEW_TARGETS
#define HWY_DISABLED_TARGETS (SOFTWARP_UNUSABLE_TARGETS | HWY_SSE4 | HWY_AVX3 | HWY_AVX3_DL)
#else
#define HWY_DISABLED_TARGETS SOFTWARP_UNUSABLE_TARGETS
#endif
