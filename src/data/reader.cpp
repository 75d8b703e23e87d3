#include "softwarp/data/reader.hpp"

#include <filesystem>
#include <istream>
#include <string_view>
#include <utility>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/core/file.hpp"
#include "softwarp/data/row_layout.hpp"
#include "softwarp/data/ts_file.hpp"

namespace softwarp {
namespace {

std::optional<KeptRow> keep_next(FieldReader& reader) {
  const auto* fields = reader.next();
  if (fields == nullptr) return std::nullopt;
  return KeptRow{{fields->begin(), fields->end()}, reader.where()};
}

// Makes series of rows.
class RowsToSeries {
 public:
  RowsToSeries(FieldReader& reader, const RowLayout& layout, bool join_steps, SeriesSet& set)
      : reader_(reader),
        layout_(layout),
        columns_(layout.values()),
        join_steps_(join_steps && static_cast<Index>(columns_.size()) == set.dims),
        set_(set) {}

  template <class Fields>
  void add(const Fields& fields, const std::string& where) {
    if (fields.size() != layout_.columns)
      throw Error(where + ": expected " + std::to_string(layout_.columns) + " fields as in the first row, found " +
                  std::to_string(fields.size()) + "; pad shorter series with NaN");
    std::string label = layout_.label ? read_label(fields[*layout_.label], where) : "";
    read_values(fields, where);
    if (join_steps_) {
      if (first_place_.empty()) first_place_ = where;
      return;
    }
    append_series(std::move(label), where);
  }

  // After the last row.
  void finish() {
    if (join_steps_ && !values_.empty()) append_series("", first_place_);
    set_.reading = layout_.in_words();
    if (reader_.decimal_comma()) set_.reading += ", decimal comma";
    if (join_steps_) set_.reading += ", one step in a row";
  }

 private:
  std::string read_label(std::string_view field, const std::string& where) const {
    const auto label = label_of(field);
    if (label) return *label;
    throw Error(where + ":" + std::to_string(*layout_.label + 1) +
                ": expected a class label (a name or a whole number), found " + shown_field(field) +
                "; for rows without labels, use --labels none");
  }

  template <class Fields>
  void read_values(const Fields& fields, const std::string& where) {
    const auto count = static_cast<Index>(columns_.size());
    if (count == 0) throw Error(where + ": expected values after the class label, found none; " + kLongSeriesAdvice);
    if (count % set_.dims != 0)
      throw Error(where + ": expected a multiple of " + std::to_string(set_.dims) + " values, found " +
                  std::to_string(count));
    for (const std::size_t column : columns_) {
      const std::string_view field = fields[column];
      const auto number = reader_.number(field);
      if (!number)
        throw Error(where + ":" + std::to_string(column + 1) + ": expected a number, found " + shown_field(field) +
                    (is_date(field) ? std::string("; ") + kLongSeriesAdvice : ""));
      values_.push_back(*number);
    }
  }

  void append_series(std::string label, const std::string& where) {
    const auto steps = static_cast<Index>(values_.size()) / set_.dims;
    append(set_, {.values = Eigen::Map<const Matrix<double>>(values_.data(), set_.dims, steps),
                  .label = std::move(label),
                  .where = where});
    values_.clear();
  }

  FieldReader& reader_;
  const RowLayout& layout_;
  std::vector<std::size_t> columns_;  // of the values
  bool join_steps_;
  SeriesSet& set_;
  std::vector<double> values_;  // of the series so far
  std::string first_place_;     // of the steps that are joined
};

void read_rows(std::istream& in, const std::string& path, const ReadOptions& options, bool bare, SeriesSet& set) {
  set.dims = options.dims.value_or(1);
  FieldReader reader(in, path);
  const auto first = keep_next(reader), second = keep_next(reader);
  if (!first) return;
  const RowLayout layout = row_layout(reader, *first, second, options.labels, bare);
  RowsToSeries rows(reader, layout, options.join_steps, set);
  if (!layout.has_header()) rows.add(first->fields, first->where);
  if (second) rows.add(second->fields, second->where);
  while (const auto* fields = reader.next()) rows.add(*fields, reader.where());
  rows.finish();
}

bool is_ts(std::istream& in, const std::string& path) {
  return path.ends_with(".ts") || path.ends_with(".TS") || in.peek() == '@';
}

SeriesSet read(std::istream& in, const std::string& path, const ReadOptions& options, bool bare) {
  SeriesSet set;
  set.name = std::filesystem::path(path).stem().string();
  if (is_ts(in, path)) {
    read_ts(in, path, options.dims, set);
  } else {
    read_rows(in, path, options, bare, set);
  }
  if (set.series.empty()) throw Error(path + ": expected one series per row, found none");
  return set;
}

}  // namespace

SeriesSet read_series(std::istream& in, const std::string& path, const ReadOptions& options) {
  return read(in, path, options, false);
}

SeriesSet read_series(const std::string& path, const ReadOptions& options) {
  std::error_code ignored;  // opening the file says what is wrong with it
  if (std::filesystem::is_directory(path, ignored)) throw Error(path + ": expected a file, found a folder");
  InputStream in(path);
  return path == "-" ? read(in, "standard input", options, true) : read_series(in, path, options);
}

}  // namespace softwarp
