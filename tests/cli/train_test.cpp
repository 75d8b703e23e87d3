// The built program, from the outside: what a user types and what comes back.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <csignal>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <thread>

#include "support/subprocess.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

ProcessResult train(const std::vector<std::string>& arguments, const ProcessOptions& options = {}) {
  return run_process(SOFTWARP_TRAIN, arguments, options);
}

// The report of a run that must go well.
json report_of(std::vector<std::string> arguments, const ProcessOptions& options = {}) {
  arguments.insert(arguments.end(), {"--json", "-"});
  const ProcessResult result = train(arguments, options);
  INFO(result.err);
  REQUIRE(result.status == 0);
  return json::parse(result.out);
}

// What must not depend on threads: all but the time it took and their number.
json without_time(json report) {
  report.erase("threads");
  for (json& run : report["runs"]) run.erase("seconds");
  return report;
}

// Rows of waves, `label` first; deterministic and not constant.
std::string waves(int count, int length, const std::string& separator = "\t", bool labels = true) {
  std::ostringstream text;
  text.precision(17);
  for (int i = 0; i < count; ++i) {
    if (labels) text << i % 2 + 1 << separator;
    for (int t = 0; t < length; ++t)
      text << std::sin(0.3 * t + 0.7 * i) + 0.1 * (i % 3) << (t + 1 < length ? separator : "\n");
  }
  return text.str();
}

std::vector<std::string> keys_of(const json& object) {
  std::vector<std::string> keys;
  for (const auto& item : object.items()) keys.push_back(item.key());
  return keys;
}

// Waits for a process to get somewhere; false after a minute.
template <class Condition>
bool comes_true(Condition&& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

using Keys = std::vector<std::string>;  // sorted, as nlohmann::json keeps them

}  // namespace

TEST_CASE("--help lists every option with its default and its legal values on stdout") {
  const ProcessResult result = train({"--help"});
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  // Option, and what its text must say.
  const std::vector<std::pair<std::string, std::vector<std::string>>> options{
      {"--data", {"built-in", "UCR_ARCHIVE", "standard input"}},
      {"--test-fraction", {"0.2", "0 < F < 1"}},
      {"--labels", {"first | none"}},
      {"--dims", {"default: 1", ">= 1"}},
      {"--loss", {"euclidean", "softdtw", "dtw", "default: all"}},
      {"--gamma", {"> 0", "default: 0.1", "squared units"}},
      {"--init", {"random | euclidean | both", "default: random"}},
      {"--repeats", {">= 1", "default: 1"}},
      {"--preset", {"default | paper", "default: default"}},
      {"--split", {"0 < S < 1", "default: 0.6"}},
      {"--hidden", {">= 1", "[10; 10]"}},
      {"--activation", {"sigmoid | tanh | relu", "[sigmoid; sigmoid]"}},
      {"--optimizer", {"adam | sgd | lbfgs", "[adam; adam]"}},
      {"--learning-rate", {"> 0", "[0.01; 0.001]"}},
      {"--momentum", {"0 <= M < 1", "default: 0.9"}},
      {"--epochs", {">= 1", "[100; 30]"}},
      {"--batch-size", {">= 1", "[10; 1]"}},
      {"--z-normalise", {}},
      {"--seed", {">= 0", "default: 0"}},
      {"--threads", {"1 to 1024", "default: one per core"}},
      {"--simd", {"auto | ", "default: auto"}},
      {"--precision", {"float | double", "default: float"}},
      {"--json", {"standard output"}},
      {"--quiet", {}},
      {"--version", {}},
      {"--help", {}}};
  std::istringstream lines(result.out);
  std::string line;
  std::map<std::string, std::string> texts;  // of each option, its lines joined
  std::string option;
  while (std::getline(lines, line)) {
    const auto start = line.find_first_not_of(' ');
    CHECK(line.size() <= 120);
    if (start == line.npos) {
      option.clear();
    } else if (line.substr(start, 1) == "-") {
      const auto name = line.find("--", start);
      option = line.substr(name, line.find_first_of(" ", name) - name);
      texts[option] = line;
    } else if (!option.empty()) {
      std::string& text = texts[option];
      if (text.back() != ' ') text += ' ';
      text += line.substr(start);
    }
  }
  CHECK(texts.size() == options.size());
  for (const auto& [name, words] : options) {
    CAPTURE(name, texts[name]);
    CHECK(texts[name].size() > name.size() + 10);
    for (const std::string& word : words) CHECK(texts[name].find(word) != std::string::npos);
  }
}

TEST_CASE("--version is the project's") {
  const ProcessResult result = train({"--version"});
  CHECK(result.status == 0);
  CHECK(result.out == std::string("train (softwarp) ") + SOFTWARP_VERSION + "\n");
  CHECK(result.err.empty());
}

TEST_CASE("wrong usage: one line that says where, expected, found; status 2; nothing done") {
  using Arguments = std::vector<std::string>;
  const std::vector<std::pair<Arguments, std::string>> cases{
      {{"--gamma", "-1"}, "--gamma: expected a number > 0, found \"-1\""},
      {{"--gamma", "0"}, "--gamma: expected a number > 0, found \"0\""},
      {{"--gamma", "nan"}, "--gamma: expected a number > 0, found \"nan\""},
      {{"--gamma", "0.1abc"}, "--gamma: expected a number > 0, found \"0.1abc\""},
      {{"--gamma", "1,,2"}, "--gamma: expected a comma list without empty items, found \"1,,2\""},
      {{"--loss", "foo"}, "--loss: expected one of all, euclidean, softdtw, dtw, found \"foo\""},
      {{"--loss", "euclidean,"}, "--loss: expected a comma list without empty items, found \"euclidean,\""},
      {{"--init", "zero"}, "--init: expected one of random, euclidean, both, found \"zero\""},
      {{"--preset", "mine"}, "--preset: expected one of default, paper, found \"mine\""},
      {{"--activation", "cosine"}, "--activation: expected one of sigmoid, tanh, relu, found \"cosine\""},
      {{"--optimizer", "newton"}, "--optimizer: expected one of adam, sgd, lbfgs, found \"newton\""},
      {{"--split", "1"}, "--split: expected a number > 0 and < 1, found \"1\""},
      {{"--hidden", "10,0"}, "--hidden: expected a whole number from 1 to 1000000, found \"0\""},
      {{"--learning-rate", "0"}, "--learning-rate: expected a number > 0, found \"0\""},
      {{"--momentum", "1"}, "--momentum: expected a number >= 0 and < 1, found \"1\""},
      {{"--epochs", "2.5"}, "--epochs: expected a whole number from 1 to 1000000000, found \"2.5\""},
      {{"--batch-size", "0"}, "--batch-size: expected a whole number from 1 to 1000000000, found \"0\""},
      {{"--repeats", "0"}, "--repeats: expected a whole number from 1 to 1000000, found \"0\""},
      {{"--seed", "-1"}, "--seed: expected a whole number >= 0, found \"-1\""},
      {{"--threads", "0"}, "--threads: expected a whole number from 1 to 1024, found \"0\""},
      {{"--precision", "half"}, "--precision: expected one of float, double, found \"half\""},
      {{"--labels", "last"}, "--labels: expected one of first, none, found \"last\""},
      {{"--dims", "0"}, "--dims: expected a whole number from 1 to 1000000, found \"0\""},
      {{"--test-fraction", "0"}, "--test-fraction: expected a number > 0 and < 1, found \"0\""},
      {{"stray"}, "expected options alone, found \"stray\""},
      {{"--bogus"}, "Option ‘bogus’ does not exist"},
      {{"--gamma"}, "Option ‘gamma’ is missing an argument"}};
  const TempFolder folder;
  for (const auto& [arguments, message] : cases) {
    std::vector<std::string> all{"--json", "out.json"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const ProcessResult result = train(all, {.folder = folder.path()});
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(result.err == "train: " + message + " (see train --help)\n");
  }
  CHECK(folder.count() == 0);
}

TEST_CASE("bad data: one line that says where, expected, found; status 1; nothing written") {
  const TempFolder folder;
  const TempFolder output;
  folder.write("empty.tsv", "");
  folder.write("ragged.tsv", "1\t2\t3\n1\t2\n");
  folder.write("text.tsv", "1\t2\t3\n1\t2\tx\n");
  folder.write("one.tsv", "1\t2\t3\n");
  folder.write("short.tsv", "1\t2\n1\t3\n");
  folder.write("bare.tsv", "1\n2\n");
  folder.write("unlabelled.csv", "1,2,3\n,2,3\n");
  folder.write("half.tsv", "1\t2\t3\t4\n1\t2\t3\t4\n");
  folder.write("nan.tsv", "1\t2\t3\n1\tNaN\tNaN\n");
  folder.write("blind.tsv", "1\t1\t2\t3\t4\t5\n1\tNaN\tNaN\tNaN\t4\t5\n");
  folder.write("huge.tsv", "1\t1\t2\t3\n2\t1\t2\t1e300\n");
  folder.write("seen.tsv", "1\t1e300\t2\t3\n2\t1\t2\t3\n");
  folder.write("nothing/README.md", "");
  folder.write("half a set/Own_TRAIN.tsv", "1\t2\t3\n");
  folder.write("Uneven/Uneven_TRAIN.tsv", "1\t2\t3\n");
  folder.write("Uneven/Uneven_TEST.tsv", "1\t2\t3\n1\t2\tNaN\n");

  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"missing.tsv"},
       "missing.tsv: expected a file or a folder, found none; names of data sets need UCR_ARCHIVE to name the "
       "archive's folder"},
      {{"./missing.tsv"}, "./missing.tsv: expected a file or a folder, found none"},
      {{"empty.tsv"}, "empty.tsv: expected one series a row, found none"},
      {{"ragged.tsv"},
       "ragged.tsv:2: expected 3 fields as in the first row, found 2; shorter series are padded with NaN"},
      {{"text.tsv"}, "text.tsv:2:3: expected a number, found \"x\""},
      {{"one.tsv"}, "one.tsv: expected at least 2 series, one to train and one to test, found 1"},
      {{"short.tsv"}, "short.tsv:1: expected at least 2 steps, one to see and one to forecast, found 1"},
      {{"bare.tsv"}, "bare.tsv:1: expected values after the class label, found none"},
      {{"unlabelled.csv"},
       "unlabelled.csv:2:1: expected a class label (a name or a whole number), found nothing; --labels none reads "
       "rows without labels"},
      {{"half.tsv", "--dims", "2"}, "half.tsv:1: expected a multiple of 2 values, found 3"},
      {{"nan.tsv"}, "nan.tsv:2: expected a series, found NaN in every value"},
      {{"blind.tsv"}, "blind.tsv:2: expected a value among the first 3 steps, found only NaN"},
      {{"huge.tsv"}, "huge.tsv:2: expected values that a float can hold, found larger ones; see --precision"},
      {{"seen.tsv"}, "seen.tsv:1: expected values that a float can hold, found larger ones; see --precision"},
      {{"nothing"}, "nothing: expected NAME_TRAIN.tsv and NAME_TEST.tsv in this folder, found no NAME_TRAIN"},
      {{"half a set"}, "half a set: expected Own_TEST beside Own_TRAIN.tsv, found none"},
      {{"Uneven"}, "Uneven/Uneven_TEST.tsv:2: expected at least 2 steps, one to see and one to forecast, found 1"}};
  for (const auto& [arguments, message] : cases) {
    std::vector<std::string> all{"--json", output.file("out.json"), "--data"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const ProcessResult result = train(all, {.folder = folder.path()});
    CHECK(result.status == 1);
    CHECK(result.out.empty());
    CHECK(result.err == "train: " + message + "\n");
  }
  CHECK(output.count() == 0);
}

TEST_CASE("a training that leaves the finite numbers stops with the loss and the epoch") {
  const ProcessResult result =
      train({"--loss", "euclidean", "--optimizer", "sgd", "--learning-rate", "1e30", "--epochs", "50", "--quiet"});
  CHECK(result.status == 1);
  CHECK(result.out.empty());
  CHECK(result.err.rfind("train: training with euclidean, epoch ", 0) == 0);
  CHECK(std::ranges::count(result.err, '\n') == 1);
}

TEST_CASE("an output that cannot be written is found before the work") {
  const TempFolder folder;
  // Data that is not there would be the error, were it looked at first.
  const std::string path = folder.file("none/out.json");
  const ProcessResult result = train({"--data", "missing.tsv", "--json", path});
  CHECK(result.status == 1);
  CHECK(result.err == "train: " + path + ": cannot be written: No such file or directory\n");
}

TEST_CASE("a full disk behind standard output is an error") {
  const bool as_json = GENERATE(true, false);
  std::vector<std::string> arguments{"--epochs", "1", "--loss", "euclidean", "--quiet"};
  if (as_json) arguments.insert(arguments.end(), {"--json", "-"});
  const ProcessResult result = train(arguments, {.out_path = "/dev/full"});
  CHECK(result.status == 1);
  CHECK(result.err == "train: standard output: cannot be written\n");
}

TEST_CASE("JSON on standard output: the schema, whole") {
  const ProcessResult result = train({"--loss", "all", "--gamma", "1,0.01", "--init", "both", "--repeats", "2",
                                      "--seed", "5", "--epochs", "2", "--quiet", "--json", "-"});
  REQUIRE(result.status == 0);
  CHECK(result.err.empty());
  const json report = json::parse(result.out);  // JSON alone, or this fails
  CHECK(keys_of(report) ==
        Keys{"baselines", "data", "options", "program", "runs", "schema", "simd", "threads", "version"});
  CHECK(report["schema"] == 1);
  CHECK(report["program"] == "train");
  CHECK(report["version"] == SOFTWARP_VERSION);
  CHECK(report["simd"].is_string());
  CHECK(report["threads"].is_number_integer());

  const json& data = report["data"];
  CHECK(keys_of(data) == Keys{"dims", "input", "length", "name", "output", "test", "train"});
  CHECK(data["name"] == "CBF (built in)");
  CHECK(data["train"] == 30);
  CHECK(data["test"] == 900);
  CHECK(data["length"] == 128);
  CHECK(data["input"] == 77);
  CHECK(data["output"] == 51);
  CHECK(data["dims"] == 1);

  const json& options = report["options"];
  CHECK(options["preset"] == "default");
  CHECK(options["split"] == 0.6);
  CHECK(options["hidden"] == json::array({10}));
  CHECK(options["activation"] == "sigmoid");
  CHECK(options["optimizer"] == "adam");
  CHECK(options["learning_rate"] == 0.01);
  CHECK(options["epochs"] == 2);
  CHECK(options["batch_size"] == 10);
  CHECK(options["z_normalise"] == false);
  CHECK(options["seed"] == 5);
  CHECK(options["repeats"] == 2);
  CHECK(options["precision"] == "float");

  // By loss, then γ, then initialisation, then seed; the Euclidean loss once, as random.
  std::vector<std::string> order;
  for (const json& run : report["runs"]) {
    CHECK(keys_of(run) == Keys{"epochs", "gamma", "init", "loss", "seconds", "seed", "test", "train"});
    CHECK(keys_of(run["train"]) == Keys{"loss"});
    CHECK(keys_of(run["test"]) == Keys{"dtw", "euclidean"});
    CHECK(run["epochs"] == 2);
    CHECK(run["seconds"].get<double>() > 0);
    CHECK(std::isfinite(run["train"]["loss"].get<double>()));
    order.push_back(run["loss"].get<std::string>() + " " + run["gamma"].dump() + " " + run["init"].get<std::string>() +
                    " " + run["seed"].dump());
  }
  CHECK(order == std::vector<std::string>{"euclidean null random 5", "euclidean null random 6", "softdtw 1.0 random 5",
                                          "softdtw 1.0 random 6", "softdtw 1.0 euclidean 5", "softdtw 1.0 euclidean 6",
                                          "softdtw 0.01 random 5", "softdtw 0.01 random 6", "softdtw 0.01 euclidean 5",
                                          "softdtw 0.01 euclidean 6"});
  for (const char* list : {"runs", "baselines"}) {
    for (const json& entry : report[list]) {
      const json& test = entry["test"];
      CHECK(test["dtw"].get<double>() > 0);
      CHECK(test["dtw"].get<double>() <= test["euclidean"].get<double>());
    }
  }
}

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

TEST_CASE("dtw is not above euclidean by so much as a rounding error") {
  // The forecast "last value" is constant: warping gains nothing, and the two sums differ in their order alone.
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

TEST_CASE("JSON into a file: the same object beside the table on standard output") {
  const TempFolder folder;
  const std::vector<std::string> common{"--loss", "euclidean", "--epochs", "3"};
  auto with_file = common;
  with_file.insert(with_file.end(), {"--json", folder.file("out.json")});
  const ProcessResult result = train(with_file);
  REQUIRE(result.status == 0);
  CHECK(result.out.find("test DTW") != std::string::npos);
  CHECK(folder.count() == 1);
  CHECK(without_time(json::parse(read_file(folder.file("out.json")))) == without_time(report_of(common)));
}

TEST_CASE("the table shows each setting once, in aligned columns") {
  const ProcessResult result =
      train({"--loss", "all", "--gamma", "1,0.1", "--init", "both", "--repeats", "3", "--epochs", "1"});
  REQUIRE(result.status == 0);
  std::vector<std::string> lines;
  std::istringstream text(result.out);
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  REQUIRE(lines.size() == 3 + 2 + 5 + 2);  // two sentences and a blank; header and rule; settings; baselines
  CHECK(lines[0] == "CBF (built in): 30 training and 900 test series; 77 steps in, 51 to forecast.");
  CHECK(lines[3].rfind("loss ", 0) == 0);
  CHECK(lines[4].find_first_not_of('-') == std::string::npos);
  for (std::size_t k = 5; k < 10; ++k) CHECK(lines[k].find(" ± ") != std::string::npos);
  CHECK(lines[10].rfind("last value ", 0) == 0);
  CHECK(lines[11].rfind("mean of training targets ", 0) == 0);
}

TEST_CASE("the same seed gives the same bits, run by run and for any number of threads; another seed others") {
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

TEST_CASE("Euclidean initialisation starts from the Euclidean network: unlisted it gives the same run") {
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

TEST_CASE("z-normalised training does not see the units of the data") {
  const TempFolder folder;
  // The same waves, 1024 times as high: every number scales without rounding.
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

TEST_CASE("all in a list of losses stands for its losses") {
  const json report = report_of({"--loss", "all,dtw", "--epochs", "1"});
  REQUIRE(report["runs"].size() == 3);
  CHECK(report["runs"][2]["loss"] == "dtw");
  CHECK(report["runs"][2]["gamma"].is_null());
}

TEST_CASE("an interrupt ends a training with status 130 and leaves nothing behind") {
  const int number = GENERATE(SIGINT, SIGTERM);
  const TempFolder folder;
  Process process(SOFTWARP_TRAIN, {"--quiet", "--epochs", "1000000000", "--json", folder.file("out.json")});
  REQUIRE(comes_true([&] { return folder.count() > 0; }));  // it has begun
  process.send_signal(number);
  const ProcessResult result = process.wait();
  CHECK(result.status == 130);
  CHECK(result.out.empty());
  CHECK(result.err == "train: interrupted\n");
  CHECK(folder.count() == 0);
}

TEST_CASE("a long run tells its progress on stderr in lines, unless it is to be quiet") {
  const TempFolder folder;
  const std::string quiet = folder.file("quiet"), talking = folder.file("talking");
  const std::vector<std::string> arguments{"--loss", "euclidean", "--epochs", "1000000000", "--threads", "1"};
  auto quiet_arguments = arguments;
  quiet_arguments.push_back("--quiet");
  Process quiet_process(SOFTWARP_TRAIN, quiet_arguments, {.err_path = quiet});
  Process talking_process(SOFTWARP_TRAIN, arguments, {.err_path = talking});
  // The first line comes after two seconds; by then the quiet one, which began earlier, would have told its own.
  REQUIRE(comes_true([&] { return !read_file(talking).empty(); }));
  quiet_process.send_signal(SIGINT);
  talking_process.send_signal(SIGINT);
  quiet_process.wait();
  talking_process.wait();
  CHECK(read_file(quiet) == "train: interrupted\n");
  const std::string text = read_file(talking);
  CHECK(text.rfind("training: ", 0) == 0);
  CHECK(text.find(" of 1000000000 epochs, ") != std::string::npos);
  CHECK(text.substr(text.size() - 20) == "\ntrain: interrupted\n");
}

TEST_CASE("an interrupt while it waits for data is no end of the data") {
  const TempFolder folder;
  Process process(SOFTWARP_TRAIN, {"--quiet", "--data", "-", "--json", folder.file("out.json")},
                  {.keep_input_open = true});
  REQUIRE(comes_true([&] { return folder.count() > 0 && process.is_waiting(); }));
  process.send_signal(SIGINT);
  const ProcessResult result = process.wait();
  CHECK(result.status == 130);
  CHECK(result.err == "train: interrupted\n");
}
