#include "softwarp/comparison/setting.hpp"

#include "softwarp/core/number.hpp"

namespace softwarp {

std::string to_text(Init init) {
  if (init == Init::model) return "model";
  return init == Init::random ? "random" : "euclidean";
}

std::string to_text(NetworkKind network) {
  if (network == NetworkKind::mlp) return "mlp";
  if (network == NetworkKind::linear) return "linear";
  return network == NetworkKind::gru ? "gru" : "conv";
}

std::string to_text(const TrainingLoss& loss) {
  std::string text = to_text(static_cast<const LossSpec&>(loss));
  const std::string gamma = "gamma=";
  if (loss.first_gamma) text.insert(text.find(gamma) + gamma.size(), to_text(*loss.first_gamma) + ":");
  return text;
}

std::string to_text(const Setting& setting) {
  return (setting.network_name.empty() ? "" : setting.network_name + ": ") + to_text(setting.loss) + ", init " +
         to_text(setting.init);
}

}  // namespace softwarp
