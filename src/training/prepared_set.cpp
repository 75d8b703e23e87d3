#include "softwarp/training/prepared_set.hpp"

#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/data/gaps.hpp"

namespace softwarp {
namespace {

std::vector<Index> numbers_from(Index first, Index size) {
  std::vector<Index> numbers(static_cast<std::size_t>(size));
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

template <class Real>
Matrix<double> in_units_of_data(const ForecastSet& set, const Preparation& preparation, const Matrix<Real>& forecast) {
  Matrix<double> in_units = forecast.template cast<double>() * preparation.unit();
  undo_scaling(set, preparation.scaling, in_units);
  return in_units;
}

// The steps that lie in long gaps in all of their values become NaN.
template <class Real>
void mark_missing_steps(const ForecastSet& set, Matrix<Real>& input) {
  const Index dims = set.input_dims();
  for (Index i = 0; i < set.gaps.cols(); ++i) {
    auto steps = input.col(i).reshaped(dims, input.rows() / dims);
    const Matrix<bool> in_long_gaps = long_gaps(set.gaps.col(i).reshaped(dims, steps.cols()));
    for (Index t = 0; t < steps.cols(); ++t) {
      if (in_long_gaps.col(t).all()) steps.col(t).setConstant(std::numeric_limits<Real>::quiet_NaN());
    }
  }
}

template <class Real>
Examples<Real> prepare(const ForecastSet& set, bool missing_steps, const Preparation& preparation,
                       const std::function<std::string(Index)>& where,
                       const std::optional<Matrix<double>>& base_forecasts = {}) {
  const ForecastSet seen = scaled(set, preparation.scaling);
  const Matrix<double> base = base_forecasts ? *base_forecasts : preparation.base_forecasts(seen.input);
  Examples<Real> examples{.input = seen.input.template cast<Real>(),
                          .target = (seen.target / preparation.unit()).template cast<Real>(),
                          .base = base.template cast<Real>(),
                          .dims = set.dims};
  for (Index i = 0; i < set.count(); ++i) {
    if (examples.input.col(i).allFinite() && !examples.target.col(i).array().isInf().any()) continue;
    throw Error(where(i) + ": expected values that a " + (sizeof(Real) == sizeof(float) ? "float" : "double") +
                " can hold, found larger ones; double precision may hold them");
  }
  if (missing_steps) mark_missing_steps(set, examples.input);
  return examples;
}

}  // namespace

template <class Real>
Examples<Real> prepared(const Network<Real>& network, const ForecastSet& set, const Preparation& preparation,
                        const std::function<std::string(Index)>& where) {
  return prepare<Real>(set, network.takes_missing_steps(), preparation, where);
}

template <class Real>
Matrix<double> forecast(const Network<Real>& network, const Vector<Real>& theta, const Preparation& preparation,
                        const ForecastSet& set, const std::function<std::string(Index)>& where) {
  Workspace<Real> workspace;
  Matrix<Real> corrected;
  const Examples<Real> examples = prepared(network, set, preparation, where);
  return in_units_of_data(set, preparation, forecast_examples(network, theta, examples, workspace, corrected));
}

template <class Real>
PreparedSet<Real>::PreparedSet(const ForecastSource& source, const Network<Real>& network,
                               const Preparation& preparation, const std::optional<Matrix<double>>& base_forecasts)
    : source_(source), missing_steps_(network.takes_missing_steps()), preparation_(preparation) {
  const std::vector<Index> sample = sample_of(source);
  if (static_cast<Index>(sample.size()) < source.count()) return;
  kept_.emplace().raw = source.take(sample);
  kept_->examples = prepare<Real>(
      kept_->raw, missing_steps_, preparation, [&](Index i) { return source.where(i); }, base_forecasts);
}

template <class Real>
void PreparedSet<Real>::take(std::span<const Index> examples, Examples<Real>& batch) const {
  if (kept_) return gather(kept_->examples, examples, batch);
  batch = prepare<Real>(source_.take(examples), missing_steps_, preparation_,
                        [&](Index i) { return source_.where(examples[static_cast<std::size_t>(i)]); });
}

template <class Real>
const Examples<Real>& PreparedSet<Real>::block(Index first, Index size, Examples<Real>& scratch) const {
  if (kept_) return kept_->examples;
  take(numbers_from(first, size), scratch);
  return scratch;
}

// Calls visit(first, raw, examples, forecast) for each block.
template <class Real>
template <class Visit>
void PreparedSet<Real>::each_forecast(const Network<Real>& network, const Vector<Real>& theta, Visit visit) const {
  Workspace<Real> workspace;
  Matrix<Real> corrected;
  if (kept_) {
    const Examples<Real>& examples = kept_->examples;
    visit(Index{0}, kept_->raw, examples, forecast_examples(network, theta, examples, workspace, corrected));
    return;
  }
  softwarp::each_block(source_, [&](Index first, const ForecastSet& raw) {
    const Examples<Real> examples =
        prepare<Real>(raw, missing_steps_, preparation_, [&](Index i) { return source_.where(first + i); });
    visit(first, raw, examples, forecast_examples(network, theta, examples, workspace, corrected));
  });
}

template <class Real>
ForecastErrors PreparedSet<Real>::errors(const Network<Real>& network, const Vector<Real>& theta,
                                         const TestMeasures* measures) const {
  ErrorMeans means(source_, measures);
  each_forecast(network, theta,
                [&](Index first, const ForecastSet& raw, const Examples<Real>&, const Matrix<Real>& forecast) {
                  means.add(first, raw, in_units_of_data(raw, preparation_, forecast));
                });
  return means.mean();
}

template <class Real>
ValidationErrors PreparedSet<Real>::errors(const Network<Real>& network, const Vector<Real>& theta,
                                           const Loss<Real>& loss) const {
  ErrorMeans means(source_);
  ValidationErrors found;
  each_forecast(network, theta,
                [&](Index first, const ForecastSet& raw, const Examples<Real>& examples, const Matrix<Real>& forecast) {
                  means.add(first, raw, in_units_of_data(raw, preparation_, forecast));
                  const double share = static_cast<double>(raw.count()) / static_cast<double>(count());
                  found.loss += share * loss.mean({forecast, examples.dims}, {examples.target, examples.dims});
                });
  const Distances mean = means.mean();
  found.dtw = mean.dtw;
  found.euclidean = mean.euclidean;
  return found;
}

#define SOFTWARP_INSTANTIATE(Real)                                                                      \
  template class PreparedSet<Real>;                                                                     \
  template Examples<Real> prepared<Real>(const Network<Real>&, const ForecastSet&, const Preparation&,  \
                                         const std::function<std::string(Index)>&);                     \
  template Matrix<double> forecast<Real>(const Network<Real>&, const Vector<Real>&, const Preparation&, \
                                         const ForecastSet&, const std::function<std::string(Index)>&);
SOFTWARP_INSTANTIATE(float)
SOFTWARP_INSTANTIATE(double)
#undef SOFTWARP_INSTANTIATE

}  // namespace softwarp
