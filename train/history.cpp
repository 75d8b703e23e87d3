#include "history.hpp"

#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

// The rows of one run, each behind the same first fields.
std::string rows(const Run& run, const std::string& first_fields) {
  std::string csv;
  for (const EpochRecord& record : run.history) {
    csv += first_fields + ',' + std::to_string(record.epoch) + ',' + to_text(record.loss) + ',';
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

std::string history_csv(const Comparison& comparison) {
  std::string csv =
      "loss,gamma,init,seed,restart,epoch,train_loss,validation_loss,validation_dtw,validation_euclidean,"
      "gradient_norm,learning_rate,seconds\n";
  for (const Setting& setting : comparison.settings) {
    const std::string gamma = setting.loss.gamma ? to_text(*setting.loss.gamma) : "";
    const std::string name = setting.loss.name + ',' + gamma + ',' + to_text(setting.init);
    for (const Run& run : setting.runs)
      csv += rows(run, name + ',' + std::to_string(run.seed) + ',' + std::to_string(run.restart));
  }
  return csv;
}

}  // namespace softwarp
