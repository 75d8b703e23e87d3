#include "app/cli/outputs.hpp"

#include "app/report/json_report.hpp"

namespace softwarp {

Outputs::Outputs(const std::optional<std::string>& json, const std::optional<std::string>& plot) {
  if (json) json_.emplace(*json);
  if (plot) plot_.emplace(*plot);
}

void Outputs::write(const Report& report) {
  if (!json_ || !json_->is_stdout()) OutputFile("-").commit(report.table());
  if (json_) json_->commit(json_text(report.json()));
  if (plot_) plot_->commit(report.drawing());
}

}  // namespace softwarp
