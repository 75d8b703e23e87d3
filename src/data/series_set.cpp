#include "data/series_set.hpp"

#include <algorithm>

namespace softwarp {

Index SeriesSet::shortest() const {
  if (series.empty()) return 0;
  return std::ranges::min(series, {}, &Series::length).length();
}

Index SeriesSet::longest() const {
  if (series.empty()) return 0;
  return std::ranges::max(series, {}, &Series::length).length();
}

}  // namespace softwarp
