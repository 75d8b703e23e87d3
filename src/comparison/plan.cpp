#include "softwarp/comparison/plan.hpp"

#include <algorithm>

namespace softwarp {
namespace {

bool is_euclidean(const Setting& setting) { return setting.loss.is_euclidean(); }
bool starts_from_euclidean(const Setting& setting) { return setting.init == Init::euclidean; }

}  // namespace

std::vector<Setting> planned_settings(const ComparisonOptions& options) {
  std::vector<Run> runs(static_cast<std::size_t>(options.repeats));
  for (std::size_t repeat = 0; repeat < runs.size(); ++repeat) runs[repeat].seed = options.seed + repeat;
  std::vector<Setting> settings;
  for (const TrainingLoss& loss : options.losses) {
    std::vector<Init> inits = loss.is_euclidean() ? std::vector{Init::random} : options.inits;
    if (options.start) inits = {Init::model};
    for (const Init init : inits) settings.push_back({.loss = loss, .init = init, .runs = runs});
  }
  return settings;
}

std::optional<Setting> unlisted_start(const std::vector<Setting>& settings) {
  if (std::ranges::none_of(settings, starts_from_euclidean) || std::ranges::any_of(settings, is_euclidean))
    return std::nullopt;
  return Setting{.loss = {LossSpec{.name = "euclidean"}}, .runs = settings.front().runs};
}

Index planned_trainings(const std::vector<Setting>& settings, Index restarts) {
  std::size_t runs = 0;
  for (const Setting& setting : settings) runs += setting.runs.size();
  if (const auto start = unlisted_start(settings)) runs += start->runs.size();
  return static_cast<Index>(runs) * restarts;
}

}  // namespace softwarp
