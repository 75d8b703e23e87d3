#include "softwarp/data/reader.hpp"

#define CSV_IO_NO_THREAD  // an exception from a byte source must not cross threads
#include <libfccp/csv.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <istream>
#include <memory>
#include <string_view>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/core/file.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

// LineReader returns C strings, which a NUL byte would silently truncate. If the last row lacks a line end, it reads
// one byte past the text, so we add the line end.
class TextBytes : public io::ByteSourceBase {
 public:
  TextBytes(std::istream& in, const std::string& path) : in_(in), path_(path) {}

  int read(char* buffer, int size) override {
    in_.read(buffer, size);
    const auto count = static_cast<std::size_t>(in_.gcount());
    if (in_.bad()) throw Error(path_ + ": cannot be read");
    if (std::memchr(buffer, '\0', count) != nullptr) throw Error(path_ + ": expected text, found a NUL byte");
    if (count > 0) last_ = buffer[count - 1];
    if (count == static_cast<std::size_t>(size) || last_ == '\n') return static_cast<int>(count);
    buffer[count] = last_ = '\n';
    return static_cast<int>(count) + 1;
  }

 private:
  std::istream& in_;
  const std::string& path_;
  char last_ = '\n';  // the last byte read so far
};

std::string_view trim(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

char separator_of(std::string_view row) {
  for (const char separator : {'\t', ','}) {
    if (row.find(separator) != row.npos) return separator;
  }
  return ' ';
}

void split_fields(std::string_view row, char separator, std::vector<std::string_view>& fields) {
  fields.clear();
  if (separator == ' ') row = trim(row);
  while (true) {
    const auto end = row.find(separator);
    fields.push_back(trim(row.substr(0, end)));
    if (end == row.npos) return;
    row.remove_prefix(end + 1);
    if (separator == ' ') row = trim(row);  // a run of spaces is one separator
  }
}

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

std::string shown(std::string_view field) { return field.empty() ? "nothing" : in_quotes(field); }

std::string read_label(std::string_view field, const std::string& where) {
  const auto number = parse_double(field);
  const bool whole = number && std::isfinite(*number) && *number == std::round(*number);
  if (field.empty() || is_nan_word(field) || (number && !whole)) {
    throw Error(where + ": expected a class label (a name or a whole number), found " + shown(field) +
                "; for rows without labels, use --labels none");
  }
  return whole ? to_text(*number) : std::string(field);  // 1.0000000e+00, as old files write it, is label 1
}

double read_value(std::string_view field, const std::string& path, int row, std::size_t column) {
  if (is_nan_word(field)) return std::numeric_limits<double>::quiet_NaN();
  const auto number = parse_double(field);
  if (!number || !std::isfinite(*number)) {
    throw Error(path + ":" + std::to_string(row) + ":" + std::to_string(column) + ": expected a number, found " +
                shown(field));
  }
  return *number;
}

bool ends_with_csv(const std::string& path) { return path.ends_with(".csv") || path.ends_with(".CSV"); }

}  // namespace

SeriesSet read_series(std::istream& in, const std::string& path, const ReadOptions& options) try {
  SeriesSet set;
  set.name = std::filesystem::path(path).stem().string();
  set.dims = options.dims;

  io::LineReader lines(path, std::make_unique<TextBytes>(in, path));
  Labels labels = options.labels.value_or(Labels::first);
  std::vector<std::string_view> fields;
  std::size_t expected_fields = 0;
  char separator = ' ';
  while (const char* line = lines.next_line()) {
    check_interrupt();
    const std::string_view row(line);
    if (trim(row).empty()) continue;
    const int row_number = static_cast<int>(lines.get_file_line());
    const std::string where = path + ":" + std::to_string(row_number);
    const bool first_row = expected_fields == 0;
    if (first_row) separator = separator_of(row);
    split_fields(row, separator, fields);

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
      values.data()[k] = read_value(fields[column], path, row_number, column + 1);
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
} catch (const io::error::line_length_limit_exceeded& error) {
  throw Error(path + ":" + std::to_string(error.file_line) + ": expected less than 16 MiB per row, found more");
}

SeriesSet read_series(const std::string& path, const ReadOptions& options) {
  std::error_code ignored;  // opening the file says what is wrong with it
  if (std::filesystem::is_directory(path, ignored)) throw Error(path + ": expected a file, found a folder");
  InputStream in(path);
  if (path != "-") return read_series(in, path, options);
  return read_series(in, "standard input", {.labels = options.labels.value_or(Labels::none), .dims = options.dims});
}

}  // namespace softwarp
