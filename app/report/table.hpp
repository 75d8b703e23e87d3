/// Tables for human readers: aligned columns of text.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace softwarp {

/// A table with a header. Numbers are right-aligned, words left-aligned; control characters in words are shown.
class Table {
 public:
  explicit Table(std::vector<std::string> header);

  /// Adds a row with as many cells as the header.
  void add(std::vector<std::string> row);

  /// The table as text: columns two spaces apart, a rule below the header. A word followed by empty cells may extend
  /// into them.
  std::string text() const;

  /// Likewise as an HTML <table>; the first cell of a row is its heading.
  std::string html(const std::string& caption) const;

 private:
  std::vector<bool> number_columns() const;

  std::vector<std::vector<std::string>> rows_;
};

/// A number with about `digits` significant digits, never in exponent form between 1e−4 and 1e15.
std::string rounded(double number, int digits = 4);

/// The same, or "-" where there is no number.
std::string rounded(const std::optional<double>& number, int digits = 4);

/// "mean ± deviation", or only the mean of a single number. The deviation is the sample's (n − 1).
std::string mean_and_deviation(const std::vector<double>& numbers, int digits = 4);

/// Mean and deviation of a number over the runs of a setting, one per seed.
template <class Run, class Number>
std::string over_seeds(const std::vector<Run>& runs, Number number, int digits = 4) {
  std::vector<double> numbers;
  numbers.reserve(runs.size());
  for (const Run& run : runs) numbers.push_back(static_cast<double>(std::invoke(number, run)));
  return mean_and_deviation(numbers, digits);
}

/// A line on how data were read, SeriesSet::reading; empty if they were not.
std::string reading_line(const std::string& reading);

double mean_of(const std::vector<double>& numbers);
double deviation_of(const std::vector<double>& numbers);  ///< sample deviation; 0 for a single number

}  // namespace softwarp
