/// A short mark by which a data set is known again.
#pragma once

#include <string>

#include "softwarp/data/series_set.hpp"

namespace softwarp {

/// 16 hexadecimal digits that depend on every value, on the series' lengths, order and dimension; not on names or
/// labels. A mark, not a seal: sets can be made to collide.
/// Cost: O(values).   Source: FNV-1a, 64 bits, over the values' bytes.
std::string fingerprint(const SeriesSet& set);

}  // namespace softwarp
