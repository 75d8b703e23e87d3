/// The type of sizes and indices.
#pragma once

#include <cstddef>

namespace softwarp {

/// Signed, and Eigen's own; here without Eigen, for code that is compiled many times over.
using Index = std::ptrdiff_t;

}  // namespace softwarp
