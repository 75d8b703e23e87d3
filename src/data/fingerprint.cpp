#include "softwarp/data/fingerprint.hpp"

#include <bit>
#include <cmath>
#include <cstdint>

#include "softwarp/core/fnv1a.hpp"

namespace softwarp {
namespace {

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
  return mark.text();
}

}  // namespace softwarp
