#include "softwarp/comparison/comparison.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "softwarp/comparison/gamma_choice.hpp"
#include "softwarp/comparison/linear_network.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/data/cut_series.hpp"
#include "softwarp/data/season.hpp"
#include "softwarp/loss/computable.hpp"
#include "softwarp/loss/euclidean.hpp"
#include "softwarp/loss/soft_dtw.hpp"
#include "softwarp/training/naive_forecasts.hpp"

namespace softwarp {
namespace {

// The place of the least number, the first of equals.
template <class Items, class Number>
std::size_t place_of_least(const Items& items, Number number) {
  return static_cast<std::size_t>(std::ranges::min_element(items, {}, number) - items.begin());
}

// Of naive forecasts: as much as takes some seconds, and less than a tenth of a second.
constexpr double kMostNumbers = 1e10;  // compared
constexpr double kMostCells = 1e8;     // of alignments

DataFacts facts_of(const ForecastSource& train, const ForecastSource& test) {
  DataFacts facts{.name = train.name(),
                  .reading = readings_of(train.reading(), test.reading()),
                  .dims = train.dims(),
                  .shape = train.shape(),
                  .train = train.facts(),
                  .test = test.facts(),
                  .test_places = {}};
  return facts;
}

WindowPart part_of(const ForecastSource& source) {
  const Windows& windows = *source.windows();
  return {.time = windows.targets(),
          .targets = windows.covered(),
          .windows = windows.count(),
          .series_left_out = windows.facts().series_left_out};
}

template <class Real>
WindowFacts window_facts(const LearningProblem<Real>& problem, const ForecastSource& test) {
  const Windows& learnt = *problem.learn.source().windows();
  WindowFacts facts{.series = learnt.series(),
                    .train_windows = learnt.window_shape(),
                    .test_windows = test.windows()->window_shape(),
                    .learn = part_of(learnt),
                    .test = part_of(test)};
  if (problem.validate) facts.validation = part_of(problem.validate->source());
  return facts;
}

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
std::vector<NaiveForecaster> window_forecasters(const LearningProblem<Real>& problem, const std::vector<Index>& seasons,
                                                WindowFacts& facts) {
  const ForecastSource& learn = problem.learn.source();
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
  const HeldOutSources parts = problem.validate ? HeldOutSources{} : learn.hold_out(kGammaShare, problem.options.seed);
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

// facts: of windows; completed.   tell: is told what is at work.
template <class Real>
std::vector<Baseline> baselines(const LearningProblem<Real>& problem, const ForecastSource& train,
                                const ForecastSource& test, const TestMeasures& measures,
                                const std::vector<Index>& seasons, std::optional<WindowFacts>& facts,
                                const EpochsDone& tell) {
  const auto at_work = [&](const std::string& what) {
    if (tell) tell(0, what);
  };
  const ForecastSet seen = train.take(sample_of(train));
  std::vector<NaiveForecaster> all = naive_forecasters(seen, test);
  if (facts) {
    at_work("linear forecast");
    for (NaiveForecaster& more : window_forecasters(problem, seasons, *facts)) all.push_back(std::move(more));
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

// The season, the one given or that of all columns together on the part on which they were measured; behind it, the
// others of the clock that are convincing by themselves, such as a week beside the day.
std::vector<Index> seasons_of(const Windows& windows, const std::optional<Index>& given) {
  if (given) return {*given};
  const MeasuredSeries& series = *windows.series();
  std::vector<Vector<double>> parts;
  for (Index s = 0; s < series.set.count(); ++s) {
    for (Index target = 0; target < series.set.targets; ++target) parts.push_back(series.measured_part(s, target));
  }
  const std::vector<Index> usual = usual_periods(series.set.clock);
  std::vector<Index> seasons;
  if (const auto season = find_season(parts, usual)) seasons.push_back(*season);
  for (const Index period : usual) {
    if (!seasons.empty() && period != seasons.front() && find_season(parts, std::vector<Index>{period}))
      seasons.push_back(period);
  }
  return seasons;
}

// A network, its settings, and the test set as it sees it.
template <class Real>
struct Contestant {
  LearningProblem<Real> problem;
  PreparedSet<Real> test;
  std::vector<Setting> settings;
};

template <class Real>
void judge(const LearningProblem<Real>& problem, const PreparedSet<Real>& test, const TestMeasures& measures,
           Run& run) {
  const auto& theta = std::get<Vector<Real>>(run.theta);
  run.train = problem.learn.errors(problem.network, theta);
  run.test = test.errors(problem.network, theta, &measures);
}

Index runs_of(const std::vector<Setting>& settings) {
  Index runs = 0;
  for (const Setting& setting : settings) runs += static_cast<Index>(setting.runs.size());
  return runs;
}

// A target and the first forecast of it: of all, those with the widest range.   Shapes: [O·D×2].
template <class Real>
Matrix<double> widest_pair(const Examples<Real>& examples) {
  Matrix<double> widest;
  double range = -1;
  for (Index b = 0; b < examples.count(); ++b) {
    Matrix<double> pair = Matrix<double>::Zero(examples.target.rows(), 2);
    pair.col(0) = examples.target.col(b).template cast<double>();
    if (examples.base.size() > 0) pair.col(1) = examples.base.col(b).template cast<double>();
    const double own = pair.maxCoeff<Eigen::PropagateNumbers>() - pair.minCoeff<Eigen::PropagateNumbers>();
    if (own > range) widest = pair;
    range = std::max(range, own);
  }
  return widest;
}

// Every loss whose γ is known, at each end of its annealing.
template <class Real>
void check_losses(const LearningProblem<Real>& problem, const std::vector<TrainingLoss>& losses) {
  Examples<Real> examples{.input = {}, .target = {}};
  problem.learn.take(sample_of(problem.learn.source()), examples);
  const Matrix<double> pair = widest_pair(examples);
  for (const TrainingLoss& loss : losses) {
    if (loss.needs_gamma()) continue;
    LossSpec spec = loss;
    check_computable<double>(*make_loss<double>(spec), {pair, examples.dims});
    if (!loss.first_gamma) continue;
    spec.gamma = loss.first_gamma;
    check_computable<double>(*make_loss<double>(spec), {pair, examples.dims});
  }
}

}  // namespace

Index planned_epochs(const ComparisonOptions& options) {
  const std::vector<Setting> settings = planned_settings(options);
  const std::vector<Setting> tried = settings_to_try(settings, std::vector<double>(kGammaCandidates, 1));
  return (planned_trainings(settings, options.restarts) + planned_trainings(tried, options.restarts)) *
         options.trainer.epochs;
}

template <class Real>
Comparison compare(const ForecastSource& train, const ForecastSource& test,
                   const std::vector<ComparisonOptions>& networks, const TrainingLog<Real>& log) {
  Comparison result;
  result.data = facts_of(train, test);
  // Data that cannot be trained or tested on are rejected before the work starts.
  std::vector<Contestant<Real>> contestants;
  for (std::size_t k = 0; k < networks.size(); ++k) {
    const ComparisonOptions& options = networks[k];
    LearningProblem<Real> problem = learning_problem<Real>(train, options);
    std::vector<Setting> settings = planned_settings(options);
    for (Setting& setting : settings) {
      setting.network = k;
      if (networks.size() > 1) setting.network_name = to_text(options.network);
    }
    check_resumed<Real>(problem, phase_of(kTrainingPhase, settings), log);
    PreparedSet<Real> prepared_test(test, problem.preparation);
    check_losses(problem, options.losses);
    result.networks.push_back(
        {.kind = options.network, .spec = problem.network.spec(), .preparation = problem.preparation});
    contestants.push_back({std::move(problem), std::move(prepared_test), std::move(settings)});
  }
  const LearningProblem<Real>& first = contestants[0].problem;
  if (train.windows() != nullptr) result.data.windows = window_facts(first, test);
  const std::vector<Index> shown = sample_of(test);
  result.test = test.take(shown);
  const auto place = [&](Index i) { return test.where(shown[static_cast<std::size_t>(i)]); };
  for (Index i = 0; i < result.test.count(); ++i) result.data.test_places.push_back(place(i));
  TestMeasures measures{.divergence_gamma = result.divergence_gamma(), .yardstick = {}};
  std::vector<Index> seasons;
  if (result.data.windows) {
    seasons = seasons_of(*train.windows(), networks[0].season);
    if (!seasons.empty()) result.data.windows->season = seasons.front();
    measures.yardstick = yardstick_of(*test.windows(), result.data.windows->season);
  }
  result.baselines = baselines(first, train, test, measures, seasons, result.data.windows, log.on_epochs);

  Index planned = 0;
  for (Contestant<Real>& contestant : contestants) {
    choose_gammas(train, contestant.problem.options, log, contestant.settings);
    planned += runs_of(contestant.settings);
  }
  try {
    for (Contestant<Real>& contestant : contestants) {
      train_all<Real>(contestant.problem, phase_of(kTrainingPhase, contestant.settings), log, contestant.settings,
                      [&](Run& run) { judge(contestant.problem, contestant.test, measures, run); });
    }
  } catch (const Interrupted&) {
    for (Contestant<Real>& contestant : contestants) {
      for (Setting& setting : contestant.settings) std::erase_if(setting.runs, std::not_fn(&Run::is_done));
      std::erase_if(contestant.settings, [](const Setting& setting) { return setting.runs.empty(); });
    }
    if (std::ranges::all_of(contestants, [](const auto& of) { return of.settings.empty(); })) throw;
    lift_interrupt();
  }
  for (Contestant<Real>& contestant : contestants) {
    for (Setting& setting : contestant.settings) {
      setting.chosen = place_of_least(setting.runs, &Run::dtw_to_choose_by);
      // Only of this run: those of many seeds might not fit in memory.
      const LearningProblem<Real>& problem = contestant.problem;
      setting.test_forecast = forecast(problem.network, std::get<Vector<Real>>(setting.chosen_run().theta),
                                       problem.preparation, result.test, place);
      result.settings.push_back(std::move(setting));
    }
  }
  result.missing_runs = planned - runs_of(result.settings);
  result.chosen =
      place_of_least(result.settings, [](const Setting& setting) { return setting.chosen_run().dtw_to_choose_by(); });
  return result;
}

template <class Real>
Comparison compare(const TrainTest& data, const ComparisonOptions& options, const TrainingLog<Real>& log) {
  const ForecastShape shape = forecast_shape(data, options.split);
  return compare<Real>(CutSeries(data.train, options.split, shape), CutSeries(data.test, options.split, shape), options,
                       log);
}

#define SOFTWARP_INSTANTIATE(Real)                                                                    \
  template Comparison compare<Real>(const ForecastSource&, const ForecastSource&,                     \
                                    const std::vector<ComparisonOptions>&, const TrainingLog<Real>&); \
  template Comparison compare<Real>(const TrainTest&, const ComparisonOptions&, const TrainingLog<Real>&);
SOFTWARP_INSTANTIATE(float)
SOFTWARP_INSTANTIATE(double)
#undef SOFTWARP_INSTANTIATE

}  // namespace softwarp
