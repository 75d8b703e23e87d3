#include "history.hpp"

#include <algorithm>

#include "softwarp/core/number.hpp"
#include "softwarp/training/annealing.hpp"

namespace softwarp {
namespace {

std::string gamma_in(const TrainingLoss& loss, Index epoch, Index epochs) {
  if (!loss.gamma) return "";
  return to_text(loss.first_gamma ? annealed_gamma(*loss.first_gamma, *loss.gamma, epoch, epochs) : *loss.gamma);
}

std::string rows(const Setting& setting, const Run& run, const ComparisonOptions& network) {
  std::string csv;
  const Index epochs = network.trainer.epochs;
  for (const EpochRecord& record : run.history) {
    csv += to_text(network.network) + ',' + setting.loss.name + ',' + gamma_in(setting.loss, record.epoch, epochs) +
           ',' + to_text(setting.init) + ',' + std::to_string(run.seed) + ',' + std::to_string(run.restart) + ',' +
           std::to_string(record.epoch) + ',' + to_text(record.loss) + ',';
    if (const auto& validation = record.validation) {
      csv += to_text(validation->loss) + ',' + to_text(validation->dtw) + ',' + to_text(validation->euclidean) + ',';
    } else {
      csv += ",,,";
    }
    csv += to_text(record.gradient_norm) + ',' + to_text(record.rate) + ',' + to_text(record.seconds) + '\n';
  }
  return csv;
}

}  // namespace

std::string history_csv(const Comparison& comparison, const std::vector<ComparisonOptions>& networks) {
  std::string csv =
      "network,loss,gamma,init,seed,restart,epoch,train_loss,validation_loss,validation_dtw,validation_euclidean,"
      "gradient_norm,learning_rate,seconds\n";
  for (const Setting& setting : comparison.settings) {
    const NetworkKind kind = comparison.network_of(setting).kind;
    const ComparisonOptions& network = *std::ranges::find(networks, kind, &ComparisonOptions::network);
    for (const Run& run : setting.runs) csv += rows(setting, run, network);
  }
  return csv;
}

}  // namespace softwarp
