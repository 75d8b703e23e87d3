/// A short fingerprint by which a data set is recognised.
#pragma once

#include <cstdint>
#include <string>

#include "softwarp/data/series_set.hpp"

namespace softwarp {

/// 16 hexadecimal digits that depend on every value and on the lengths, order and dimension of the series, but not on
/// names or labels. They are not cryptographic: sets that collide can be constructed.
/// Cost: O(values).   Source: FNV-1a, 64 bits, over the values' bytes.
std::string fingerprint(const SeriesSet& set);

/// What a value adds to a fingerprint: its bits; those of NaN, which has many patterns, are always the same.
std::uint64_t bits_of(double value);

}  // namespace softwarp
