#include "softwarp/data/long_series.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <unordered_map>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/file.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/data/fields.hpp"
#include "softwarp/data/long_columns.hpp"
#include "softwarp/data/sampling.hpp"
#include "softwarp/data/time_column.hpp"
#include "softwarp/data/value_range.hpp"
#include "softwarp/data/value_rows.hpp"

namespace softwarp {
namespace {

constexpr const char* kSingleRow = "value";  // names the only column of a file of a single row
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Numbers the series in the order of their first rows.
class SeriesNumbers {
 public:
  explicit SeriesNumbers(std::vector<std::string>& ids) : ids_(ids) {}

  int of(std::string_view id) {
    if (!ids_.empty() && ids_[static_cast<std::size_t>(last_)] == id) return last_;
    const auto [place, is_new] = numbers_.try_emplace(std::string(id), static_cast<int>(ids_.size()));
    if (is_new) ids_.emplace_back(id);
    return last_ = place->second;
  }

 private:
  std::vector<std::string>& ids_;
  std::unordered_map<std::string, int> numbers_;
  int last_ = 0;
};

using Fields = std::vector<std::string_view>;

// Reads a file in two steps: the rows in their order, and from them the series.
class LongFile {
 public:
  LongFile(std::istream& in, const std::string& path, const LongReadOptions& options) : fields_(in, path) {
    read_head();
    single_row_ = is_single_row(options);
    if (!single_row_) read_rows(options);
  }

  LongSeriesSet take() {
    LongSeriesSet set;
    set.name = std::filesystem::path(fields_.path()).stem().string();
    set.reading.separator = fields_.separator();
    set.reading.decimal_comma = fields_.decimal_comma();
    single_row_ ? take_single_row(set) : take_series(set);
    return set;
  }

 private:
  // The first rows tell what the columns hold.
  void read_head() {
    constexpr std::size_t kHead = 1000;
    while (head_.size() < kHead) {
      const Fields* row = fields_.next();
      if (row == nullptr) break;
      check_width(*row);
      head_.push_back({.fields = {row->begin(), row->end()}, .line = fields_.row()});
    }
    if (head_.empty()) throw Error(fields_.path() + ": expected a row a moment, found none");
  }

  void check_width(const Fields& row) const {
    if (head_.empty() || row.size() == head_[0].fields.size()) return;
    throw Error(fields_.where() + ": expected " + std::to_string(head_[0].fields.size()) +
                " fields as in the first row, found " + std::to_string(row.size()));
  }

  // A row of numbers and nothing else is a series, and not a moment.
  bool is_single_row(const LongReadOptions& options) {
    const bool as_named_here = options.targets.empty() || options.targets == std::vector<std::string>{kSingleRow};
    const bool none_named = !options.time && !options.series && as_named_here && options.covariates.empty();
    return none_named && head_.size() == 1 &&
           std::ranges::all_of(head_[0].fields, [&](const auto& field) { return fields_.number(field).has_value(); });
  }

  void read_rows(const LongReadOptions& options) {
    columns_ = choose_columns(head_, options, fields_);
    times_.path = fields_.path();
    if (columns_.time) {
      times_.column = *columns_.time + 1;
      times_.dates = columns_.dates;
      time_.emplace(times_, columns_.names[*columns_.time]);
    }
    values_.emplace(columns_.values.size());
    for (std::size_t k = columns_.header ? 1 : 0; k < head_.size(); ++k)
      read_row({head_[k].fields.begin(), head_[k].fields.end()}, head_[k].line);
    while (const Fields* row = fields_.next()) {
      check_width(*row);
      read_row(*row, fields_.row());
    }
    if (time_ && columns_.dates) time_->finish();
  }

  void read_row(const Fields& row, int line) {
    line_ = line;
    times_.rows.push_back(line);
    if (columns_.series) {
      const std::string_view id = row[*columns_.series];
      if (id.empty()) throw Error(where(*columns_.series) + ": expected the name of a series, found nothing");
      times_.series.push_back(series_numbers_.of(id));
    }
    if (time_) time_->read(moment_in(row));
    double* value = values_->add();
    for (ValueColumn& column : columns_.values) read_value(row[column.column], column, *value++);
  }

  std::string_view moment_in(const Fields& row) {
    const std::string_view field = row[*columns_.time];
    if (!columns_.time_of_day) return field;
    joined_.assign(field).append(" ").append(row[*columns_.time_of_day]);
    return joined_;
  }

  void read_value(std::string_view field, ValueColumn& column, double& value) {
    if (column.words) return;
    const auto number = fields_.number(field);
    if (!number && !column.named && !column.seen) {
      column.words = true;
    } else if (!number) {
      throw Error(where(column.column) + ": expected a number in column " + in_quotes(columns_.names[column.column]) +
                  ", found " + shown_field(field) +
                  "; leave a missing value empty, or list the columns to forecast without this one (--target)");
    } else if (std::abs(*number) >= kLargestValue) {
      throw Error(where(column.column) + ": expected a value below 1e150 in size, found " + shown_field(field));
    } else if (!std::isnan(*number)) {
      column.seen = true;
      value = *number;
    }
  }

  std::string where(std::size_t column) const {
    return fields_.path() + ":" + std::to_string(line_) + ":" + std::to_string(column + 1);
  }

  // Those of the value columns that hold numbers.
  std::vector<std::size_t> kept_columns(LongSeriesSet& set) const {
    std::vector<std::size_t> kept;
    set.targets = 0;
    for (std::size_t k = 0; k < columns_.values.size(); ++k) {
      const ValueColumn& value = columns_.values[k];
      const std::string& name = columns_.names[value.column];
      if (value.named && !value.seen)
        throw Error(fields_.path() + ": expected numbers in column " + in_quotes(name) + ", found no value at all");
      if (!value.seen) continue;
      kept.push_back(k);
      set.columns.push_back(name);
      if (static_cast<Index>(k) < columns_.targets) ++set.targets;
    }
    if (set.targets == 0) throw Error(fields_.path() + ": expected a column of numbers, found none with a value");
    return kept;
  }

  void describe(LongSeriesSet& set, const std::vector<std::size_t>& kept) const {
    LongReading& reading = set.reading;
    reading.header = columns_.header;
    reading.order_by_steps = time_ && time_->order_by_steps();
    reading.rows = static_cast<Index>(times_.rows.size());
    std::vector<bool> used(columns_.names.size());
    const auto use = [&](const std::optional<std::size_t>& column, std::string& name) {
      if (!column) return;
      name = columns_.names[*column];
      used[*column] = true;
    };
    use(columns_.time, reading.time);
    use(columns_.time_of_day, reading.time_of_day);
    use(columns_.series, reading.series);
    for (const std::size_t k : kept) used[columns_.values[k].column] = true;
    for (std::size_t column = 0; column < used.size(); ++column) {
      if (!used[column]) reading.left_out.push_back(columns_.names[column]);
    }
  }

  void take_series(LongSeriesSet& set) {
    const std::vector<std::size_t> kept = kept_columns(set);
    describe(set, kept);
    if (columns_.time) set.clock = regular_clock(times_);

    // From here on the steps of the rows are all that is needed of their moments.
    const std::size_t count = columns_.series ? times_.ids.size() : 1;
    std::vector<Index> length(count, 0);
    set.series.resize(count);
    const std::size_t row_count = times_.rows.size();
    const auto series_of = [&](std::size_t row) {
      return columns_.series ? static_cast<std::size_t>(times_.series[row]) : 0;
    };
    times_.moments.resize(row_count);
    for (std::size_t row = 0; row < row_count; ++row) {
      const std::size_t s = series_of(row);
      LongSeries& series = set.series[s];
      std::int64_t& step = times_.moments[row];
      step = columns_.time ? set.clock.step_of(step).value() : length[s];
      if (series.where.empty()) {
        series.where = fields_.path() + ":" + std::to_string(times_.rows[row]);
        series.first = step;
        if (columns_.series) series.id = times_.ids[s];
      }
      length[s] = step - series.first + 1;
    }
    set.reading.gaps = -set.reading.rows;
    for (std::size_t s = 0; s < count; ++s) {
      set.series[s].values.resize(static_cast<Index>(kept.size()), length[s]);
      set.reading.gaps += length[s];
      length[s] = 0;  // from here on: of the part that is filled
    }

    std::size_t row = 0;
    values_->take([&](const double* values) {
      const std::size_t s = series_of(row);
      LongSeries& series = set.series[s];
      const Index step = times_.moments[row++] - series.first;
      series.values.middleCols(length[s], step - length[s]).setConstant(kMissing);
      length[s] = step + 1;
      for (std::size_t k = 0; k < kept.size(); ++k) {
        const double value = values[kept[k]];
        if (std::isnan(value)) ++set.reading.missing;
        series.values(static_cast<Index>(k), step) = value;
      }
    });
  }

  void take_single_row(LongSeriesSet& set) {
    const FileRow& row = head_[0];
    line_ = row.line;
    LongSeries series;
    series.where = fields_.path() + ":" + std::to_string(row.line);
    series.values.resize(1, static_cast<Index>(row.fields.size()));
    ValueColumn column{.named = true};
    columns_.names.assign(row.fields.size(), kSingleRow);
    for (; column.column < row.fields.size(); ++column.column) {
      double& value = series.values(0, static_cast<Index>(column.column)) = kMissing;
      read_value(row.fields[column.column], column, value);
      if (std::isnan(value)) ++set.reading.missing;
    }
    if (!column.seen) throw Error(series.where + ": expected numbers, found no value at all");
    set.columns = {kSingleRow};
    set.reading.rows = series.length();
    set.series.push_back(std::move(series));
  }

  FieldReader fields_;
  FileHead head_;
  bool single_row_ = false;
  LongColumns columns_;
  RowTimes times_;
  SeriesNumbers series_numbers_{times_.ids};
  std::optional<TimeColumn> time_;
  std::optional<ValueRows> values_;
  std::string joined_;  // scratch of moment_in()
  int line_ = 0;        // of the row that is being read
};

}  // namespace

LongSeriesSet read_long_series(std::istream& in, const std::string& path, const LongReadOptions& options) {
  return LongFile(in, path, options).take();
}

LongSeriesSet read_long_series(const std::string& path, const LongReadOptions& options) {
  std::error_code ignored;  // opening the file says what is wrong with it
  if (std::filesystem::is_directory(path, ignored)) throw Error(path + ": expected a file, found a folder");
  InputStream in(path);
  return read_long_series(in, path == "-" ? "standard input" : path, options);
}

}  // namespace softwarp
