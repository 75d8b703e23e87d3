#include "softwarp/data/forecast_source.hpp"

#include <algorithm>
#include <cmath>

namespace softwarp {

Index ForecastSource::every(double operations) const {
  if (windows() == nullptr) return 1;
  return std::max<Index>(1, static_cast<Index>(std::ceil(operations * static_cast<double>(count()) / kMostWork)));
}

std::vector<Index> evenly_spaced(Index count, Index number) {
  number = std::min(count, number);
  std::vector<Index> numbers;
  numbers.reserve(static_cast<std::size_t>(number));
  for (Index k = 0; k < number; ++k) numbers.push_back(k * count / number);
  return numbers;
}

std::vector<Index> sample_of(const ForecastSource& source) {
  if (source.windows() == nullptr) return evenly_spaced(source.count(), source.count());
  const Index numbers =
      source.shape().input * (source.dims() + source.covariates()) + source.shape().target * source.dims();
  return evenly_spaced(source.count(), std::max<Index>(1, kMostKept / numbers));
}

}  // namespace softwarp
