#include "app/report/json_report.hpp"

#include "softwarp/core/parallel.hpp"
#include "softwarp/core/simd.hpp"
#include "softwarp/core/version.hpp"

namespace softwarp {

using nlohmann::ordered_json;

ordered_json json_header(const std::string& program) {
  return {{"schema", 1}, {"program", program}, {"version", kVersion}, {"simd", simd_name()}, {"threads", threads()}};
}

ordered_json json_or_null(const std::optional<double>& number) {
  return number ? ordered_json(*number) : ordered_json();
}

ordered_json json_or_null(const std::string& text) { return text.empty() ? ordered_json() : ordered_json(text); }

ordered_json with_single_run(ordered_json report) {
  if (report["runs"].size() == 1) {
    const ordered_json run = report["runs"][0];
    report.update(run);
  }
  return report;
}

std::string json_text(const ordered_json& report) {
  // A file name need not be UTF-8, but JSON must be.
  return report.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace softwarp
