#include "softwarp/data/series_batch.hpp"

#include <algorithm>
#include <concepts>
#include <set>
#include <tuple>

#include "softwarp/core/error.hpp"
#include "softwarp/core/memory.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/core/rounding_noise.hpp"
#include "softwarp/data/gaps.hpp"
#include "softwarp/data/value_range.hpp"

namespace softwarp {

Vector<double> centre_of(const SeriesSet& set) {
  Vector<double> sum = Vector<double>::Zero(set.dims), count = sum;
  for (const Series& series : set.series) {
    const auto there = !series.values.array().isNaN();
    sum += there.select(series.values.array(), 0.0).rowwise().sum().matrix();
    count += there.cast<double>().rowwise().sum().matrix();
  }
  return sum.cwiseQuotient(count.cwiseMax(1));
}

void add_centre(MatrixRef<double> series, const Vector<double>& centre) {
  for (Index step = 0; step < series.rows(); step += centre.size())
    series.middleRows(step, centre.size()).colwise() += centre;
}

template <class Real>
StoredBatch<Real> batch_of(const SeriesSet& set, const Vector<double>& centre) {
  require_memory(set.name + ": " + std::to_string(set.count()) + " series, each as long as the longest, " +
                     std::to_string(set.longest()) + " steps",
                 sizeof(Real) * static_cast<double>(set.longest() * set.dims) * static_cast<double>(set.count()));
  double largest = 0;
  StoredBatch<Real> batch{Matrix<Real>::Zero(set.longest() * set.dims, set.count()), set.dims, {}};
  for (Index i = 0; i < set.count(); ++i) {
    Matrix<double> values = set.series[static_cast<std::size_t>(i)].values;
    for (Index d = 0; d < set.dims; ++d) {
      if (!fill_gaps(values.row(d)))
        throw Error(set.where(i) + ": expected a value in dimension " + std::to_string(d + 1) + ", found only NaN");
    }
    values.colwise() -= centre;
    largest = std::max(largest, values.cwiseAbs().maxCoeff());
    auto column = batch.values.col(i).head(values.size());
    column = values.reshaped().template cast<Real>();
    if (!column.allFinite())
      throw Error(set.where(i) + ": expected values that a " + (std::same_as<Real, float> ? "float" : "double") +
                  " can hold, found larger ones; double precision may hold them");
    batch.lengths.push_back(values.cols());
  }
  constexpr bool kIsFloat = std::same_as<Real, float>;
  constexpr double kSmallest = kIsFloat ? 1e-31 : kSmallestUnit;  // below 1e-31, floats lose digits, and soon all
  const bool constant = largest <= kRoundingNoise * centre.cwiseAbs().maxCoeff();
  if (!constant && largest < kSmallest)
    throw Error(set.name + ": expected values of at least " + to_text(kSmallest) + " in size, found " +
                to_text(largest) + " as the largest; multiply them by a constant" +
                (kIsFloat ? ", or compute in double precision" : ""));
  return batch;
}

std::vector<std::string> class_names(const std::vector<const SeriesSet*>& sets) {
  using Key = std::tuple<bool, long long, std::string>;
  std::set<Key> keys;
  for (const SeriesSet* set : sets) {
    for (const Series& series : set->series) {
      const auto number = parse_integer(series.label);
      keys.emplace(!number, number.value_or(0), series.label);
    }
  }
  std::vector<std::string> names;
  names.reserve(keys.size());
  for (const Key& key : keys) names.push_back(std::get<2>(key));
  return names;
}

std::vector<Index> class_numbers(const SeriesSet& set, const std::vector<std::string>& names) {
  std::vector<Index> numbers;
  for (const Series& series : set.series) numbers.push_back(std::ranges::find(names, series.label) - names.begin());
  return numbers;
}

template StoredBatch<float> batch_of<float>(const SeriesSet&, const Vector<double>&);
template StoredBatch<double> batch_of<double>(const SeriesSet&, const Vector<double>&);

}  // namespace softwarp
