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
  CHECK(report["data"] == json{{"name", "my waves"},
                               {"train", 8},
                               {"test", 2},
                               {"length", 20},
                               {"input", 12},
                               {"output", 8},
                               {"dims", 1},
                               {"reading", "label in column 1, values in columns 2 to 21, no header"}});
  const json half = report_of({"--data", folder.file("my waves.tsv"), "--epochs", "1", "--test-fraction", "0.5"});
  CHECK(half["data"]["train"] == 5);
  const json bare = report_of({"--data", folder.file("my waves.tsv"), "--epochs", "1", "--labels", "none"});
  CHECK(bare["data"]["length"] == 21);  // the labels as a step
}

TEST_CASE("files as people have them: headers of years, labels by name, quotes, decimal commas, .ts") {
  const TempFolder folder;
  const std::string ts = "@problemName Own\n@timeStamps false\n@classLabel true 1 2\n@data\n";
  folder.write("Own/Own_TRAIN.ts", ts + "1,2,3:4,5,6:1\n1,3,4:4,5,7:2\n");
  folder.write("Own/Own_TEST.ts", ts + "1,2,3:4,5,6:1\n");
  struct Case {
    std::string name, text, reading;
    std::vector<std::string> options = {};
  };
  const std::vector<Case> cases{
      {"years.csv", "region,2020,2021,2022,2023\nEMEA,10,20,30,20\nAPAC,5,6,7,6\nLATAM,1,2,3,2\n",
       "label in column 1 (\"region\"), values in columns 2 to 5, header"},
      {"-", "1,2,3,4,5,6,7,8,9,10,11,12\n5,5,6,7,8,9,9,9,8,7,6,1\n5,5,6,7,8,9,9,9,8,7,6,2\n",
       "no label, values in columns 1 to 12, header"},
      {"kinds.csv",
       "t0,t1,kind,t2\n1,2,a,3\n1,3,b,4\n",
       "label in column 3 (\"kind\"), values in columns 1 to 2 and 4, header",
       {"--labels", "kind"}},
      {"quoted.csv", "\"a\";\"b\";\"c\"\n\"1,5\";2;\n1,7;;4,5\n",
       "no label, values in columns 1 to 3, header, decimal comma"},
      {"Own", "", ".ts file, label at the end of a row"}};
  for (const auto& [name, text, reading, options] : cases) {
    CAPTURE(name);
    std::vector<std::string> words{"--data",     text.empty() || name == "-" ? name : folder.write(name, text),
                                   "--epochs",   "1",
                                   "--quiet",    "--loss",
                                   "euclidean",  "--json",
                                   "report.json"};
    words.insert(words.end(), options.begin(), options.end());
    const ProcessResult result = train(words, {.input = name == "-" ? text : "", .folder = folder.path()});
    REQUIRE(result.status == 0);
    CHECK(json::parse(read_file(folder.path() / "report.json"))["data"]["reading"] == reading);
    CHECK(result.out.find("\nRead: " + reading + ".\n") != std::string::npos);
  }
  CHECK(train({"--epochs", "1", "--loss", "euclidean"}).out.find("Read:") == std::string::npos);  // generated
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
  CHECK(report["data"]["length"] == 10);
  CHECK(report["data"]["input"] == 6);
  CHECK(report["data"]["dims"] == 2);
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
