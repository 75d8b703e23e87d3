#include "softwarp/comparison/plan.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "softwarp/core/parallel.hpp"

namespace softwarp {
namespace {

bool is_euclidean(const Setting& setting) { return setting.loss.is_euclidean(); }
bool starts_from_euclidean(const Setting& setting) { return setting.init == Init::euclidean; }

// The settings, and the Euclidean one if some start from its networks and none of them is it.
std::vector<Setting> with_starts(std::vector<Setting> settings) {
  const bool unlisted = std::ranges::none_of(settings, is_euclidean);
  if (unlisted && std::ranges::any_of(settings, starts_from_euclidean))
    settings.push_back({.loss = {LossSpec{.name = "euclidean"}}, .runs = settings.front().runs});
  return settings;
}

// Every run as often as it is restarted; a run's restarts are neighbours.
std::vector<Run> with_restarts(const std::vector<Run>& runs, Index restarts) {
  std::vector<Run> all;
  for (const Run& run : runs) {
    for (Index restart = 0; restart < restarts; ++restart) all.emplace_back(run).restart = restart;
  }
  return all;
}

std::vector<Run> best_of_restarts(std::vector<Run>& all, const ComparisonOptions& options) {
  const auto restarts = static_cast<std::size_t>(options.restarts);
  const auto error = [&](const Run& run) {
    return run.validation ? run.validation->of(options.trainer.monitor) : run.train_loss;
  };
  std::vector<Run> best;
  for (std::size_t first = 0; first < all.size(); first += restarts)
    best.push_back(std::move(*std::ranges::min_element(std::span(all).subspan(first, restarts), {}, error)));
  return best;
}

// The number of the setting is part of it: two settings may have come to the same γ.
std::string key_of(const std::string& phase, std::size_t number, const Setting& setting, const Run& run) {
  return phase + ' ' + std::to_string(number + 1) + ": " + to_text(setting) + ", seed " + std::to_string(run.seed) +
         ", restart " + std::to_string(run.restart);
}

}  // namespace

std::vector<Setting> planned_settings(const ComparisonOptions& options) {
  std::vector<Run> runs(static_cast<std::size_t>(options.repeats));
  for (std::size_t repeat = 0; repeat < runs.size(); ++repeat) runs[repeat].seed = options.seed + repeat;
  std::vector<Setting> settings;
  for (const TrainingLoss& loss : options.losses) {
    std::vector<Init> inits = loss.is_euclidean() ? std::vector{Init::random} : options.inits;
    if (options.start) inits.assign(1, Init::model);
    for (const Init init : inits) settings.push_back({.loss = loss, .init = init, .runs = runs});
  }
  return settings;
}

Index planned_trainings(const std::vector<Setting>& settings, Index restarts) {
  Index runs = 0;
  for (const Setting& setting : with_starts(settings)) runs += static_cast<Index>(setting.runs.size());
  return runs * restarts;
}

template <class Real>
void check_resumed(const LearningProblem<Real>& problem, const std::string& phase, const TrainingLog<Real>& log) {
  if (log.checkpoint == nullptr) return;
  log.checkpoint->check(phase + ' ', {.options = problem.options.trainer,
                                      .weights = problem.network.parameters(),
                                      .examples = problem.learn.examples().count(),
                                      .validates = problem.validate.has_value()});
}

template <class Real>
void train_all(const LearningProblem<Real>& problem, const std::string& phase, const TrainingLog<Real>& log,
               std::vector<Setting>& settings) {
  std::vector<Setting> all = with_starts(settings);
  for (Setting& setting : all) setting.runs = with_restarts(setting.runs, problem.options.restarts);
  const auto euclidean = std::ranges::find_if(all, is_euclidean);

  // First all that need no Euclidean network to start from, these networks themselves among them; then the others.
  for (const bool from_euclidean : {false, true}) {
    std::vector<std::pair<std::size_t, std::size_t>> trainings;  // numbers of setting and run
    for (std::size_t s = 0; s < all.size(); ++s) {
      if (starts_from_euclidean(all[s]) != from_euclidean) continue;
      for (std::size_t r = 0; r < all[s].runs.size(); ++r) trainings.emplace_back(s, r);
    }
    parallel_for(static_cast<Index>(trainings.size()), [&](Index k) {
      const auto [s, r] = trainings[static_cast<std::size_t>(k)];
      Run& run = all[s].runs[r];
      const Weights* start = from_euclidean ? &euclidean->runs[r].theta : nullptr;
      train_one(problem, all[s], start, key_of(phase, s, all[s], run), log, run);
    });
  }
  for (std::size_t s = 0; s < settings.size(); ++s) settings[s].runs = best_of_restarts(all[s].runs, problem.options);
}

template void check_resumed<float>(const LearningProblem<float>&, const std::string&, const TrainingLog<float>&);
template void check_resumed<double>(const LearningProblem<double>&, const std::string&, const TrainingLog<double>&);
template void train_all<float>(const LearningProblem<float>&, const std::string&, const TrainingLog<float>&,
                               std::vector<Setting>&);
template void train_all<double>(const LearningProblem<double>&, const std::string&, const TrainingLog<double>&,
                                std::vector<Setting>&);

}  // namespace softwarp
