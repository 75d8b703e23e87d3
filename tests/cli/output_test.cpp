// What the program writes and where: the table, JSON, models.
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/catch.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;
using Keys = std::vector<std::string>;  // sorted, as nlohmann::json keeps them

std::vector<std::string> keys_of(const json& object) {
  std::vector<std::string> keys;
  for (const auto& item : object.items()) keys.push_back(item.key());
  return keys;
}

}  // namespace

TEST_CASE("an output that cannot be written is found before the work") {
  const TempFolder folder;
  // Data that is not there would be the error, were it looked at first.
  const std::string path = folder.file("none/out.json");
  const ProcessResult result = train({"--data", "missing.tsv", "--json", path});
  CHECK(result.status == 1);
  CHECK(result.err == "train: " + path + ": cannot be written: No such file or directory\n");
}

TEST_CASE("a full disk behind standard output is an error, whatever is written") {
  Arguments arguments = GENERATE(Arguments{"--help"}, Arguments{"--version"}, Arguments{}, Arguments{"--json", "-"});
  arguments.insert(arguments.end(), {"--epochs", "1", "--loss", "euclidean", "--quiet"});
  const ProcessResult result = train(arguments, {.out_path = "/dev/full"});
  CHECK(result.status == 1);
  CHECK(without_warnings(result.err) == "train: standard output: cannot be written: No space left on device\n");
}

TEST_CASE("JSON on standard output: the schema, whole") {
  const ProcessResult result = train({"--loss", "all", "--gamma", "1,0.01", "--init", "both", "--repeats", "2",
                                      "--seed", "5", "--epochs", "2", "--quiet", "--json", "-"});
  REQUIRE(result.status == 0);
  CHECK(without_warnings(result.err).empty());
  const json report = json::parse(result.out);  // JSON alone, or this fails
  CHECK(keys_of(report) ==
        Keys{"baselines", "data", "interrupted", "options", "program", "runs", "schema", "simd", "threads", "version"});
  CHECK(report["schema"] == 1);
  CHECK(report["interrupted"] == false);
  CHECK(report["program"] == "train");
  CHECK(report["version"] == SOFTWARP_VERSION);
  CHECK(report["simd"].is_string());
  CHECK(report["threads"].is_number_integer());

  const json& data = report["data"];
  CHECK(keys_of(data) == Keys{"dims", "input", "length", "name", "output", "reading", "test", "train"});
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
  CHECK(options["hidden"] == json::array({30}));
  CHECK(options["activation"] == "sigmoid");
  CHECK(options["optimizer"] == "adam");
  CHECK(options["learning_rate"] == 0.003);
  CHECK(options["epochs"] == 2);
  CHECK(options["batch_size"] == 1);
  CHECK(options["schedule"] == "cosine");
  CHECK(options["warm_up"] == 0);
  CHECK(options["weight_decay"] == 120);
  CHECK(options["clip"].is_null());
  CHECK(options["validation"] == 0);
  CHECK(options["monitor"] == "loss");
  CHECK(options["patience"].is_null());
  CHECK(options["restarts"] == 1);
  CHECK(options["scale"] == "step");
  CHECK(options["base"] == "kernel");
  CHECK(options["seed"] == 5);
  CHECK(options["repeats"] == 2);
  CHECK(options["precision"] == "float");

  // By loss, then γ, then initialisation, then seed; the Euclidean loss once, as random.
  std::vector<std::string> order;
  for (const json& run : report["runs"]) {
    CHECK(keys_of(run) == Keys{"best_epoch", "epochs", "gamma", "gamma_data", "init", "loss", "network", "restart",
                               "seconds", "seed", "test", "train"});
    CHECK(keys_of(run["train"]) == Keys{"dtw", "euclidean", "loss"});
    CHECK(keys_of(run["test"]) == Keys{"divergence", "dtw", "euclidean", "root_dtw", "tdi"});
    CHECK(run["epochs"] == 2);
    CHECK(run["best_epoch"] == 2);
    CHECK(run["restart"] == 0);
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

TEST_CASE("what is saved is named beside the table, with what it was chosen by and what that is worth") {
  const TempFolder folder;
  const auto saved = [&](Arguments more) {
    const Arguments common{"--loss", "softdtw", "--epochs", "1", "--quiet", "--save", "m"};
    more.insert(more.end(), common.begin(), common.end());
    const std::string text = train(more, {.folder = folder.path()}).out;
    return text.substr(text.find("\n\nSaved: ") + 2);
  };
  CHECK(
      saved({"--init", "random"}).starts_with("Saved: m: softdtw(gamma=0.01), init random, seed 0.\nIts test DTW is "));
  const std::string by_training = saved({"--init", "both", "--gamma", "1:0.1"});
  CHECK(by_training.starts_with("Saved: m: softdtw(gamma=1:0.1), init "));
  CHECK(by_training.find(", seed 0, the lowest DTW on the training series (") != std::string::npos);
  CHECK(by_training.find(").\nIt may not be the best on new data; with --validation F, the choice is made on held-out "
                         "series.\nIts test ") != std::string::npos);
  CHECK(by_training.find("; nearest training series: ") != std::string::npos);
  const std::string by_validation = saved({"--init", "both", "--validation", "0.2"});
  CHECK(by_validation.find(", the lowest DTW on the validation series (") != std::string::npos);
  CHECK(by_validation.find("new data") == std::string::npos);
}

TEST_CASE("the table shows each setting once, in aligned columns") {
  const ProcessResult result =
      train({"--loss", "all", "--gamma", "1,0.1", "--init", "both", "--repeats", "3", "--epochs", "1"});
  REQUIRE(result.status == 0);
  std::vector<std::string> lines;
  std::istringstream text(result.out);
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  REQUIRE(lines.size() == 4 + 2 + 5 + 3);  // three sentences and a blank; header and rule; settings; baselines
  CHECK(lines[0] == "CBF (built in): 30 training and 900 test series; 77 steps in, 51 to forecast.");
  CHECK(lines[2].rfind("gamma of the losses: 1 is the variance of what the kernel forecast leaves, ", 0) == 0);
  CHECK(lines[4].rfind("loss ", 0) == 0);
  CHECK(lines[5].find_first_not_of('-') == std::string::npos);
  for (std::size_t k = 6; k < 11; ++k) CHECK(lines[k].find(" ± ") != std::string::npos);
  CHECK(lines[11].rfind("last value ", 0) == 0);
  CHECK(lines[12].rfind("mean of training targets ", 0) == 0);
  CHECK(lines[13].rfind("nearest training series ", 0) == 0);
}
