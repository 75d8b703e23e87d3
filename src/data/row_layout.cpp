#include "softwarp/data/row_layout.hpp"

#include <algorithm>
#include <array>

#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/data/series_set.hpp"
#include "softwarp/data/time_stamp.hpp"

namespace softwarp {
namespace {

bool is_word(FieldReader& reader, std::string_view field) { return !reader.number(field) && !parse_double(field); }

bool is_any_word(FieldReader& reader, const std::vector<std::string>& fields) {
  return std::ranges::any_of(fields, [&](const std::string& field) { return is_word(reader, field); });
}

// In tables of other kinds, y is a value like any other: between other columns, it says nothing.
bool names_labels(const std::vector<std::string>& names, std::size_t column) {
  constexpr std::array<std::string_view, 9> kNames = {"label",       "labels",     "class",  "classes", "class label",
                                                      "class_label", "classlabel", "target", "targets"};
  const std::string name = in_lower_case(names[column]);
  return std::ranges::find(kNames, name) != kNames.end() ||
         (name == "y" && (column == 0 || column + 1 == names.size()));
}

std::optional<std::size_t> column_named_as_labels(const std::vector<std::string>& names) {
  for (std::size_t column = 0; column < names.size(); ++column) {
    if (names_labels(names, column)) return column;
  }
  return std::nullopt;
}

// Whole numbers that rise by equal steps, with nothing between them but words.
struct Count {
  std::size_t numbers = 0;
  long long first = 0, step = 1, last = 0;

  bool is_long() const { return numbers >= 8; }  // a shorter one may just as well be data
  bool is_years() const { return numbers >= 3 && first >= 1500 && last < 2200; }
  bool is_like(const Count& other) const { return (is_long() && other.is_long()) || (is_years() && other.is_years()); }
};

std::optional<Count> count_of(FieldReader& reader, const std::vector<std::string>& fields) {
  Count count;
  for (const std::string& field : fields) {
    if (field.empty() || is_word(reader, field)) continue;
    const auto number = parse_integer(field);
    if (!number) return std::nullopt;
    if (count.numbers == 0) count.first = *number;
    if (count.numbers == 1) count.step = *number - count.first;
    if (count.numbers >= 1 && (count.step <= 0 || *number - count.last != count.step)) return std::nullopt;
    count.last = *number;
    ++count.numbers;
  }
  if (count.numbers == 0) return std::nullopt;
  return count;
}

bool is_header(FieldReader& reader, const KeptRow& first, const std::optional<KeptRow>& second) {
  const bool words = is_any_word(reader, first.fields);
  const auto is_word_or_empty = [&](const std::string& field) { return field.empty() || is_word(reader, field); };
  if (words && std::ranges::all_of(first.fields, is_word_or_empty)) return true;
  const auto count = second ? count_of(reader, first.fields) : std::nullopt;
  if (!count) return false;
  if (words && column_named_as_labels(first.fields)) return true;
  if (first.fields.front().empty() && count->first == 0 && count->step == 1) return true;
  if (!count->is_long() && !count->is_years()) return false;
  const auto next = count_of(reader, second->fields);
  return !next || !count->is_like(*next);
}

std::size_t column_asked_for(const std::string& label, const RowLayout& layout, const std::string& where) {
  const auto named = std::ranges::find(layout.names, label);
  if (named != layout.names.end()) return static_cast<std::size_t>(named - layout.names.begin());
  const auto number = label == "first" ? 1 : parse_integer(label);
  const std::string found = ", found ";
  if (number && *number >= 1 && *number <= static_cast<long long>(layout.columns))
    return static_cast<std::size_t>(*number - 1);
  if (number)
    throw Error(where + ": expected the labels in column " + label + found + std::to_string(layout.columns) +
                " columns");
  if (!layout.has_header())
    throw Error(where + ": expected a header with the column " + in_quotes(label) + found +
                "none; columns also have numbers, from 1");
  constexpr std::size_t kMostListed = 10;
  std::vector<std::string> listed(
      layout.names.begin(), layout.names.begin() + static_cast<std::ptrdiff_t>(std::min(layout.columns, kMostListed)));
  throw Error(where + ": expected a column " + in_quotes(label) + found +
              joined(listed, ", ", [](const std::string& name) { return in_quotes(name); }) +
              (layout.columns > kMostListed ? ", …" : ""));
}

// "columns 2 to 5 and 7".
std::string columns_in_words(const std::vector<std::size_t>& columns) {
  std::string text = columns.size() == 1 ? "column " : "columns ";
  for (std::size_t begin = 0, end = 0; begin < columns.size(); begin = end) {
    for (end = begin + 1; end < columns.size() && columns[end] == columns[end - 1] + 1;) ++end;
    if (begin > 0) text += end == columns.size() ? " and " : ", ";
    text += std::to_string(columns[begin] + 1);
    if (end > begin + 1) text += " to " + std::to_string(columns[end - 1] + 1);
  }
  return text;
}

}  // namespace

bool is_date(std::string_view text) { return !parse_double(text) && parse_time_stamp(text); }

std::vector<std::size_t> RowLayout::values() const {
  std::vector<std::size_t> found;
  for (std::size_t column = 0; column < columns; ++column) {
    if (column != label && column != left_out) found.push_back(column);
  }
  return found;
}

std::string RowLayout::in_words() const {
  const auto shown = [&](std::size_t column) {
    const std::string number = "column " + std::to_string(column + 1);
    return has_header() && !names[column].empty() ? number + " (" + in_quotes(names[column]) + ")" : number;
  };
  return (label ? "label in " + shown(*label) : "no label") + (left_out ? ", " + shown(*left_out) + " left out" : "") +
         ", values in " + columns_in_words(values()) + (has_header() ? ", header" : ", no header");
}

RowLayout row_layout(FieldReader& reader, const KeptRow& first, const std::optional<KeptRow>& second,
                     const std::optional<std::string>& labels, bool bare) {
  RowLayout layout{.columns = first.fields.size()};
  const bool header = is_header(reader, first, second);
  if (header) layout.names = first.fields;
  const KeptRow* data = header ? (second ? &*second : nullptr) : &first;
  const bool words_in_front = data != nullptr && !data->fields.empty() && is_word(reader, data->fields.front());

  if (labels && *labels != "none") {
    layout.label = column_asked_for(*labels, layout, first.where);
  } else if (!labels) {
    if (header) layout.label = column_named_as_labels(layout.names);
    if (!layout.label && (words_in_front || (!header && !bare))) layout.label = 0;
    if (layout.label == 0 && words_in_front && is_date(data->fields.front()))
      throw Error(data->where + ":1: expected a number, found " + in_quotes(data->fields.front()) + "; " +
                  kLongSeriesAdvice + "; to name the rows by it, --labels 1");
  }
  const bool names_missing = header && first.fields.front().empty();
  if (layout.label != 0 && (names_missing || (layout.label && words_in_front))) layout.left_out = 0;
  return layout;
}

}  // namespace softwarp
