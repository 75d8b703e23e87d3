/// Rows of fields of a text file, as people and programs write them.
#pragma once

#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "softwarp/data/text_lines.hpp"

namespace softwarp {

/// Without the spaces, tabs and carriage returns at its ends.
std::string_view trimmed(std::string_view text);

std::string in_lower_case(std::string_view text);

/// Is it, in any letter case, a word that stands for a missing value: nan, na, n/a, #n/a, <na>, null?
bool is_missing_word(std::string_view field);

/// A field as a message shows it: in quotes, or "nothing".
std::string shown_field(std::string_view field);

/// The finite number that a field spells, NaN where it is empty or a word for a missing value, or nothing.
std::optional<double> value_of(std::string_view field);

/// The class label that a field holds, a name or a whole number however written; nothing if that is missing or another
/// number.
std::optional<std::string> label_of(std::string_view field);

/// Reads rows of fields, separated by tabs, semicolons, commas or spaces: the first of these that occurs in the first
/// row outside quotes. Fields may stand in quotes, in which two quotes are one.
class FieldReader {
 public:
  /// `path` is the name of the text in messages.   Requires: `in` outlives this.
  FieldReader(std::istream& in, std::string path) : lines_(in, std::move(path)) {}

  /// The fields of the next row that is not blank, without quotes and without spaces at their ends; null at the end.
  /// They are valid until the next call.
  /// Throws: Error naming the row if a quote is not closed in it, or if text follows a closing quote; as TextLines.
  const std::vector<std::string_view>* next();

  const std::vector<std::string_view>& fields() const { return fields_; }  ///< of that row
  int row() const { return lines_.row(); }              ///< the line of the row that next() returned, from 1
  std::string where() const { return lines_.where(); }  ///< "path:row" of that row, for messages
  std::string where(std::size_t column) const;          ///< "path:row:column"; columns count from 1
  const std::string& path() const { return lines_.path(); }

  char separator() const { return separator_; }  ///< known after the first row; 0 before
  bool decimal_comma() const { return decimal_mark_ == ','; }

  /// value_of() a field; but where semicolons separate, the first number with a point or a comma tells which of the two
  /// all numbers must have.
  std::optional<double> number(std::string_view field);

 private:
  TextLines lines_;
  std::vector<std::string_view> fields_;
  std::string with_point_;  // scratch of number()
  char separator_ = 0;
  char decimal_mark_ = 0;  // as seen so far; 0: in no number yet
};

}  // namespace softwarp
