#include "training_losses.hpp"

#include "app/cli/loss_options.hpp"

namespace softwarp {
namespace {

// One item of --gamma: a number, A:B or auto, which leaves γ to be chosen.
TrainingLoss gamma_item(const std::string& item) {
  TrainingLoss loss;
  if (item == "auto") return loss;
  const std::size_t colon = item.find(':');
  const double first = gamma_argument(item.substr(0, colon));
  loss.gamma = colon == item.npos ? first : gamma_argument(item.substr(colon + 1));
  if (loss.gamma != first) loss.first_gamma = first;
  return loss;
}

}  // namespace

std::vector<TrainingLoss> losses_argument(const CommandLine& parsed) {
  std::vector<TrainingLoss> gammas;
  for (const std::string& item : parsed.list("gamma")) gammas.push_back(gamma_item(item));
  std::vector<std::string> known{"all"}, names;
  for (const LossEntry& entry : known_losses()) known.emplace_back(entry.name);
  for (const std::string& item : parsed.list("loss")) {
    if (word_argument("loss", item, known) == "all") {
      names.insert(names.end(), {"euclidean", "softdtw"});
    } else {
      names.push_back(item);
    }
  }
  return specs_argument(parsed, "loss", names, gammas, find_loss);
}

}  // namespace softwarp
