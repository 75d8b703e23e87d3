#include "app/cli/outputs.hpp"

#include <exception>
#include <map>

#include "app/cli/program.hpp"
#include "app/report/json_report.hpp"

namespace softwarp {

void check_outputs(const std::vector<OutputArgument>& outputs) {
  std::map<std::string, std::string> option_of;
  for (const auto& [option, path] : outputs) {
    const std::string file = path ? output_identity(*path) : "";
    if (file.empty()) continue;
    const auto [other, is_first] = option_of.emplace(file, option);
    if (is_first) continue;
    const std::string what = file == "-" ? "standard output" : "the same file";
    throw UsageError("--" + option + ": expected another file than --" + other->second + ", found " + what);
  }
}

void try_each(const std::vector<std::function<void()>>& steps) {
  std::exception_ptr failure;
  for (const auto& step : steps) {
    try {
      step();
    } catch (...) {
      if (!failure) failure = std::current_exception();
      lift_interrupt();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

Outputs::Outputs(const std::optional<std::string>& json, const std::optional<std::string>& plot) {
  check_outputs({{"json", json}, {"plot", plot}});
  if (json) json_.emplace(*json);
  if (plot) plot_.emplace(*plot);
}

void Outputs::write(const Report& report) {
  const bool table = !(json_ && json_->is_stdout()) && !(plot_ && plot_->is_stdout());
  try_each({[&] {
              if (json_) json_->commit(json_text(report.json()));
            },
            [&] {
              if (plot_) plot_->commit(report.drawing());
            },
            [&] {
              if (table) OutputFile("-").commit(report.table());
            }});
}

}  // namespace softwarp
