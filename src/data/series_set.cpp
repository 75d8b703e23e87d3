#include "softwarp/data/series_set.hpp"

#include <algorithm>
#include <utility>

#include "softwarp/core/error.hpp"

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
  SeriesSet part{.name = set.name, .dims = set.dims, .series = {}, .reading = set.reading};
  for (const Index i : series) {
    part.series.push_back(set.series[static_cast<std::size_t>(i)]);
    part.series.back().where = set.where(i);
  }
  return part;
}

void append(SeriesSet& set, Series series) {
  Index length = series.length();
  while (length > 0 && series.values.col(length - 1).array().isNaN().all()) --length;
  if (length == 0) throw Error(series.where + ": expected a series, found NaN in every value");
  if (length < series.length()) series.values.conservativeResize(Eigen::NoChange, length);
  set.series.push_back(std::move(series));
}

std::string readings_of(const std::string& train, const std::string& test) {
  return train + (test == train ? "" : "; test set: " + test);
}

}  // namespace softwarp
