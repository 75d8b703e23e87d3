#include "softwarp/data/long_columns.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <set>
#include <string_view>

#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/data/number_stamp.hpp"
#include "softwarp/data/time_stamp.hpp"

namespace softwarp {
namespace {

// Takes columns by name or number and sees that none has two roles.
class Roles {
 public:
  Roles(const std::vector<std::string>& names, std::string path, const std::set<std::string>& of_model)
      : names_(names), path_(std::move(path)), of_model_(of_model), roles_(names.size()) {}

  std::size_t take(const std::string& text, const std::string& role) {
    const std::size_t column = find(text, role);
    std::string& taken = roles_[column];
    if (!taken.empty()) {
      throw Error(path_ + ": expected each column once, found " + in_quotes(names_[column]) + " " +
                  (taken == role ? "twice in " + role : "in " + taken + " and in " + role));
    }
    taken = role;
    return column;
  }

  bool is_free(std::size_t column) const { return roles_[column].empty(); }

 private:
  std::size_t find(const std::string& text, const std::string& role) const {
    const auto number_of_that_name = std::ranges::count(names_, text);
    if (number_of_that_name > 1) {
      throw Error(path_ + ": expected one column named " + in_quotes(text) + ", found " +
                  std::to_string(number_of_that_name) + "; give its number, from 1, to " + role);
    }
    if (number_of_that_name == 1) return static_cast<std::size_t>(std::ranges::find(names_, text) - names_.begin());
    const auto number = parse_integer(text);
    if (number && *number >= 1 && *number <= static_cast<long long>(names_.size()))
      return static_cast<std::size_t>(*number - 1);
    if (of_model_.contains(role)) {
      throw Error(path_ + ": expected a column " + in_quotes(text) + " as the model has, found " + listed(names_) +
                  "; " + role + " names it in this file");
    }
    throw Error(path_ + ": expected " + role + " to name a column, or give its number from 1 to " +
                std::to_string(names_.size()) + ", found " + in_quotes(text) + "; there are " + listed(names_));
  }

  const std::vector<std::string>& names_;
  std::string path_;
  const std::set<std::string>& of_model_;
  std::vector<std::string> roles_;  // the option that names the column
};

bool is_name_of_time(std::string_view name) {
  constexpr std::array<std::string_view, 14> kNames = {"time",   "date", "datetime", "timestamp", "year",
                                                       "month",  "day",  "hour",     "quarter",   "week",
                                                       "period", "step", "index",    "t"};
  const auto lower = [](unsigned char c) { return std::tolower(c); };
  return std::ranges::any_of(kNames,
                             [&](std::string_view known) { return std::ranges::equal(name, known, {}, lower); });
}

double as_double(const NumberStamp& stamp) {
  return static_cast<double>(stamp.digits) / std::pow(10.0, stamp.decimals);
}

// Do the numbers of the column grow from row to row, of each series? If `evenly`, by the same amount, in whole numbers.
bool grows(const FileHead& head, const LongColumns& columns, std::size_t column, bool evenly) {
  std::map<std::string, double> last;
  std::optional<double> distance;
  for (std::size_t k = columns.header ? 1 : 0; k < head.size(); ++k) {
    const auto& row = head[k].fields;
    const auto stamp = parse_number_stamp(row[column]);
    if (!stamp || (evenly && stamp->decimals > 0)) return false;
    const double number = as_double(*stamp);
    const auto [place, first] = last.try_emplace(columns.series ? row[*columns.series] : "", number);
    if (first) continue;
    const double step = number - place->second;
    if (step <= 0 || (evenly && step != distance.value_or(step))) return false;
    distance = step;
    place->second = number;
  }
  const bool all_first_rows = last.size() > 1 && !distance;  // of many series, row by row
  return distance.has_value() || (all_first_rows && !evenly);
}

std::optional<std::size_t> find_time(const FileHead& head, const LongColumns& columns,
                                     const std::vector<Content>& contents, const Roles& roles) {
  const auto numbers = std::ranges::count(contents, Content::number);
  for (std::size_t column = 0; column < contents.size(); ++column) {
    if (roles.is_free(column) && contents[column] == Content::date) return column;
  }
  for (std::size_t column = 0; column < contents.size(); ++column) {
    if (roles.is_free(column) && contents[column] == Content::date_or_number && grows(head, columns, column, false))
      return column;
  }
  constexpr std::size_t kEnough = 3;  // rows, to see that numbers grow evenly
  for (std::size_t column = 0; column < contents.size(); ++column) {
    if (!roles.is_free(column) || contents[column] != Content::number) continue;
    const bool among_others = numbers > 1 && head.size() >= kEnough + (columns.header ? 1 : 0);
    if (is_name_of_time(columns.names[column]) ? grows(head, columns, column, false)
                                               : among_others && grows(head, columns, column, true))
      return column;
  }
  return std::nullopt;
}

// Does another column hold the times of day of a column of dates?
std::optional<std::size_t> find_time_of_day(const FileHead& head, const LongColumns& columns, const Roles& roles) {
  const std::size_t first = columns.header ? 1 : 0;
  const auto is_time_of_day = [&](std::size_t column) {
    return std::all_of(head.begin() + static_cast<long>(first), head.end(), [&](const FileRow& row) {
      const auto stamp = parse_time_stamp(row.fields[*columns.time]);
      return (!stamp || stamp->form.time_parts == 0) && row.fields[column].find(':') != std::string::npos &&
             parse_time_stamp("2024-01-31 " + row.fields[column]).has_value();
    });
  };
  for (std::size_t column = 0; column < columns.names.size(); ++column) {
    if (column != columns.time && roles.is_free(column) && is_time_of_day(column)) return column;
  }
  return std::nullopt;
}

// Which columns may tell series apart: of words or numbers that come back often.
std::vector<std::size_t> possible_ids(const FileHead& head, const LongColumns& columns,
                                      const std::vector<Content>& contents, const Roles& roles) {
  const std::size_t first = columns.header ? 1 : 0, rows = head.size() - first;
  std::vector<std::size_t> ids;
  for (std::size_t column = 0; column < contents.size(); ++column) {
    const bool words = contents[column] == Content::word;
    if (!(words || contents[column] == Content::number)) continue;
    if (!roles.is_free(column) || is_name_of_time(columns.names[column])) continue;  // such as year, beside month
    std::set<std::string_view> values;
    for (std::size_t k = first; k < head.size(); ++k) values.insert(head[k].fields[column]);
    if (values.size() >= 2 && (words ? 2 : 3) * values.size() <= rows) ids.push_back(column);
  }
  return ids;
}

// Several series, row by row or one after the other, would be taken for one if rows were the steps: a column of numbers
// that would be the time of each of them shows it.
void check_one_series(const FileHead& head, const LongColumns& columns, const std::vector<Content>& contents,
                      const Roles& roles, const std::string& path) {
  LongColumns by_id = columns;
  for (const std::size_t id : possible_ids(head, columns, contents, roles)) {
    by_id.series = id;
    for (std::size_t time = 0; time < contents.size(); ++time) {
      const std::string& name = columns.names[time];
      const bool of_numbers = contents[time] == Content::number || contents[time] == Content::date_or_number;
      const bool evenly = !is_name_of_time(name);
      if (time == id || !of_numbers || !roles.is_free(time) || !grows(head, by_id, time, evenly)) continue;
      if (grows(head, columns, time, false)) continue;
      std::size_t row = columns.header ? 2 : 1;  // where it does not grow
      const auto number = [&](std::size_t k) { return as_double(parse_number_stamp(head[k].fields[time]).value()); };
      while (row + 1 < head.size() && number(row) > number(row - 1)) ++row;
      const std::string id_in_quotes = in_quotes(columns.names[id]);
      throw Error(path + ":" + std::to_string(head[row].line) + ":" + std::to_string(time + 1) +
                  ": expected a number above " + shown_field(head[row - 1].fields[time]) + " in row " +
                  std::to_string(head[row - 1].line) + " in column " + in_quotes(name) + ", which grows for each " +
                  id_in_quotes + ", found " + shown_field(head[row].fields[time]) + "; give --series " + id_in_quotes +
                  " if it tells series apart, else leave " + in_quotes(name) + " out of the file");
    }
  }
}

// Rows as steps would hide that the time is not understood.
void check_no_time(const FileHead& head, const LongColumns& columns, const std::vector<Content>& contents,
                   const Roles& roles, const std::string& path) {
  if (!columns.header) return;
  for (std::size_t column = 0; column < contents.size(); ++column) {
    if (contents[column] != Content::word || !roles.is_free(column) || !is_name_of_time(columns.names[column]))
      continue;
    throw Error(path + ":" + std::to_string(head[1].line) + ":" + std::to_string(column + 1) +
                ": expected dates such as 2024-01-31 13:00 in column " + in_quotes(columns.names[column]) + ", found " +
                shown_field(head[1].fields[column]) +
                "; name the columns to forecast (--target) to take rows for the steps");
  }
}

void check_names(const LongColumns& columns, const std::string& path) {
  std::map<std::string_view, std::size_t> first_of;
  for (const ValueColumn& value : columns.values) {
    const std::string& name = columns.names[value.column];
    const auto [first, is_new] = first_of.try_emplace(name, value.column);
    if (is_new) continue;
    throw Error(path + ": expected columns with different names, found " + in_quotes(name) + " in columns " +
                std::to_string(first->second + 1) + " and " + std::to_string(value.column + 1) +
                "; rename one, or list the columns to forecast by number with --target");
  }
}

}  // namespace

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 12;
  const std::vector<std::string> shown(names.begin(),
                                       names.begin() + static_cast<long>(std::min(names.size(), kShown)));
  return joined(shown, ", ", in_quotes) +
         (names.size() > kShown ? " and " + std::to_string(names.size() - kShown) + " more" : "");
}

LongColumns choose_columns(const FileHead& head, const LongReadOptions& options, FieldReader& fields) {
  const std::size_t count = head[0].fields.size();
  LongColumns columns;
  std::vector<Content> contents(count);
  const auto look = [&](std::size_t first_row) {
    for (std::size_t column = 0; column < count; ++column)
      contents[column] = content_of_column(head, column, first_row, fields);
  };
  look(1);
  columns.header = has_header(head, contents, fields);
  if (!columns.header) look(0);
  for (std::size_t column = 0; column < count; ++column) {
    const std::string& name = head[0].fields[column];
    columns.names.push_back(columns.header && !name.empty() ? name : "column_" + std::to_string(column + 1));
  }

  const std::string where = fields.path() + ":" + std::to_string(head[0].line);
  if (columns.header && head.size() == 1)
    throw Error(where + ": expected rows of values under the names of columns, found none");
  Roles roles(columns.names, fields.path(), options.of_model);
  if (options.series) columns.series = roles.take(*options.series, "--series");
  if (options.time) columns.time = roles.take(*options.time, "--time");
  for (const std::string& target : options.targets)
    columns.values.push_back({.column = roles.take(target, "--target"), .named = true});
  std::vector<ValueColumn> covariates;
  for (const std::string& covariate : options.covariates)
    covariates.push_back({.column = roles.take(covariate, "--covariates"), .named = true});

  if (!columns.time) columns.time = find_time(head, columns, contents, roles);
  if (columns.time) {
    const Content content = contents[*columns.time];
    columns.dates = content == Content::date || content == Content::date_or_number;
    if (columns.dates) columns.time_of_day = find_time_of_day(head, columns, roles);
  } else {
    if (!columns.series) check_one_series(head, columns, contents, roles, fields.path());
    if (options.targets.empty()) check_no_time(head, columns, contents, roles, fields.path());
  }
  // Programs number rows in a first column without a name.
  const auto numbers_rows = [&](std::size_t column) {
    return columns.header && columns.time && column == 0 && contents[column] == Content::number &&
           (head[0].fields[0].empty() || head[0].fields[0] == "Unnamed: 0") && grows(head, columns, column, true);
  };
  for (std::size_t column = 0; column < count && options.targets.empty(); ++column) {
    const bool may_be_numbers = contents[column] != Content::date && contents[column] != Content::word;
    if (may_be_numbers && roles.is_free(column) && column != columns.time && !numbers_rows(column))
      columns.values.push_back({.column = column, .seen = contents[column] != Content::nothing});
  }
  columns.targets = static_cast<Index>(columns.values.size());
  columns.values.insert(columns.values.end(), covariates.begin(), covariates.end());
  if (columns.targets == 0) {
    throw Error(where + ": expected a column of numbers" + (columns.time ? " beside the time" : "") +
                ", found none in " + listed(columns.names));
  }
  check_names(columns, fields.path());
  return columns;
}

}  // namespace softwarp
