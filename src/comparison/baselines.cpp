#include "softwarp/comparison/baselines.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "softwarp/comparison/linear_network.hpp"
#include "softwarp/comparison/trial.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/loss/euclidean.hpp"
#include "softwarp/loss/soft_dtw.hpp"
#include "softwarp/training/naive_forecasts.hpp"

namespace softwarp {
namespace {

// As much as takes some seconds, and less than a tenth of a second.
constexpr double kMostNumbers = 1e10;  // compared
constexpr double kMostCells = 1e8;     // of alignments

struct NaiveForecaster {
  std::string name;
  std::function<Matrix<double>(const ForecastSet&)> forecast;
};

// Those that need no training.   `train` must outlive them.
std::vector<NaiveForecaster> naive_forecasters(const ForecastSet& train, const ForecastSource& test) {
  std::vector<NaiveForecaster> all{{"last value", last_value_forecast},
                                   {"mean of training targets", [mean = mean_target(train)](const ForecastSet& set) {
                                      return mean.replicate(1, set.count()).eval();
                                    }}};
  const auto nearest_by = [&](const Loss<double>& distance) {
    return [&](const ForecastSet& set) { return nearest_series_forecast(train, set, distance); };
  };
  static const EuclideanLoss<double> euclidean;
  static const DtwLoss<double> dtw;
  const auto pairs = static_cast<double>(train.count()) * static_cast<double>(test.count());
  const auto steps = static_cast<double>(test.shape().input);
  if (pairs * steps <= kMostNumbers) all.push_back({"nearest training series", nearest_by(euclidean)});
  if (pairs * steps * steps <= kMostCells) all.push_back({"nearest series by DTW", nearest_by(dtw)});
  return all;
}

// Those that windows have besides.   Sets facts.linear_left_out.
template <class Real>
std::vector<NaiveForecaster> window_forecasters(const LearningProblem<Real>& problem, WindowFacts& facts) {
  const ForecastSource& learn = problem.learn.source();
  const std::vector<Index>& seasons = facts.seasons;
  const Index horizon = learn.shape().target;
  std::vector<NaiveForecaster> all;
  const auto by = [=](auto rule, Index period) {
    return [=](const ForecastSet& set) {
      return rule(set.input, InputLayout{.dims = set.dims, .stride = set.input_dims()}, horizon, period).value();
    };
  };
  for (const Index period : seasons) {
    if (period > learn.shape().input) continue;
    all.push_back({period == seasons.front() ? "seasonal naive" : "seasonal naive " + std::to_string(period),
                   by(seasonal_naive_forecast, period)});
  }
  if (!seasons.empty() && std::ranges::min(seasons) <= learn.shape().input)
    all.push_back({"mean of seasons", by(mean_of_seasons_forecast, std::ranges::min(seasons))});
  const HeldOutSources parts = problem.validate ? HeldOutSources{} : learn.hold_out(kTrialShare, problem.options.seed);
  const ForecastSource &fitted = problem.validate ? learn : *parts.learn,
                       &judged = problem.validate ? problem.validate->source() : *parts.validate;
  const Preparation preparation{.scaling = fit_scaling(Scale::last, fitted.take(sample_of(fitted))), .kernel = {}};
  try {
    const LinearFit fit = fit_linear(fitted, judged, preparation);
    facts.linear_left_out = fit.left_out;
    all.push_back({"linear", [=, regression = fit.regression](const ForecastSet& set) {
                     return linear_forecast(regression, preparation, set);
                   }});
  } catch (const Error&) {
    // Gaps leave it no whole target; the others are worth having.
  }
  return all;
}

}  // namespace

template <class Real>
std::vector<Baseline> baselines(const LearningProblem<Real>& problem, const ForecastSource& train,
                                const ForecastSource& test, const TestMeasures& measures,
                                std::optional<WindowFacts>& facts, const EpochsDone& tell) {
  const auto at_work = [&](const std::string& what) {
    if (tell) tell(0, what);
  };
  const ForecastSet seen = train.take(sample_of(train));
  std::vector<NaiveForecaster> all = naive_forecasters(seen, test);
  if (facts) {
    at_work("linear forecast");
    for (NaiveForecaster& more : window_forecasters(problem, *facts)) all.push_back(std::move(more));
  }
  std::vector<Baseline> found;
  for (const NaiveForecaster& naive : all) {
    ErrorMeans means(test, &measures);
    each_block(test, [&](Index first, const ForecastSet& set) {
      at_work("test of " + naive.name);
      means.add(first, set, naive.forecast(set));
    });
    found.push_back({naive.name, means.mean()});
  }
  return found;
}

#define SOFTWARP_INSTANTIATE(Real)                                                                    \
  template std::vector<Baseline> baselines<Real>(const LearningProblem<Real>&, const ForecastSource&, \
                                                 const ForecastSource&, const TestMeasures&,          \
                                                 std::optional<WindowFacts>&, const EpochsDone&);
SOFTWARP_INSTANTIATE(float)
SOFTWARP_INSTANTIATE(double)
#undef SOFTWARP_INSTANTIATE

}  // namespace softwarp
