/// Tables for people: aligned columns of text.
#pragma once

#include <string>
#include <vector>

namespace softwarp {

/// A table with a header; numbers to the right, words to the left.
class Table {
 public:
  explicit Table(std::vector<std::string> header);

  /// A row of as many cells as the header has.
  void add(std::vector<std::string> row);

  /// The rows under each other, columns two spaces apart, a rule below the header. A column of numbers is aligned to
  /// the right. A word before empty cells may reach into them.
  std::string text() const;

  /// The same as a <table> of HTML; the first cell of a row names it.
  std::string html(const std::string& caption) const;

 private:
  std::vector<bool> number_columns() const;

  std::vector<std::vector<std::string>> rows_;
};

/// A number of about `digits` significant digits, never in exponent form between 1e−4 and 1e15.
std::string rounded(double number, int digits = 4);

/// "mean ± deviation", or the mean alone where there is but one number. The deviation is the sample's (n − 1).
std::string mean_and_deviation(const std::vector<double>& numbers, int digits = 4);

double mean_of(const std::vector<double>& numbers);
double deviation_of(const std::vector<double>& numbers);  ///< sample deviation; 0 for a single number

}  // namespace softwarp
