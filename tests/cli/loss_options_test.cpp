// The loss options of train, from the outside.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/catch.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"

using namespace softwarp;
using Catch::Matchers::ContainsSubstring;
using nlohmann::json;

namespace {

// Two epochs are enough to see what an option does.
ProcessResult brief(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--epochs", "2", "--quiet"});
  return train(arguments);
}

json brief_report(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--epochs", "2"});
  return report_of(arguments);
}

const std::string kAll = "euclidean,softdtw,softdtw-divergence,sharp,sharp-divergence,dilate,dtw";

std::size_t width_of(const std::string& line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

TEST_CASE("every loss trains, in both precisions; TDI and divergence stand beside DTW") {
  for (const std::string precision : {"float", "double"}) {
    const json report = brief_report({"--loss", kAll, "--gamma", "0.1", "--precision", precision});
    REQUIRE(report["runs"].size() == 7);
    for (const json& run : report["runs"]) {
      CAPTURE(run["loss"].get<std::string>(), precision);
      CHECK(run["gamma"].is_null() == (run["loss"] == "euclidean" || run["loss"] == "dtw"));
      CHECK(run["test"]["tdi"].get<double>() >= 0);
      CHECK(run["test"]["divergence"].get<double>() > 0);
    }
    CHECK(report["options"]["alpha"] == 0.5);
    CHECK(report["options"]["band"].is_null());
    CHECK(report["options"]["cost"] == "sqeuclidean");
  }
  CHECK(brief_report({"--loss", "euclidean"})["options"]["alpha"].is_null());
}

TEST_CASE("band, alpha and cost reach the losses that have them, and no others") {
  const std::vector<std::string> plain{"--loss", "euclidean,dilate,softdtw"};
  const auto errors = [&](std::vector<std::string> more) {
    more.insert(more.end(), plain.begin(), plain.end());
    std::vector<double> dtw;
    const json report = brief_report(more);
    for (const json& run : report["runs"]) dtw.push_back(run["test"]["dtw"].get<double>());
    return dtw;
  };
  const auto before = errors({}), alpha = errors({"--alpha", "0.9"}), band = errors({"--band", "3"}),
             cost = errors({"--cost", "huber"});
  for (const auto& after : {alpha, band, cost}) {
    CHECK(after[0] == before[0]);
    CHECK(after[1] != before[1]);
  }
  CHECK(alpha[2] == before[2]);
  CHECK(band[2] != before[2]);
  CHECK(cost[2] != before[2]);
  CHECK(errors({"--band", "1000"}) == before);
  CHECK(errors({"--cost", "sqeuclidean", "--alpha", "0.5"}) == before);
}

TEST_CASE("a threshold of huber is trained under, and stands in the report and in the model") {
  const TempFolder folder;
  const std::string model = folder.file("model");
  const auto test_errors = [&](const std::string& cost) {
    const json report = brief_report({"--loss", "dilate", "--gamma", "0.1", "--cost", cost, "--save", model});
    CHECK(report["options"]["cost"] == cost);
    CHECK_THAT(read_file(model), ContainsSubstring("\"origin.cost\":\"" + cost + '"'));
    return report["runs"][0]["test"];
  };
  const json one = test_errors("huber:1"), half = test_errors("huber:0.5");
  CHECK(one == test_errors("huber"));
  CHECK(one != half);
}

TEST_CASE("--gamma: lists of numbers, annealing and auto") {
  const json report = brief_report({"--loss", "softdtw", "--gamma", "0.1,1:0.1,auto"});
  const json& runs = report["runs"];
  REQUIRE(runs.size() == 3);
  CHECK(runs[0]["gamma"] == 0.1);
  CHECK_FALSE(runs[0].contains("first_gamma"));
  CHECK(runs[1]["gamma"] == 0.1);
  CHECK(runs[1]["first_gamma"] == 1);
  CHECK(runs[1]["test"]["dtw"] != runs[0]["test"]["dtw"]);
  const json& choice = runs[2]["gamma_choice"];
  REQUIRE(choice["candidates"].size() == 4);
  REQUIRE(choice["validation_dtw"].size() == 4);
  CHECK(choice["validation_series"] == 8);  // of 30
  std::size_t best = 0;
  for (std::size_t k = 1; k < 4; ++k) {
    if (choice["validation_dtw"][k] < choice["validation_dtw"][best]) best = k;
  }
  CHECK(runs[2]["gamma"] == choice["candidates"][best]);
}

TEST_CASE("the table keeps to 100 columns with every loss, chosen and annealed gamma, and deviations") {
  const ProcessResult result = brief({"--loss", kAll, "--gamma", "auto,1:0.001", "--init", "both", "--repeats", "3"});
  REQUIRE(result.status == 0);
  std::istringstream text(result.out);
  for (std::string line; std::getline(text, line);) {
    CAPTURE(line);
    CHECK(width_of(line) <= 120);  // sentences above and below it may be a little longer
    if (line.find("softdtw-divergence ") == 0 || line.find("----") == 0) CHECK(width_of(line) <= 100);
  }
  CHECK(result.out.find("1:0.001") != std::string::npos);
  CHECK(result.out.find("* chosen among") != std::string::npos);
  CHECK(result.out.find("divergence: soft-DTW, gamma 0.") != std::string::npos);
}

TEST_CASE("wrong loss options: one line, status 2") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"--loss", "dilate", "--alpha", "1.5"}, "--alpha: expected a number >= 0 and <= 1, found \"1.5\""},
      {{"--band", "-1"}, "--band: expected a whole number >= 0, found \"-1\""},
      {{"--band", "2.5"}, "--band: expected a whole number >= 0, found \"2.5\""},
      {{"--cost", "l1"}, "--cost: expected one of sqeuclidean, halfsqeuclidean, absolute, huber, found \"l1\""},
      {{"--cost", "huber:0"}, "--cost: expected huber:DELTA with a number DELTA > 0, found \"huber:0\""},
      {{"--alpha", "0.5"}, "--alpha: expected a loss in --loss that has it, found none"},
      {{"--loss", "euclidean", "--band", "5"}, "--band: expected a loss in --loss that has it, found none"},
      {{"--loss", "euclidean", "--cost", "huber"}, "--cost: expected a loss in --loss that has it, found none"},
      {{"--gamma", "1:"}, "--gamma: expected a number > 0, found \"\""},
      {{"--gamma", "1:0"}, "--gamma: expected a number > 0, found \"0\""},
      {{"--gamma", "Auto"}, "--gamma: expected a number > 0, found \"Auto\""},
      {{"--gamma", "1:0.1", "--optimizer", "lbfgs"},
       "--gamma: expected --optimizer adam or sgd with annealing (A:B), found lbfgs"}};
  for (const auto& [arguments, message] : cases) {
    const ProcessResult result = brief(arguments);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(result.err == "train: " + message + " (see train --help)\n");
  }
}

TEST_CASE("--gamma auto or --validation with a single training series is an error that says why") {
  const ProcessResult result =
      run_process(SOFTWARP_TRAIN, {"--data", "-", "--gamma", "auto", "--loss", "softdtw", "--quiet"},
                  {.input = "1 2 3 4 5\n2 3 4 5 6\n"});
  CHECK(result.status == 1);
  CHECK(result.err.find("validation: expected at least 2 training series, one of them to be held out, found 1") !=
        std::string::npos);
}
