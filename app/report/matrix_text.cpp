#include "app/report/matrix_text.hpp"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <sstream>
#include <vector>

namespace softwarp {

int matrix_decimals(const Matrix<double>& matrix) {
  constexpr int kDigits = 4, kMost = 300;
  double largest = 0;
  for (const double number : matrix.reshaped()) {
    if (std::isfinite(number)) largest = std::max(largest, std::abs(number));
  }
  if (largest == 0) return kDigits;
  return std::clamp(kDigits - 1 - static_cast<int>(std::floor(std::log10(largest))), kDigits, kMost);
}

std::string fixed(double number, int decimals) {
  constexpr double kTooLong = 1e10;
  constexpr int kTooSmall = 12;
  if (std::isinf(number)) return number < 0 ? "-∞" : "∞";
  std::ostringstream text;
  const bool scientific = decimals > kTooSmall || std::abs(number) >= kTooLong;
  text << (scientific ? std::scientific : std::fixed) << std::setprecision(scientific ? 4 : decimals) << number;
  return text.str();
}

std::string matrix_text(const Matrix<double>& matrix, const MatrixWindow& shown, const std::string& margin) {
  const Index rows = std::min(matrix.rows(), shown.rows), columns = std::min(matrix.cols(), shown.columns);
  const int decimals = matrix_decimals(matrix);
  const auto width_of = [](const std::string& cell) { return cell.ends_with("∞") ? cell.size() - 2 : cell.size(); };
  std::vector<std::size_t> widths(static_cast<std::size_t>(columns), 0);
  const auto width = [&](Index j) -> std::size_t& { return widths[static_cast<std::size_t>(j)]; };
  for (Index j = 0; j < columns; ++j) {
    for (Index i = 0; i < rows; ++i) width(j) = std::max(width(j), width_of(fixed(matrix(i, j), decimals)));
  }
  std::string text;
  for (Index i = 0; i < rows; ++i) {
    text += margin;
    for (Index j = 0; j < columns; ++j) {
      const std::string cell = fixed(matrix(i, j), decimals);
      text += "  " + std::string(width(j) - width_of(cell), ' ') + cell;
    }
    text += columns < matrix.cols() ? "  …\n" : "\n";
  }
  return rows < matrix.rows() ? text + margin + "  …\n" : text;
}

}  // namespace softwarp
