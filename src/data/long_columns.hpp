/// Which columns of a file with a row a moment are its time, its series and its values.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "softwarp/core/types.hpp"
#include "softwarp/data/column_content.hpp"
#include "softwarp/data/fields.hpp"
#include "softwarp/data/long_series.hpp"

namespace softwarp {

/// A column of values.
struct ValueColumn {
  std::size_t column = 0;
  bool named = false;  ///< by the user: it is an error if it holds no number
  bool seen = false;   ///< does it hold a number?
  bool words = false;  ///< does it hold words, and so is left out?
};

/// The columns of a file, counted from 0.
struct LongColumns {
  std::vector<std::string> names;  ///< of all; column_1, column_2, … without a header
  bool header = false;
  std::optional<std::size_t> time, series;
  std::optional<std::size_t> time_of_day;  ///< where it stands in a column of its own beside the dates
  bool dates = false;                      ///< does the time column hold dates, and not numbers?
  std::vector<ValueColumn> values;         ///< targets, then covariates
  Index targets = 0;
};

/// The names in quotes; of many the first ones.
std::string listed(const std::vector<std::string>& names);

/// Chooses the columns by what the first rows hold and what the user names. `fields` knows how numbers are written.
/// Requires: rows of equally many fields, at least one.
/// Throws: Error if a column that is named is not there or named twice, if no column holds numbers, if one has the name
///   of a time but is none, or if one is the time of several series, and no column was named to tell them apart.
LongColumns choose_columns(const FileHead& head, const LongReadOptions& options, FieldReader& fields);

}  // namespace softwarp
