/// What the columns of a file are that has one series per row: found from its first two rows.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "softwarp/data/fields.hpp"

namespace softwarp {

struct RowLayout {
  std::optional<std::size_t> label = {};     ///< column of the class label, or of the name of a row; from 0, as all
  std::optional<std::size_t> left_out = {};  ///< a column of row numbers or of further names
  std::size_t columns = 0;
  std::vector<std::string> names = {};  ///< of the columns, if there is a header

  bool has_header() const { return !names.empty(); }
  std::vector<std::size_t> values() const;  ///< the columns that hold a series

  /// "label in column 1 ("region"), values in columns 2 to 5, header".
  std::string in_words() const;
};

/// A row that is kept.
struct KeptRow {
  std::vector<std::string> fields;
  std::string where;  ///< "path:row"
};

/// Reads the layout off the first row and the second, if there is one.
///
/// The first row is a header if it holds words and no values; or whole numbers that rise by equal steps, beside words or
/// alone, if they are years or at least eight and the second row does not go on in that way, if one of the words says
/// that its column holds labels, or if a column without a name stands in front of 0, 1, 2, ….
///
/// `labels` names the column of labels: "none", "first", or a column by its name or its number, from 1. Unset, it is
/// under a header the column called label, class, target or y (in any letter case, or in the plural), else the first if
/// that holds words. Without a header, it is the first column, or if `bare` only if that holds words.
/// Throws: Error if there is no such column, and if the first column would give the labels yet holds dates.
RowLayout row_layout(FieldReader& reader, const KeptRow& first, const std::optional<KeptRow>& second,
                     const std::optional<std::string>& labels, bool bare);

/// Does the text spell a date, and no number?
bool is_date(std::string_view text);

}  // namespace softwarp
