// Every data set of the archive, where it is at hand, trained for a moment.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/train_program.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

const char* archive() { return std::getenv("UCR_ARCHIVE"); }

std::vector<std::string> data_sets() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(archive())) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

json report_of(const std::string& name, std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--data", name});
  return softwarp::report_of(arguments, {.environment = {{"UCR_ARCHIVE", archive()}}});
}

}  // namespace

TEST_CASE("every data set of the archive trains under both losses") {
  if (archive() == nullptr) {
    std::cout << "[skipped] UCR_ARCHIVE is not set\n";
    return;
  }
  const auto names = data_sets();
  REQUIRE_FALSE(names.empty());
  for (const std::string& name : names) {
    CAPTURE(name);
    const json report = report_of(name, {"--loss", "all", "--epochs", "2"});
    CHECK(report["data"]["name"] == name);
    REQUIRE(report["runs"].size() == 2);
    for (const char* list : {"runs", "baselines"}) {
      for (const json& entry : report[list]) {
        const auto dtw = entry["test"]["dtw"].get<double>(), euclidean = entry["test"]["euclidean"].get<double>();
        CHECK(std::isfinite(euclidean));
        CHECK(dtw > 0);
        CHECK(dtw <= euclidean);
      }
    }
    for (const json& run : report["runs"]) CHECK(std::isfinite(run["train"]["loss"].get<double>()));
  }
}
