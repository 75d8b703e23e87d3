/// Reads series from text files with one series per row: those of the UCR archive, CSV, and .ts files.
#pragma once

#include <istream>
#include <optional>
#include <string>

#include "softwarp/data/series_set.hpp"

namespace softwarp {

struct ReadOptions {
  /// "none", "first", or the column of the labels by its name or its number, from 1; unset: see read_series().
  std::optional<std::string> labels = {};
  /// D: a row holds the D values of the first step, then those of the second, …; unset: 1, or what a .ts file says.
  std::optional<Index> dims = {};
  bool join_steps = false;  ///< is a file whose rows have one step each a single series?
};

/// Reads a file with one series per row; "-" reads standard input. A file is in the .ts format (ts_file.hpp) if its name
/// ends so or it begins with an @; otherwise its rows are fields (fields.hpp).
///
/// The first row may be a header (row_layout.hpp); blank rows are skipped. Every row has the same number of fields. The
/// first one is a class label, but on standard input only if it is a word; under a header, the label is in the column
/// called label, class, target or y, otherwise in a first column of words. An empty field, NaN, NA or null at the end of
/// a row is padding: the series is that much shorter. Elsewhere it is a missing value, NaN.
/// Throws: Error naming file, row and field if the file cannot be read or is empty, rows differ in their number of
///   fields, a value is neither a finite number nor missing, a label is missing, or a series has no value at all.
/// Cost: O(size of the file).
SeriesSet read_series(const std::string& path, const ReadOptions& options = {});

/// Likewise from an open stream; `path` is its name in messages and tells whether it is a .ts file.
SeriesSet read_series(std::istream& in, const std::string& path, const ReadOptions& options = {});

}  // namespace softwarp
