#include "softwarp/data/series_set.hpp"

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

std::string SeriesSet::where(Index i) const {
  const std::string& read_from = series[static_cast<std::size_t>(i)].where;
  return read_from.empty() ? name + ": series " + std::to_string(i + 1) : read_from;
}

}  // namespace softwarp
