/// From what the user calls a data set to a training and a test set.
#pragma once

#include <filesystem>
#include <string>

#include "softwarp/data/reader.hpp"

namespace softwarp {

struct LoadOptions {
  std::filesystem::path archive = {};  ///< folder in which names of data sets are looked up; empty: none
  double test_fraction = 0.2;  ///< share of the series of a single file that becomes the test set: its last ones
  ReadOptions read = {};
};

/// Loads a data set.
///
/// `data` is one of: a folder holding NAME_TRAIN and NAME_TEST, each with the ending .tsv, .csv, .txt or none; the name
/// of such a folder inside `options.archive`; one file, or "-" for standard input, whose first series train and whose
/// last ones test.
/// Throws: Error where nothing of this is found, a file is bad (see read_series), or a single file has
/// fewer than two series.
TrainTest load(const std::string& data, const LoadOptions& options = {});

/// Loads one set: the training series of a folder, or all of a file.   Throws: as load(), but one series will do.
SeriesSet load_series(const std::string& data, const LoadOptions& options = {});

}  // namespace softwarp
