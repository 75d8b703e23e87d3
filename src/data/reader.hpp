/// Reads series from text files: the formats of the UCR archive, and plain CSV.
#pragma once

#include <istream>
#include <optional>
#include <string>

#include "softwarp/data/series_set.hpp"

namespace softwarp {

enum class Labels { first, none };  ///< is the first field of a row the class label?

struct ReadOptions {
  std::optional<Labels> labels = {};  ///< unset: none for standard input and for a .csv with a header, otherwise first
  Index dims = 1;                     ///< D: a row holds the D values of the first step, then those of the second, …
};

/// Reads a file with one series per row; "-" reads standard input.
///
/// Fields are separated by tabs, commas or spaces: the first of these that occurs in the first row. If the first row of
/// a .csv holds words instead of values, or counts 0, 1, 2, … (at least up to 7), it is a header and skipped; so are
/// blank rows. Every row has the same number of fields. NaN (in any letter case) at the end of a row is padding:
/// the series is that much shorter. NaN elsewhere is a missing value and stays NaN.
/// Throws: Error naming file, row and field if the file cannot be read or is empty, rows differ in their number of
///   fields, a value is neither a finite number nor NaN, a label is missing, or a series has no value at all.
/// Cost: O(size of the file).
SeriesSet read_series(const std::string& path, const ReadOptions& options = {});

/// Likewise from an open stream; `path` is its name in messages and tells whether it is a .csv.
SeriesSet read_series(std::istream& in, const std::string& path, const ReadOptions& options = {});

}  // namespace softwarp
