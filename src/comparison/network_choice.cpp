#include "softwarp/comparison/network_choice.hpp"

namespace softwarp {

BestNetwork best_network(const std::vector<TriedNetwork>& networks, const Setting& setting, Index series) {
  BestNetwork best{.place = 0, .choice = {.series = series}};
  const auto result = [&](std::size_t k) -> const TrialResult& { return networks[k].results[setting.place]; };
  for (std::size_t k = 0; k < networks.size(); ++k) {
    best.choice.candidates.push_back(networks[k].network);
    best.choice.validation_error.push_back(setting.loss.error_of(result(k).errors));
    best.choice.failures.push_back(result(k).failure);
    if (rank(result(k), setting.loss) < rank(result(best.place), setting.loss)) best.place = k;
  }
  if (const std::string& failure = result(best.place).failure; !failure.empty())
    throw Error("none of the networks can be trained; " + to_text(networks[best.place].network) + ": " + failure);
  return best;
}

}  // namespace softwarp
