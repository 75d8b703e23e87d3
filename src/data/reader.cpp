#include "softwarp/data/reader.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <istream>
#include <string_view>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/core/file.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/data/fields.hpp"

namespace softwarp {
namespace {

bool is_nan_word(std::string_view field) {
  return std::ranges::equal(field, std::string_view("nan"), {}, [](unsigned char c) { return std::tolower(c); });
}

bool is_value(std::string_view field) { return is_nan_word(field) || parse_double(field).has_value(); }

// Column names: words, or 0, 1, 2, …, which pandas writes above unnamed columns. A short run of such numbers may just
// as well be data.
bool is_header(const std::vector<std::string_view>& fields) {
  if (std::ranges::none_of(fields, is_value)) return true;
  constexpr std::size_t kShortestCount = 8;
  if (fields.size() < kShortestCount) return false;
  for (std::size_t k = 0; k < fields.size(); ++k) {
    if (parse_integer(fields[k]) != static_cast<long long>(k)) return false;
  }
  return true;
}

std::string read_label(std::string_view field, const std::string& where) {
  const auto number = parse_double(field);
  const bool whole = number && std::isfinite(*number) && *number == std::round(*number);
  if (field.empty() || is_nan_word(field) || (number && !whole)) {
    throw Error(where + ": expected a class label (a name or a whole number), found " + shown_field(field) +
                "; for rows without labels, use --labels none");
  }
  return whole ? to_text(*number) : std::string(field);  // 1.0000000e+00, as old files write it, is label 1
}

double read_value(FieldReader& reader, std::size_t column) {
  const std::string_view field = reader.fields()[column];
  const auto number = reader.number(field);
  if (!number) throw Error(reader.where(column + 1) + ": expected a number, found " + shown_field(field));
  return *number;
}

bool ends_with_csv(const std::string& path) { return path.ends_with(".csv") || path.ends_with(".CSV"); }

}  // namespace

SeriesSet read_series(std::istream& in, const std::string& path, const ReadOptions& options) {
  SeriesSet set;
  set.name = std::filesystem::path(path).stem().string();
  set.dims = options.dims;

  FieldReader reader(in, path);
  Labels labels = options.labels.value_or(Labels::first);
  std::size_t expected_fields = 0;
  while (reader.next()) {
    const auto& fields = reader.fields();
    const std::string where = reader.where();
    const bool first_row = expected_fields == 0;
    if (first_row) {
      expected_fields = fields.size();
      if (ends_with_csv(path) && fields.size() > 1 && fields.front().empty()) {
        throw Error(where + ":1: expected a name or a value, found nothing; remove the column of row numbers");
      }
      if (ends_with_csv(path) && is_header(fields)) {
        labels = options.labels.value_or(Labels::none);
        continue;
      }
    }
    if (fields.size() != expected_fields) {
      throw Error(where + ": expected " + std::to_string(expected_fields) + " fields as in the first row, found " +
                  std::to_string(fields.size()) + "; pad shorter series with NaN");
    }

    Series series;
    const std::size_t first_value = labels == Labels::first ? 1 : 0;
    if (first_value == 1) series.label = read_label(fields[0], where + ":1");
    const auto value_count = static_cast<Index>(fields.size() - first_value);
    if (value_count == 0) throw Error(where + ": expected values after the class label, found none");
    if (value_count % set.dims != 0) {
      throw Error(where + ": expected a multiple of " + std::to_string(set.dims) + " values, found " +
                  std::to_string(value_count));
    }
    Matrix<double> values(set.dims, value_count / set.dims);
    for (Index k = 0; k < value_count; ++k) {
      const std::size_t column = first_value + static_cast<std::size_t>(k);
      values.data()[k] = read_value(reader, column);
    }
    Index length = values.cols();
    while (length > 0 && values.col(length - 1).array().isNaN().all()) --length;
    if (length == 0) throw Error(where + ": expected a series, found NaN in every value");
    series.values = values.leftCols(length);
    series.where = where;
    set.series.push_back(std::move(series));
  }
  if (set.series.empty()) throw Error(path + ": expected one series per row, found none");
  return set;
}

SeriesSet read_series(const std::string& path, const ReadOptions& options) {
  std::error_code ignored;  // opening the file says what is wrong with it
  if (std::filesystem::is_directory(path, ignored)) throw Error(path + ": expected a file, found a folder");
  InputStream in(path);
  if (path != "-") return read_series(in, path, options);
  return read_series(in, "standard input", {.labels = options.labels.value_or(Labels::none), .dims = options.dims});
}

}  // namespace softwarp
