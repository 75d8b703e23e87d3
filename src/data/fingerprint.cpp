#include "softwarp/data/fingerprint.hpp"

#include <bit>
#include <cmath>

#include "softwarp/core/fnv1a.hpp"

namespace softwarp {

std::uint64_t bits_of(double value) {
  if (std::isnan(value)) return ~std::uint64_t{0};
  return std::bit_cast<std::uint64_t>(value);
}

std::string fingerprint(const SeriesSet& set) {
  Fnv1a mark;
  mark.add(static_cast<std::uint64_t>(set.dims));
  for (const Series& series : set.series) {
    mark.add(static_cast<std::uint64_t>(series.length()));
    for (const double value : series.values.reshaped()) mark.add(bits_of(value));
  }
  return mark.text();
}

}  // namespace softwarp
