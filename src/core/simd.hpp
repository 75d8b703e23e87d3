/// Which SIMD instructions the alignment kernel and the matrix products use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace softwarp {

/// Chooses the SIMD target for the whole process from now on: one of simd_names(), or "auto" for the best of them.
/// Throws: Error listing the legal names if `name` is none of them.
void set_simd(std::string_view name);

/// The target in use, as Highway calls it: "AVX3" (AVX-512), "AVX2", … Until set_simd() is called, the environment
/// variable SOFTWARP_SIMD decides; the default is "auto".
/// Throws: Error if SOFTWARP_SIMD names a target that this machine does not have.
std::string simd_name();

/// The targets that the kernel is compiled for and this machine supports, best first.
std::vector<std::string> simd_names();

}  // namespace softwarp
