// What the program finds: errors, and how losses, initialisations and seeds relate.
#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/catch.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"

using namespace softwarp;
using nlohmann::json;
using Arguments = std::vector<std::string>;

TEST_CASE("the naive errors are what the data says, to the last digits") {
  const TempFolder folder;
  // Three steps of thirds, two to forecast: the last value errs by 1/3 and 2/3, so 5/9, with and without warping.
  folder.write("Own/Own_TRAIN.tsv", "1\t0\t0\t0.1\t5\t7\n1\t0\t0\t0.1\t6\t9\n");
  folder.write("Own/Own_TEST.tsv", "1\t9\t9\t0\t0.3333333333333333\t0.6666666666666666\n");
  const json report = report_of({"--data", folder.file("Own"), "--loss", "euclidean", "--epochs", "1"});
  const json& last_value = report["baselines"][0];
  CHECK(last_value["name"] == "last value");
  CHECK(std::abs(last_value["test"]["euclidean"].get<double>() - 5.0 / 9) < 1e-15);
  CHECK(std::abs(last_value["test"]["dtw"].get<double>() - 5.0 / 9) < 1e-15);
  // Means of the training targets: 5.5 and 8.
  const json& mean = report["baselines"][1];
  CHECK(mean["name"] == "mean of training targets");
  const double expected = std::pow(5.5 - 1.0 / 3, 2) + std::pow(8 - 2.0 / 3, 2);
  CHECK(std::abs(mean["test"]["euclidean"].get<double>() - expected) < 1e-13);
  CHECK(mean["test"]["dtw"].get<double>() < mean["test"]["euclidean"].get<double>() + 1e-13);
}

TEST_CASE("dtw is not above euclidean, not even by a rounding error") {
  // The forecast "last value" is constant: warping gains nothing, and the two sums differ only in their order.
  const TempFolder folder;
  const std::string path = folder.write("waves.tsv", waves(40, 250));
  for (int count = 2; count <= 40; ++count) {
    const json report = report_of(
        {"--data", path, "--test-fraction", std::to_string(count / 41.0), "--loss", "euclidean", "--epochs", "1"});
    const json& test = report["baselines"][0]["test"];
    CHECK(test["dtw"].get<double>() <= test["euclidean"].get<double>());
    CHECK(test["dtw"].get<double>() == Approx(test["euclidean"].get<double>()));
  }
}

TEST_CASE("the same seed gives the same bits for any number of threads; another seed gives others") {
  const std::string optimizer = GENERATE("adam", "lbfgs");
  const std::vector<std::string> arguments{"--init",   "both", "--repeats", "2",   "--gamma",     "0.1",
                                           "--epochs", "3",    "--hidden",  "5,4", "--optimizer", optimizer};
  const auto with = [&](const std::vector<std::string>& more) {
    auto all = arguments;
    all.insert(all.end(), more.begin(), more.end());
    return without_time(report_of(all));
  };
  const json one = with({"--threads", "1"});
  CHECK(with({"--threads", "1"}) == one);
  CHECK(with({"--threads", "2"}) == one);
  CHECK(with({"--threads", "3"}) == one);
  json other = with({"--seed", "1"});
  CHECK(other["runs"][0]["test"] != one["runs"][0]["test"]);
  CHECK(other["runs"][0]["test"] == one["runs"][1]["test"]);  // seed 1 alone is the second repeat of seed 0
}

TEST_CASE("Euclidean initialisation gives the same run whether or not the Euclidean network is listed") {
  const std::vector<std::string> common{"--gamma", "0.1", "--init", "euclidean", "--epochs", "3"};
  auto alone = common, both = common;
  alone.insert(alone.end(), {"--loss", "softdtw"});
  both.insert(both.end(), {"--loss", "euclidean,softdtw"});
  const json a = without_time(report_of(alone)), b = without_time(report_of(both));
  REQUIRE(a["runs"].size() == 1);
  REQUIRE(b["runs"].size() == 2);
  CHECK(b["runs"][0]["loss"] == "euclidean");
  CHECK(b["runs"][0]["init"] == "random");  // it is the Euclidean network itself
  CHECK(a["runs"][0] == b["runs"][1]);
  CHECK(a["runs"][0]["init"] == "euclidean");
}

TEST_CASE("a warm start helps: soft-DTW training from the Euclidean network begins below its DTW") {
  const json report = report_of({"--init", "both", "--gamma", "0.01", "--epochs", "30", "--precision", "double"});
  std::map<std::string, double> dtw;
  for (const json& run : report["runs"])
    dtw[run["loss"].get<std::string>() + "/" + run["init"].get<std::string>()] = run["test"]["dtw"].get<double>();
  REQUIRE(dtw.size() == 3);
  CHECK(dtw["softdtw/random"] < dtw["euclidean/random"]);
  CHECK(dtw["softdtw/euclidean"] < dtw["euclidean/random"]);
  CHECK(dtw["softdtw/euclidean"] != dtw["softdtw/random"]);
}

TEST_CASE("z-normalised training does not see the units of the data") {
  const TempFolder folder;
  // The same waves, 1024 times as high: numbers scale without rounding.
  std::istringstream rows(waves(10, 12, " ", false));
  std::ostringstream scaled;
  scaled.precision(17);
  for (std::string row; std::getline(rows, row);) {
    std::istringstream values(row);
    for (double value = 0; values >> value;) scaled << 1024 * value << ' ';
    scaled << '\n';
  }
  const std::vector<std::string> arguments{"--data", "-", "--z-normalise", "--loss", "euclidean", "--epochs", "5"};
  const json plain = report_of(arguments, {.input = rows.str()})["runs"][0];
  const json large = report_of(arguments, {.input = scaled.str()})["runs"][0];
  CHECK(large["train"]["loss"].get<double>() == Approx(plain["train"]["loss"].get<double>()));
  const double square = 1024.0 * 1024.0;
  CHECK(large["test"]["euclidean"].get<double>() == Approx(square * plain["test"]["euclidean"].get<double>()));
}

TEST_CASE("all in a list of losses stands for several") {
  const json report = report_of({"--loss", "all,dtw", "--epochs", "1"});
  REQUIRE(report["runs"].size() == 3);
  CHECK(report["runs"][2]["loss"] == "dtw");
  CHECK(report["runs"][2]["gamma"].is_null());
}

TEST_CASE("a run that is worse than a naive forecast is named, one that is better is not") {
  const Arguments brief{"--loss", "euclidean", "--scale", "none", "--base", "none", "--quiet", "--epochs"};
  Arguments worse = brief, better{"--loss", "euclidean", "--quiet"};
  worse.emplace_back("1");
  const ProcessResult result = train(worse);
  CHECK(result.status == 0);
  CHECK(result.err.starts_with(
      "train: euclidean, init random: worse than the mean of training targets forecast: test Euclidean error "));
  CHECK(result.err.ends_with("; another --scale or --base, more --epochs or another --gamma may help\n"));
  CHECK(std::ranges::count(result.err, '\n') == 1);
  CHECK(train(better).err.empty());
}

TEST_CASE("what gamma means is said: in the table, and in units of the data in JSON") {
  const json scaled = report_of({"--loss", "softdtw", "--gamma", "0.1", "--epochs", "1"})["runs"][0];
  CHECK(scaled["gamma"] == 0.1);
  const std::string table = train({"--loss", "softdtw", "--epochs", "1"}).out;
  const std::string sentence = "gamma of the losses: 1 is the variance of what the kernel forecast leaves, ";
  const std::size_t at = table.find(sentence);
  REQUIRE(at != std::string::npos);
  const double variance = std::stod(table.substr(at + sentence.size()));
  CHECK(variance < 1);  // of series that are z-normalised
  CHECK(scaled["gamma_data"].get<double>() == Approx(0.1 * variance).epsilon(0.01));
  const json paper =
      report_of({"--preset", "paper", "--loss", "softdtw", "--gamma", "0.1", "--epochs", "1"})["runs"][0];
  CHECK(paper["gamma_data"] == 0.1);
  CHECK(report_of({"--z-normalise", "--loss", "softdtw", "--epochs", "1"})["runs"][0]["gamma_data"].is_null());
  CHECK(train({"--loss", "euclidean", "--epochs", "1"}).out.find("gamma: ") == std::string::npos);
}
