/// The .ts format of the UEA and UCR archives: keys with an @, then one series per row.
#pragma once

#include <istream>
#include <optional>
#include <string>

#include "softwarp/data/series_set.hpp"

namespace softwarp {

/// Reads all series of a .ts file, and their dimension, into a set that has a name only.
///
/// After @data, the values of a dimension are separated by commas, the dimensions by colons; the class label, where
/// @classLabel is true, is last. ? or NaN is a missing value; a target of a regression is left out. Keys may be in any
/// letter case; a line that begins with # is a comment.
/// Throws: Error naming file and row if @data is missing, time stamps are announced, the file has another dimension than
///   `dims`, rows differ in it, or contradict the keys, a row's dimensions differ in their number of steps, a value is
///   neither a finite number nor missing, a label is missing or none of those listed, or a series has no value at all.
void read_ts(std::istream& in, const std::string& path, const std::optional<Index>& dims, SeriesSet& set);

}  // namespace softwarp
