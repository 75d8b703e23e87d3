/// From the user's name for a data set to a training set and a test set.
#pragma once

#include <filesystem>
#include <string>

#include "softwarp/data/reader.hpp"

namespace softwarp {

struct LoadOptions {
  std::filesystem::path archive = {};  ///< folder in which data set names are looked up; empty: none
  double test_fraction = 0.2;  ///< of a single file: the share of its series, the last ones, that is the test set
  ReadOptions read = {};
};

/// Loads a data set.
///
/// `data` is a folder holding NAME_TRAIN and NAME_TEST, each with the extension .ts, .tsv, .csv, .txt or none, the first
/// of these where there are several; a single file, or "-" for standard input, whose first series are for training and
/// whose last ones are for testing; the name of a built-in set (builtin_data()); or the name of such a folder inside
/// `options.archive`.
/// Throws: Error if none of these is found, a file is bad (see read_series), or a single file has fewer than two
///   series.
TrainTest load(const std::string& data, const LoadOptions& options = {});

/// Loads one set: the training series of a folder, or all series of a file.   Throws: as load(), but one series is
/// enough.
SeriesSet load_series(const std::string& data, const LoadOptions& options = {});

}  // namespace softwarp
