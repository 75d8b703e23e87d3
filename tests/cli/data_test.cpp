// The kinds of data that the program reads.
#include <cmath>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"

using namespace softwarp;
using nlohmann::json;

TEST_CASE("one file, its name, its labels and its share of test series") {
  const TempFolder folder;
  const json report = report_of({"--data", folder.write("my waves.tsv", waves(10, 20)), "--epochs", "1"});
  CHECK(
      report["data"] ==
      json{{"name", "my waves"}, {"train", 8}, {"test", 2}, {"length", 20}, {"input", 12}, {"output", 8}, {"dims", 1}});
  const json half = report_of({"--data", folder.file("my waves.tsv"), "--epochs", "1", "--test-fraction", "0.5"});
  CHECK(half["data"]["train"] == 5);
  const json bare = report_of({"--data", folder.file("my waves.tsv"), "--epochs", "1", "--labels", "none"});
  CHECK(bare["data"]["length"] == 21);  // the labels as a step
}

TEST_CASE("a .csv with a header and standard input hold no labels, and give the same as a file with them") {
  const TempFolder folder;
  const auto runs = [&](const std::string& data, const std::string& input = "") {
    return without_time(report_of({"--data", data, "--epochs", "2"}, {.input = input}))["runs"];
  };
  const json labelled = runs(folder.write("labelled.tsv", waves(10, 4)));
  const json header = runs(folder.write("header.csv", "a,b,c,d\n" + waves(10, 4, ",", false)));
  const json piped = runs("-", waves(10, 4, " ", false));
  CHECK(header == labelled);
  CHECK(piped == labelled);
  const json report = report_of({"--data", "-", "--epochs", "1"}, {.input = waves(10, 4, ",", false)});
  CHECK(report["data"]["name"] == "standard input");
  CHECK(report["data"]["length"] == 4);
  CHECK(train({"--data", "-"}, {.input = "1 2 3\n1 2 x\n"}).err ==
        "train: standard input:2:3: expected a number, found \"x\"\n");
}

TEST_CASE("a series of two dimensions") {
  const TempFolder folder;
  const json report = report_of({"--data", folder.write("own.tsv", waves(10, 20)), "--dims", "2", "--epochs", "2"});
  CHECK(report["data"] ==
        json{{"name", "own"}, {"train", 8}, {"test", 2}, {"length", 10}, {"input", 6}, {"output", 4}, {"dims", 2}});
  for (const json& run : report["runs"])
    CHECK(run["test"]["dtw"].get<double>() <= run["test"]["euclidean"].get<double>());
}

TEST_CASE("gaps and unequal lengths train and test, with and without z-normalisation") {
  const TempFolder folder;
  std::string text = waves(8, 10);
  text += "1\t1\tNaN\t3\t2\t1\t0\tNaN\tNaN\tNaN\tNaN\n1\tNaN\t2\t3\tNaN\t5\t6\tNaN\t8\t9\t1\n";
  folder.write("Own_TRAIN.tsv", text);
  folder.write("Own_TEST.tsv", text);
  for (const std::string option : {"--quiet", "--z-normalise"}) {
    const json report = report_of({"--data", folder.path().string(), "--loss", "euclidean,softdtw,dtw", option});
    REQUIRE(report["runs"].size() == 3);
    for (const json& run : report["runs"]) {
      CHECK(std::isfinite(run["train"]["loss"].get<double>()));
      CHECK(run["test"]["dtw"].get<double>() <= run["test"]["euclidean"].get<double>());
    }
  }
}

TEST_CASE("a data set by name comes from UCR_ARCHIVE") {
  const TempFolder archive;
  archive.write("Own/Own_TRAIN.tsv", waves(4, 10));
  archive.write("Own/Own_TEST.tsv", waves(3, 10));
  const json report =
      report_of({"--data", "Own", "--epochs", "1"}, {.environment = {{"UCR_ARCHIVE", archive.path().string()}}});
  CHECK(report["data"]["name"] == "Own");
  CHECK(report["data"]["test"] == 3);
}

TEST_CASE("a file's name need not be UTF-8") {
  const TempFolder folder;
  const json report = report_of({"--data", folder.write("gr\xfc\xdf.tsv", waves(4, 10)), "--epochs", "1"});
  CHECK(report["data"]["name"] == "gr\xEF\xBF\xBD\xEF\xBF\xBD");  // U+FFFD for what is none
}
