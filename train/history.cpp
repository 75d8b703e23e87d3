#include "history.hpp"

#include "softwarp/core/number.hpp"

namespace softwarp {

std::string history_csv(const Comparison& comparison) {
  std::string csv =
      "loss,gamma,init,seed,restart,epoch,train_loss,validation_loss,validation_dtw,validation_euclidean,"
      "gradient_norm,learning_rate,seconds\n";
  for (const Run& run : comparison.runs) {
    const std::string name = run.loss.name + ',' + (run.loss.gamma ? to_text(*run.loss.gamma) : "") + ',' +
                             to_text(run.init) + ',' + std::to_string(run.seed) + ',' + std::to_string(run.restart);
    for (const EpochRecord& record : run.history) {
      csv += name + ',' + std::to_string(record.epoch) + ',' + to_text(record.loss) + ',';
      if (const auto& validation = record.validation) {
        csv += to_text(validation->loss) + ',' + to_text(validation->dtw) + ',' + to_text(validation->euclidean) + ',';
      } else {
        csv += ",,,";
      }
      csv += to_text(record.gradient_norm) + ',' + to_text(record.rate) + ',' + to_text(record.seconds) + '\n';
    }
  }
  return csv;
}

}  // namespace softwarp
