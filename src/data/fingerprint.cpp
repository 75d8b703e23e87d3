#include "data/fingerprint.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace softwarp {
namespace {

class Fnv1a {
 public:
  void add(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) hash_ = (hash_ ^ (number >> shift & 0xff)) * 0x100000001b3;
  }
  std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

std::uint64_t bits(double value) {
  if (std::isnan(value)) return ~std::uint64_t{0};  // a NaN has many bit patterns
  return std::bit_cast<std::uint64_t>(value);
}

}  // namespace

std::string fingerprint(const SeriesSet& set) {
  Fnv1a mark;
  mark.add(static_cast<std::uint64_t>(set.dims));
  for (const Series& series : set.series) {
    mark.add(static_cast<std::uint64_t>(series.length()));
    for (const double value : series.values.reshaped()) mark.add(bits(value));
  }
  std::array<char, 16> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), mark.hash(), 16).ptr;
  const std::string text(digits.data(), end);
  return std::string(digits.size() - text.size(), '0') + text;
}

}  // namespace softwarp
