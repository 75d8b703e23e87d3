#include "softwarp/comparison/comparison.hpp"

#include <algorithm>
#include <utility>

#include "softwarp/comparison/gamma_choice.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/data/fingerprint.hpp"
#include "softwarp/loss/computable.hpp"
#include "softwarp/loss/euclidean.hpp"
#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {
namespace {

// The place of the least number, the first of equals.
template <class Items, class Number>
std::size_t place_of_least(const Items& items, Number number) {
  return static_cast<std::size_t>(std::ranges::min_element(items, {}, number) - items.begin());
}

constexpr double kMostCells = 1e8;  // of alignments for a naive forecast: less than a tenth of a second

SetFacts facts_of(const SeriesSet& set) {
  SetFacts facts{set.count(), set.shortest(), set.longest(), 0, fingerprint(set)};
  for (const Series& series : set.series) facts.missing_values += series.values.array().isNaN().count();
  return facts;
}

DataFacts facts_of(const TrainTest& data, double split) {
  DataFacts facts{data.train.name,      data.train.dims,     forecast_shape(data, split),
                  facts_of(data.train), facts_of(data.test), {}};
  for (Index i = 0; i < data.test.count(); ++i) facts.test_places.push_back(data.test.where(i));
  return facts;
}

std::vector<Baseline> baselines(const ForecastSet& train, const ForecastSet& test, double divergence_gamma) {
  const auto judged = [&](const Matrix<double>& forecast) { return evaluate(forecast, test, divergence_gamma); };
  std::vector<Baseline> found{
      {"last value", judged(last_value_forecast(test))},
      {"mean of training targets", judged(mean_target(train).replicate(1, test.count()).eval())},
      {"nearest training series", judged(nearest_series_forecast(train, test, EuclideanLoss<double>()))}};
  const auto steps = static_cast<double>(train.input.rows() / train.dims);
  const double cells = static_cast<double>(train.count()) * static_cast<double>(test.count()) * steps * steps;
  if (cells <= kMostCells)
    found.push_back({"nearest series by DTW", judged(nearest_series_forecast(train, test, DtwLoss<double>()))});
  return found;
}

template <class Real>
Matrix<double> test_forecast(const LearningProblem<Real>& problem, const PreparedSet<Real>& test, const Run& run) {
  return test.forecast(problem.network, std::get<Vector<Real>>(run.theta));
}

template <class Real>
void judge(const LearningProblem<Real>& problem, const PreparedSet<Real>& test, Run& run) {
  run.train = problem.learn.distances(problem.network, std::get<Vector<Real>>(run.theta));
  run.test = evaluate(test_forecast(problem, test, run), test.raw(), problem.preparation.scaling.squared_unit);
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
  const Matrix<double> pair = widest_pair(problem.learn.examples());
  for (const TrainingLoss& loss : losses) {
    if (loss.needs_gamma()) continue;
    LossSpec spec = loss;
    check_computable<double>(*make_loss<double>(spec), {pair, problem.learn.examples().dims});
    if (!loss.first_gamma) continue;
    spec.gamma = loss.first_gamma;
    check_computable<double>(*make_loss<double>(spec), {pair, problem.learn.examples().dims});
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
Comparison compare(const TrainTest& data, const ComparisonOptions& options, const TrainingLog<Real>& log) {
  Comparison result;
  result.data = facts_of(data, options.split);
  const ForecastShape& shape = result.data.shape;
  // Data that cannot be trained or tested on are rejected before the work starts.
  const LearningProblem<Real> problem = learning_problem<Real>(data.train, shape, options);
  check_resumed<Real>(problem, kTrainingPhase, log);
  const PreparedSet<Real> test(data.test, cut(data.test, options.split, shape), problem.preparation);
  check_losses(problem, options.losses);
  result.network = problem.network.spec();
  result.preparation = problem.preparation;
  result.test = test.raw();
  result.baselines =
      baselines(cut(data.train, options.split, shape), result.test, problem.preparation.scaling.squared_unit);

  result.settings = planned_settings(options);
  choose_gammas(data.train, options, log, result.settings);
  const Index planned = runs_of(result.settings);
  try {
    train_all<Real>(problem, kTrainingPhase, log, result.settings, [&](Run& run) { judge(problem, test, run); });
  } catch (const Interrupted&) {
    std::erase_if(result.settings, [](const Setting& setting) { return setting.runs.empty(); });
    if (result.settings.empty()) throw;
    lift_interrupt();
  }
  result.missing_runs = planned - runs_of(result.settings);
  for (Setting& setting : result.settings) {
    setting.chosen = place_of_least(setting.runs, &Run::dtw_to_choose_by);
    // Only of this run: those of many seeds might not fit in memory.
    setting.test_forecast = test_forecast(problem, test, setting.chosen_run());
  }
  result.chosen =
      place_of_least(result.settings, [](const Setting& setting) { return setting.chosen_run().dtw_to_choose_by(); });
  return result;
}

template Comparison compare<float>(const TrainTest&, const ComparisonOptions&, const TrainingLog<float>&);
template Comparison compare<double>(const TrainTest&, const ComparisonOptions&, const TrainingLog<double>&);

}  // namespace softwarp
