#include "distances_text.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <functional>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

// Calls line(row, its items, text to add to) for each row.
template <class Item>
void write_lines(const std::string& from, std::size_t header, Index rows, Index columns, const std::string& to,
                 std::string first, const std::function<void(Index, const std::vector<Item>&, std::string&)>& line) {
  std::ifstream in(from, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(header));
  std::ofstream out(to, std::ios::binary);
  std::vector<Item> items(static_cast<std::size_t>(columns));
  std::string text = std::move(first);
  for (Index row = 0; row < rows; ++row) {
    check_interrupt();
    if (!in.read(reinterpret_cast<char*>(items.data()), static_cast<std::streamsize>(items.size() * sizeof(Item))))
      throw Error(from + ": cannot be read: " + std::strerror(errno));
    line(row, items, text);
    out << text;
    text.clear();
  }
  if (!out.flush()) throw Error(to + ": cannot be written: " + std::strerror(errno));
}

}  // namespace

template <class Real>
void write_matrix_text(const std::string& from, std::size_t header, Index rows, Index columns, const std::string& to) {
  write_lines<Real>(
      from, header, rows, columns, to, "", [](Index, const std::vector<Real>& numbers, std::string& text) {
        for (const Real number : numbers) {
          // Shortest text that reads back as the same Real.
          std::array<char, 32> digits;
          text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
          text += ',';
        }
        text.back() = '\n';
      });
}

void write_nearest_text(const std::string& from, std::size_t header, Index rows, Index columns, const std::string& to) {
  write_lines<NearestItem>(from, header, rows, columns, to, "series,rank,neighbour,distance\n",
                           [](Index row, const std::vector<NearestItem>& items, std::string& text) {
                             for (std::size_t k = 0; k < items.size(); ++k)
                               text += std::to_string(row) + ',' + std::to_string(k + 1) + ',' +
                                       std::to_string(items[k].index) + ',' + to_text(items[k].distance) + '\n';
                           });
}

template void write_matrix_text<float>(const std::string&, std::size_t, Index, Index, const std::string&);
template void write_matrix_text<double>(const std::string&, std::size_t, Index, Index, const std::string&);

}  // namespace softwarp
