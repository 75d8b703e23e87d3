/// Reading series from text files: the UCR archive's formats and plain CSV.
#pragma once

#include <istream>
#include <optional>
#include <string>

#include "softwarp/data/series_set.hpp"

namespace softwarp {

enum class Labels { first, none };  ///< is the first field of a row the class label?

struct ReadOptions {
  std::optional<Labels> labels = {};  ///< unset: none for standard input and for a .csv with a header, else first
  Index dims = 1;                     ///< D: a row holds the D values of the first step, then those of the second, …
};

/// Reads a file of one series a row; "-" reads standard input.
///
/// Fields are separated by tabs, by commas or by spaces: whichever the first row holds, looked for in this order. A
/// first row of a .csv that holds words in place of values, or counts 0, 1, 2, … (at least to 7), is a header and is
/// skipped; so are blank rows. Every row has the same number of fields. NaN (in any case of letters) at the end of a row
/// is padding: the series is that much shorter. NaN elsewhere is a missing value and stays NaN.
/// Throws: Error naming file, row and field where the file cannot be read, is empty, has rows of different numbers of
///   fields, a value that is not a finite number or NaN, or a label that is missing; also for a series with no value.
/// Cost: O(size of the file).
SeriesSet read_series(const std::string& path, const ReadOptions& options = {});

/// The same from an open stream; `path` is its name in messages and decides whether it is a .csv.
SeriesSet read_series(std::istream& in, const std::string& path, const ReadOptions& options = {});

}  // namespace softwarp
