#include "softwarp/comparison/plan.hpp"

#include <algorithm>
#include <functional>
#include <mutex>
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
    settings.push_back({.network = settings.front().network,
                        .network_name = settings.front().network_name,
                        .loss = {LossSpec{.name = "euclidean"}},
                        .runs = settings.front().runs});
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

// Of the restarts of one run; one that failed, if any, so that no luck hides it.
const Run& best_of(std::span<const Run> restarts, Monitor monitor) {
  const auto failed = std::ranges::find_if_not(restarts, &std::string::empty, &Run::failure);
  if (failed != restarts.end()) return *failed;
  const auto error = [&](const Run& run) { return run.validation ? run.validation->of(monitor) : run.train_loss; };
  return *std::ranges::min_element(restarts, {}, error);
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
    for (const Init init : inits)
      settings.push_back({.place = settings.size(), .loss = loss, .init = init, .runs = runs});
  }
  return settings;
}

std::string phase_of(const std::string& phase, const std::vector<Setting>& settings) {
  const std::string& network = settings.front().network_name;
  return network.empty() ? phase : phase + " of " + network;
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
                                      .examples = problem.learn.count(),
                                      .validates = problem.validate.has_value()});
}

template <class Real>
void train_all(const LearningProblem<Real>& problem, const std::string& phase, const TrainingLog<Real>& log,
               std::vector<Setting>& settings, const std::function<void(Run&)>& judge, OnFailure on_failure) {
  const ComparisonOptions& options = problem.options;
  const auto restarts = static_cast<std::size_t>(options.restarts);
  std::vector<Setting> all = with_starts(settings);
  for (Setting& setting : all) setting.runs = with_restarts(setting.runs, options.restarts);
  const auto euclidean = std::ranges::find_if(all, is_euclidean);

  std::vector<std::vector<std::size_t>> left;  // restarts of each run that are not done
  for (const Setting& setting : settings) left.emplace_back(setting.runs.size(), restarts);
  std::mutex left_mutex;
  const auto restart_done = [&](std::size_t s, std::size_t r) {
    if (s == settings.size()) return;  // the Euclidean networks, if they are but a start for others
    {
      const std::lock_guard lock(left_mutex);
      if (--left[s][r / restarts] > 0) return;
    }
    const auto of_run = std::span(all[s].runs).subspan(r / restarts * restarts, restarts);
    Run best = best_of(of_run, options.trainer.monitor);
    if (judge && best.is_done()) judge(best);
    settings[s].runs[r / restarts] = std::move(best);
    if (!is_euclidean(all[s])) std::ranges::fill(of_run, Run{});
  };

  // First all that need no Euclidean network to start from, these networks themselves among them; then the others.
  for (const bool from_euclidean : {false, true}) {
    std::vector<std::pair<std::size_t, std::size_t>> trainings;  // numbers of setting and run
    for (std::size_t s = 0; s < all.size(); ++s) {
      if (starts_from_euclidean(all[s]) != from_euclidean) continue;
      for (std::size_t r = 0; r < all[s].runs.size(); ++r) trainings.emplace_back(s, r);
    }
    try {
      parallel_for(static_cast<Index>(trainings.size()), [&](Index k) {
        const std::size_t s = trainings[static_cast<std::size_t>(k)].first;
        const std::size_t r = trainings[static_cast<std::size_t>(k)].second;
        Run& run = all[s].runs[r];
        const Run* start = from_euclidean ? &euclidean->runs[r] : nullptr;
        const auto train = [&] {
          train_one(problem, all[s], start ? &start->theta : nullptr, key_of(phase, s, all[s], run), log, run);
        };
        if (on_failure == OnFailure::stop) {
          train();
        } else if (start != nullptr && !start->is_done()) {
          run.failure = start->failure;
        } else {
          run.failure = failure_of(train);
        }
        restart_done(s, r);
      });
    } catch (...) {
      for (Setting& setting : settings) std::erase_if(setting.runs, std::not_fn(&Run::is_done));
      throw;
    }
  }
}

template void check_resumed<float>(const LearningProblem<float>&, const std::string&, const TrainingLog<float>&);
template void check_resumed<double>(const LearningProblem<double>&, const std::string&, const TrainingLog<double>&);
template void train_all<float>(const LearningProblem<float>&, const std::string&, const TrainingLog<float>&,
                               std::vector<Setting>&, const std::function<void(Run&)>&, OnFailure);
template void train_all<double>(const LearningProblem<double>&, const std::string&, const TrainingLog<double>&,
                                std::vector<Setting>&, const std::function<void(Run&)>&, OnFailure);

}  // namespace softwarp
