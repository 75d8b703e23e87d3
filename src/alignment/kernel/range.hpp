/// Whether the numbers of a pair fit the kernel: finite, and within the exponents that it keeps.
#pragma once

#include "softwarp/alignment/kernel/backend.hpp"

namespace softwarp::kernel {

/// The kernel that a pair needs. It depends on the pair alone, so that results do not depend on the rest of the batch.
enum class Width {
  own,   // the kernel of the pair's type
  wide,  // the kernel in double, although the pair is in float
};

/// Throws: Error, naming the pair by its number or its place, if a series holds NaN or infinity, or if the costs are
///   beyond the exponents of a double: Δ/γ up to 1.5·10¹⁵ fits.
template <class Real>
Width check(const Item<Real>& item, Index place, Index dims, const Task& task);

/// Whether a path exceeds a limit: the one along the diagonal and then the edge or, of given costs, any that could.
template <class Real>
bool path_exceeds(double limit, const Item<Real>& item, Index dims);

}  // namespace softwarp::kernel
