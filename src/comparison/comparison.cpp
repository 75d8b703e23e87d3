#include "softwarp/comparison/comparison.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "softwarp/comparison/gamma_choice.hpp"
#include "softwarp/comparison/network_choice.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/data/cut_series.hpp"
#include "softwarp/loss/computable.hpp"

namespace softwarp {
namespace {

const std::vector<double> kAnyGammas(kGammaCandidates, 1);  // as many as there will be

// The place of the least number, the first of equals.
template <class Items, class Number>
std::size_t place_of_least(const Items& items, Number number) {
  return static_cast<std::size_t>(std::ranges::min_element(items, {}, number) - items.begin());
}

// A network, its settings, and the test set, if any, as it sees it.
template <class Real>
struct Contestant {
  std::size_t place;  // among all networks
  LearningProblem<Real> problem;
  std::optional<PreparedSet<Real>> test;
  std::vector<Setting> settings;
  std::unique_ptr<const Trial<Real>> trial;  // where something is to be chosen
};

template <class Real>
void judge(const Contestant<Real>& contestant, const TestMeasures& measures, Run& run) {
  const LearningProblem<Real>& problem = contestant.problem;
  const auto& theta = std::get<Vector<Real>>(run.theta);
  run.train = problem.learn.errors(problem.network, theta);
  if (contestant.test) run.test = contestant.test->errors(problem.network, theta, &measures);
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

template <class Real>
Contestant<Real> contestant_of(const ForecastSource& train, const ForecastSource* test,
                               const std::vector<ComparisonOptions>& networks, std::size_t place, Selection selection) {
  const ComparisonOptions& options = networks[place];
  std::vector<Setting> settings = planned_settings(networks[0]);
  for (Setting& setting : settings) {
    setting.network = place;
    if (networks.size() > 1) setting.network_name = to_text(options.network);
  }
  LearningProblem<Real> problem = learning_problem<Real>(train, options);
  std::optional<PreparedSet<Real>> prepared_test;
  if (test != nullptr) prepared_test.emplace(*test, problem.network, problem.preparation);
  check_losses(problem, options.losses);
  std::unique_ptr<const Trial<Real>> trial;
  if (selection == Selection::best || !without_gamma(settings).empty())
    trial = std::make_unique<Trial<Real>>(train, options);
  return {place, std::move(problem), std::move(prepared_test), std::move(settings), std::move(trial)};
}

const char* phase_to_choose(Selection selection) { return selection == Selection::best ? kNetworkPhase : kGammaPhase; }

// Data that cannot be trained or tested on are rejected here, before the work starts, and so is what cannot be resumed.
// Where the best network is sought, those that cannot be one for these data are left out; `tried` says why.
template <class Real>
std::vector<Contestant<Real>> contestants_of(const ForecastSource& train, const ForecastSource* test,
                                             const std::vector<ComparisonOptions>& networks, Selection selection,
                                             const TrainingLog<Real>& log, std::vector<TriedNetwork>& tried) {
  std::vector<Contestant<Real>> contestants;
  std::exception_ptr first_failure;
  for (std::size_t k = 0; k < networks.size(); ++k) {
    tried.push_back({.network = networks[k].network});
    try {
      contestants.push_back(contestant_of<Real>(train, test, networks, k, selection));
    } catch (const Error& error) {
      if (selection == Selection::all) throw;
      if (!first_failure) first_failure = std::current_exception();
      tried.back().results.assign(planned_settings(networks[0]).size(), failed_trial(error.what()));
    }
  }
  if (contestants.empty()) std::rethrow_exception(first_failure);
  for (const Contestant<Real>& contestant : contestants) {
    check_resumed<Real>(contestant.problem, phase_of(kTrainingPhase, contestant.settings), log);
    if (contestant.trial)
      check_resumed<Real>(contestant.trial->problem(), phase_of(phase_to_choose(selection), contestant.settings), log);
  }
  return contestants;
}

// Leaves each setting to the network that is best at it; networks that are at none are dropped.   planned: the epochs of
// the whole comparison.
template <class Real>
void choose_networks(std::vector<Contestant<Real>>& contestants, std::vector<TriedNetwork> tried, Index planned,
                     const TrainingLog<Real>& log) {
  const Index series = contestants[0].trial->series();
  std::atomic<Index> epochs = 0;
  TrainingLog<Real> counted = log;
  counted.on_epochs = [&](Index more, const std::string& run) {
    epochs += more;
    if (log.on_epochs) log.on_epochs(more, run);
  };
  for (Contestant<Real>& contestant : contestants) {
    const std::string phase = phase_of(kNetworkPhase, contestant.settings);
    tried[contestant.place].results = try_settings(*contestant.trial, phase, counted, contestant.settings);
    contestant.trial.reset();
  }
  std::vector<BestNetwork> best;  // by setting
  for (const Setting& setting : contestants[0].settings) best.push_back(best_network(tried, setting, series));
  std::vector<Contestant<Real>> left;
  for (Contestant<Real>& contestant : contestants) {
    std::erase_if(contestant.settings, [&](const Setting& of) { return best[of.place].place != contestant.place; });
    if (contestant.settings.empty()) continue;
    for (Setting& setting : contestant.settings) {
      setting.network = left.size();
      setting.network_choice = best[setting.place].choice;
    }
    left.push_back(std::move(contestant));
  }
  contestants = std::move(left);
  // What was planned for networks that failed, or would have taken longer than the best, is not to come.
  for (const Contestant<Real>& contestant : contestants) {
    const ComparisonOptions& options = contestant.problem.options;
    epochs += planned_trainings(contestant.settings, options.restarts) * options.trainer.epochs;
  }
  if (log.on_epochs) log.on_epochs(planned - epochs, kNetworkPhase);
}

// After an interrupt: drops the runs that are not done, and settings without any. False if nothing is left.
template <class Real>
bool keep_done(std::vector<Contestant<Real>>& contestants) {
  for (Contestant<Real>& contestant : contestants) {
    for (Setting& setting : contestant.settings) std::erase_if(setting.runs, std::not_fn(&Run::is_done));
    std::erase_if(contestant.settings, [](const Setting& setting) { return setting.runs.empty(); });
  }
  return !std::ranges::all_of(contestants, [](const auto& of) { return of.settings.empty(); });
}

// What is forecast and compared besides the networks.
template <class Real>
TestMeasures take_test(const LearningProblem<Real>& first, const ForecastSource& train, const ForecastSource& test,
                       const TrainingLog<Real>& log, Comparison& result) {
  const std::vector<Index> shown = sample_of(test);
  result.test = test.take(shown);
  for (const Index example : shown) {
    result.data.test_places.push_back(test.where(example));
    if (test.windows() != nullptr) result.data.test_windows.push_back(test.windows()->place(example));
  }
  TestMeasures measures{.divergence_gamma = first.preparation.scaling.squared_unit, .yardstick = {}};
  if (const auto& windows = result.data.windows) measures.yardstick = yardstick_of(*test.windows(), windows->season());
  result.baselines = baselines(first, train, test, measures, result.data.windows, log.on_epochs);
  return measures;
}

// compare() or, where there is no test set, train_only().
template <class Real>
Comparison compare_on(const ForecastSource& train, const ForecastSource* test,
                      const std::vector<ComparisonOptions>& networks, const TrainingLog<Real>& log,
                      Selection selection) {
  std::vector<TriedNetwork> tried;
  std::vector<Contestant<Real>> contestants = contestants_of(train, test, networks, selection, log, tried);
  Comparison result;
  result.data = facts_of(train, test);
  const LearningProblem<Real>& first = contestants[0].problem;
  if (train.windows() != nullptr) result.data.windows = window_facts(first, test);
  TestMeasures measures;
  if (test != nullptr) measures = take_test(first, train, *test, log, result);

  if (selection == Selection::best)
    choose_networks(contestants, std::move(tried), planned_epochs(networks, selection), log);
  Index planned = 0;
  for (Contestant<Real>& contestant : contestants) {
    if (contestant.trial) choose_gammas(*contestant.trial, log, contestant.settings);
    contestant.trial.reset();
    planned += runs_of(contestant.settings);
    const LearningProblem<Real>& problem = contestant.problem;
    result.networks.push_back(
        {.kind = problem.options.network, .spec = problem.network.spec(), .preparation = problem.preparation});
  }
  try {
    for (Contestant<Real>& contestant : contestants) {
      train_all<Real>(contestant.problem, phase_of(kTrainingPhase, contestant.settings), log, contestant.settings,
                      [&](Run& run) { judge(contestant, measures, run); });
    }
  } catch (const Interrupted&) {
    if (test == nullptr || !keep_done(contestants)) throw;
    lift_interrupt();
  }
  const auto place = [&](Index i) { return result.data.test_places[static_cast<std::size_t>(i)]; };
  for (Contestant<Real>& contestant : contestants) {
    const LearningProblem<Real>& problem = contestant.problem;
    for (Setting& setting : contestant.settings) {
      setting.chosen = place_of_least(setting.runs, &Run::dtw_to_choose_by);
      // Only of this run: those of many seeds might not fit in memory.
      if (test != nullptr)
        setting.test_forecast = forecast(problem.network, std::get<Vector<Real>>(setting.chosen_run().theta),
                                         problem.preparation, result.test, place);
      result.settings.push_back(std::move(setting));
    }
  }
  if (selection == Selection::best) std::ranges::stable_sort(result.settings, {}, &Setting::place);
  result.missing_runs = planned - runs_of(result.settings);
  result.chosen =
      place_of_least(result.settings, [](const Setting& setting) { return setting.chosen_run().dtw_to_choose_by(); });
  return result;
}

}  // namespace

Index planned_epochs(const ComparisonOptions& options) {
  const std::vector<Setting> settings = planned_settings(options);
  const std::vector<Setting> tried = settings_to_try(without_gamma(settings), kAnyGammas);
  return (planned_trainings(settings, options.restarts) + planned_trainings(tried, options.restarts)) *
         options.trainer.epochs;
}

Index planned_epochs(const std::vector<ComparisonOptions>& networks, Selection selection) {
  Index all = 0, tried = 0, most = 0;
  for (const ComparisonOptions& options : networks) {
    all += planned_epochs(options);
    const std::vector<Setting> settings = planned_settings(options);
    tried += planned_trainings(settings_to_try(settings, kAnyGammas), options.restarts) * options.trainer.epochs;
    Index own = 0;  // each setting by itself, as if no other started from the same Euclidean network
    for (const Setting& setting : settings) own += planned_trainings({setting}, options.restarts);
    most = std::max(most, own * options.trainer.epochs);
  }
  return selection == Selection::all ? all : tried + most;
}

template <class Real>
Comparison compare(const ForecastSource& train, const ForecastSource& test,
                   const std::vector<ComparisonOptions>& networks, const TrainingLog<Real>& log, Selection selection) {
  return compare_on(train, &test, networks, log, selection);
}

template <class Real>
Comparison train_only(const ForecastSource& train, const std::vector<ComparisonOptions>& networks,
                      const TrainingLog<Real>& log, Selection selection) {
  return compare_on(train, nullptr, networks, log, selection);
}

template <class Real>
Comparison compare(const TrainTest& data, const ComparisonOptions& options, const TrainingLog<Real>& log) {
  const ForecastShape shape = forecast_shape(data, options.split);
  return compare<Real>(CutSeries(data.train, options.split, shape), CutSeries(data.test, options.split, shape), options,
                       log);
}

#define SOFTWARP_INSTANTIATE(Real)                                                                               \
  template Comparison compare<Real>(const ForecastSource&, const ForecastSource&,                                \
                                    const std::vector<ComparisonOptions>&, const TrainingLog<Real>&, Selection); \
  template Comparison train_only<Real>(const ForecastSource&, const std::vector<ComparisonOptions>&,             \
                                       const TrainingLog<Real>&, Selection);                                     \
  template Comparison compare<Real>(const TrainTest&, const ComparisonOptions&, const TrainingLog<Real>&);
SOFTWARP_INSTANTIATE(float)
SOFTWARP_INSTANTIATE(double)
#undef SOFTWARP_INSTANTIATE

}  // namespace softwarp
