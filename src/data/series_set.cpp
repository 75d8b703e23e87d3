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

SeriesSet select(const SeriesSet& set, const std::vector<Index>& series) {
  SeriesSet part{.name = set.name, .dims = set.dims, .series = {}};
  for (const Index i : series) {
    part.series.push_back(set.series[static_cast<std::size_t>(i)]);
    part.series.back().where = set.where(i);
  }
  return part;
}

}  // namespace softwarp
