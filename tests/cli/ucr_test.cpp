// The data sets of the archive, if they are at hand: each trained for a moment, and some classified.
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

TEST_CASE("nearest neighbours have the errors that the archive publishes: Euclidean, DTW in its window, DTW") {
  if (archive() == nullptr) {
    std::cout << "[skipped] UCR_ARCHIVE is not set\n";
    return;
  }
  struct Published {
    std::string name;
    int radius;  // the window in percent of the length, rounded up
    double euclidean, window, dtw;
  };
  const std::vector<Published> all{{"CBF", 15, 0.1478, 0.0044, 0.0033},
                                   {"Trace", 9, 0.24, 0.01, 0},
                                   {"FaceFour", 7, 0.2159, 0.1136, 0.1705},
                                   {"MedicalImages", 20, 0.3158, 0.2526, 0.2632},
                                   {"SwedishLeaf", 3, 0.2112, 0.1536, 0.208}};
  for (const Published& published : all) {
    if (!fs::is_directory(fs::path(archive()) / published.name)) continue;
    const auto error = [&](std::vector<std::string> arguments) {
      arguments.insert(arguments.end(), {"--data", published.name, "--method", "1nn", "--quiet", "--json", "-"});
      const ProcessResult result =
          run_process(SOFTWARP_CLASSIFY, arguments, {.environment = {{"UCR_ARCHIVE", archive()}}});
      REQUIRE(result.status == 0);
      return 1 - json::parse(result.out)["test_accuracy"].get<double>();
    };
    CAPTURE(published.name);
    CHECK(error({"--metric", "euclidean"}) == Approx(published.euclidean).margin(6e-5));
    CHECK(error({"--metric", "dtw", "--band", std::to_string(published.radius)}) ==
          Approx(published.window).margin(6e-5));
    CHECK(error({"--metric", "dtw"}) == Approx(published.dtw).margin(6e-5));
  }
}
