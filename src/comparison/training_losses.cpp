#include "softwarp/comparison/training_losses.hpp"

#include "softwarp/loss/named_specs.hpp"

namespace softwarp {
namespace {

// One item of gamma: a number, A:B or auto, which leaves γ to be chosen.
TrainingLoss gamma_item(const NamedValues& options, const std::string& item) {
  TrainingLoss loss;
  if (item == "auto") return loss;
  const std::size_t colon = item.find(':');
  const double first = gamma_argument(options, item.substr(0, colon));
  loss.gamma = colon == item.npos ? first : gamma_argument(options, item.substr(colon + 1));
  if (loss.gamma != first) loss.first_gamma = first;
  return loss;
}

}  // namespace

std::vector<TrainingLoss> losses_argument(const NamedValues& options) {
  std::vector<TrainingLoss> gammas;
  for (const std::string& item : options.list("gamma")) gammas.push_back(gamma_item(options, item));
  std::vector<std::string> known{"all"}, names;
  for (const LossEntry& entry : known_losses()) known.emplace_back(entry.name);
  for (const std::string& item : options.list("loss")) {
    if (word_argument(options.called("loss"), item, known) == "all") {
      names.insert(names.end(), {"euclidean", "softdtw"});
    } else {
      names.push_back(item);
    }
  }
  return specs_argument(options, "loss", names, gammas, find_loss);
}

}  // namespace softwarp
