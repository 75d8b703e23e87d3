#include "support/train_program.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/catch.hpp"
#include "support/temp_folder.hpp"

namespace softwarp {

using nlohmann::json;

ProcessResult train(const std::vector<std::string>& arguments, const ProcessOptions& options) {
  return run_process(SOFTWARP_TRAIN, arguments, options);
}

json report_of(std::vector<std::string> arguments, const ProcessOptions& options) {
  arguments.insert(arguments.end(), {"--json", "-"});
  const ProcessResult result = train(arguments, options);
  CAPTURE(arguments);
  INFO(result.err);
  REQUIRE(result.status == 0);
  return json::parse(result.out);
}

json without_time(json report) {
  report.erase("threads");
  for (json& run : report["runs"]) run.erase("seconds");
  return report;
}

std::string without_warnings(const std::string& err) {
  std::istringstream lines(err);
  std::string rest;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(": worse than the ") == line.npos) rest += line + '\n';
  }
  return rest;
}

void check_refused(const std::vector<std::string>& arguments, int status, const std::string& message,
                   const std::filesystem::path& folder) {
  const TempFolder output;
  std::vector<std::string> all{"--json", output.file("out.json")};
  all.insert(all.end(), arguments.begin(), arguments.end());
  const ProcessResult result = train(all, {.folder = folder});
  CHECK(result.status == status);
  CHECK(result.out.empty());
  CHECK(result.err == "train: " + message + "\n");
  CHECK(output.count() == 0);
}

std::string waves(int count, int length, const std::string& separator, bool labels) {
  std::ostringstream text;
  text.precision(17);
  for (int i = 0; i < count; ++i) {
    if (labels) text << i % 2 + 1 << separator;
    for (int t = 0; t < length; ++t)
      text << std::sin(0.3 * t + 0.7 * i) + 0.1 * (i % 3) << (t + 1 < length ? separator : "\n");
  }
  return text.str();
}

}  // namespace softwarp
