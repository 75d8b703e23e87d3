#include "app/report/table.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "app/report/html.hpp"
#include "softwarp/core/in_quotes.hpp"

namespace softwarp {
namespace {

// Number of characters: bytes that do not continue a UTF-8 character.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_number_like(const std::string& cell) {
  return cell.empty() || cell == "-" || (cell[0] >= '0' && cell[0] <= '9') || (cell[0] == '-' && cell.size() > 1);
}

// How many columns a cell may use: its own and, for a word, those of the empty cells after it.
std::size_t span_of(const std::vector<std::string>& row, std::size_t c) {
  std::size_t end = c + 1;
  while (!is_number_like(row[c]) && end < row.size() && row[end].empty()) ++end;
  return end - c;
}

// Including the two spaces between columns.
std::size_t width_of_columns(const std::vector<std::size_t>& widths, std::size_t begin, std::size_t end) {
  const auto at = [&](std::size_t c) { return widths.begin() + static_cast<std::ptrdiff_t>(c); };
  return std::accumulate(at(begin), at(end), 2 * (end - begin - 1));
}

}  // namespace

Table::Table(std::vector<std::string> header) : rows_(1, header) {
  for (std::string& cell : rows_[0]) cell = one_line(cell);
}

void Table::add(std::vector<std::string> row) {
  assert(row.size() == rows_[0].size());
  for (std::string& cell : rows_.emplace_back(std::move(row))) cell = one_line(cell);
}

std::vector<bool> Table::number_columns() const {
  std::vector<bool> numbers(rows_[0].size(), true);
  for (std::size_t r = 1; r < rows_.size(); ++r) {
    for (std::size_t c = 0; c < numbers.size(); ++c) {
      if (!is_number_like(rows_[r][c])) numbers[c] = false;
    }
  }
  return numbers;
}

std::string Table::text() const {
  const std::size_t columns = rows_[0].size();
  std::vector<std::size_t> widths(columns, 0);
  const std::vector<bool> to_the_right = number_columns();
  // First the cells that must fit into one column; then the words that span empty cells, which may widen their last
  // column.
  for (const auto& row : rows_) {
    for (std::size_t c = 0; c < columns; ++c) {
      if (span_of(row, c) == 1) widths[c] = std::max(widths[c], width_of(row[c]));
    }
  }
  for (const auto& row : rows_) {
    for (std::size_t c = 0; c < columns; ++c) {
      const std::size_t last = c + span_of(row, c) - 1, room = width_of_columns(widths, c, last + 1);
      if (width_of(row[c]) > room) widths[last] += width_of(row[c]) - room;
    }
  }
  std::string text;
  const auto end_line = [&] {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    text += '\n';
  };
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    for (std::size_t c = 0; c < columns;) {
      const std::string& cell = rows_[r][c];
      const std::size_t next = c + span_of(rows_[r], c);
      const std::string blanks(width_of_columns(widths, c, next) - width_of(cell), ' ');
      text += (c > 0 ? "  " : "") + (to_the_right[c] ? blanks + cell : cell + blanks);
      c = next;
    }
    end_line();
    if (r == 0) text += std::string(width_of_columns(widths, 0, columns), '-') + '\n';
  }
  return text;
}

std::string Table::html(const std::string& caption) const {
  const std::vector<bool> numbers = number_columns();
  const std::string label = html_escaped(caption);
  // On a narrow screen only the table scrolls; for that it must be reachable by keyboard.
  std::string html = "<figure>\n<figcaption>" + label +
                     "</figcaption>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" + label +
                     "\">\n<table aria-label=\"" + label + "\">\n<thead>\n";
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    html += "<tr>";
    for (std::size_t c = 0; c < rows_[r].size();) {
      const std::size_t span = span_of(rows_[r], c);
      const std::string name = r == 0 || c == 0 ? "th" : "td";
      html += "<" + name +
              (r == 0   ? " scope=\"col\""
               : c == 0 ? " scope=\"row\""
                        : "") +
              (span > 1 ? " colspan=\"" + std::to_string(span) + "\"" : "") + (numbers[c] ? " class=\"number\"" : "") +
              ">" + html_escaped(rows_[r][c]) + "</" + name + ">";
      c += span;
    }
    html += r == 0 ? "</tr>\n</thead>\n<tbody>\n" : "</tr>\n";
  }
  return html + "</tbody>\n</table>\n</div>\n</figure>\n";
}

std::string rounded(double number, int digits) {
  if (number == 0 || !std::isfinite(number)) return number == 0 ? "0" : "not finite";
  const double size = std::abs(number);
  char text[64];
  if (size < 1e-4 || size >= 1e15) {
    std::snprintf(text, sizeof text, "%.*e", digits - 1, number);
  } else {
    const int before_point = static_cast<int>(std::floor(std::log10(size))) + 1;
    std::snprintf(text, sizeof text, "%.*f", std::max(0, digits - before_point), number);
  }
  return text;
}

std::string rounded(const std::optional<double>& number, int digits) { return number ? rounded(*number, digits) : "-"; }

std::string reading_line(const std::string& reading) { return reading.empty() ? "" : "Read: " + reading + ".\n"; }

double mean_of(const std::vector<double>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
}

double deviation_of(const std::vector<double>& numbers) {
  if (numbers.size() < 2) return 0;
  // Relative to the first number, so that equal numbers have deviation 0 although their mean is rounded.
  double sum = 0, squares = 0;
  for (const double number : numbers) sum += number - numbers[0];
  const double mean = numbers[0] + sum / static_cast<double>(numbers.size());
  for (const double number : numbers) squares += (number - mean) * (number - mean);
  return std::sqrt(squares / static_cast<double>(numbers.size() - 1));
}

std::string mean_and_deviation(const std::vector<double>& numbers, int digits) {
  const std::string mean = rounded(mean_of(numbers), digits);
  return numbers.size() < 2 ? mean : mean + " ± " + rounded(deviation_of(numbers), 2);
}

}  // namespace softwarp
