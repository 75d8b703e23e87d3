// A run that is stopped resumes from its checkpoint as if it had not been stopped.
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "softwarp/training/checkpoint_file.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"
#include "support/waiting.hpp"

using namespace softwarp;
using Catch::Matchers::ContainsSubstring;
using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;

// A result without what a stop may change: times.
json timeless(const std::string& path) { return without_time(json::parse(read_file(path))); }

// Kills it at some moment of its first `duration`.   → whether it was still running.
bool killed(const Arguments& arguments, std::chrono::duration<double> duration, std::mt19937& random) {
  Process process(SOFTWARP_TRAIN, arguments);
  std::this_thread::sleep_for(duration * std::uniform_real_distribution(0.0, 1.0)(random));
  process.send_signal(SIGKILL);
  return process.wait().status == 128 + SIGKILL;
}

}  // namespace

// $SOFTWARP_KILLS: how many, for a longer look.
TEST_CASE("runs that were killed at any moment end with the same bits as one that was not") {
  const char* given = std::getenv("SOFTWARP_KILLS");
  const int wanted = given != nullptr ? std::stoi(given) : 20;
  const TempFolder folder;
  const std::string data = folder.write("d", waves(12, 20)), model = folder.file("model"), report = folder.file("json");
  // All that decides what a checkpoint holds, and when it is written.
  const std::vector<Arguments> kinds{
      {"--loss", "softdtw", "--gamma", "auto", "--every", "1"},
      {"--loss", "all", "--gamma", "1:0.1", "--init", "both", "--every", "2"},
      {"--network", "auto", "--hidden", "4", "--every", "5"},
      {"--validation", "0.3", "--patience", "3", "--restarts", "2", "--every", "1"},
      {"--optimizer", "sgd", "--precision", "double", "--every", "3", "--threads", "2"},
      {"--optimizer", "lbfgs", "--repeats", "5", "--every", "1"},
      {"--monitor", "dtw", "--validation", "0.3", "--scale", "series", "--base", "none", "--every", "7"}};
  struct Whole {
    Arguments arguments;
    std::chrono::duration<double> duration;
    std::string model;
    json runs;
  };
  std::vector<Whole> wholes;
  const auto results_of = [&](Arguments arguments) {
    arguments.insert(arguments.end(), {"--save", model, "--json", report});
    const ProcessResult result = train(arguments);
    INFO(result.err);
    REQUIRE(result.status == 0);
  };
  for (const Arguments& kind : kinds) {
    Arguments arguments{"--data", data, "--quiet", "--seed", "3", "--epochs", "6"};
    arguments.insert(arguments.end(), kind.begin(), kind.end());
    const auto start = std::chrono::steady_clock::now();
    Arguments checkpointed = arguments;
    checkpointed.insert(checkpointed.end(), {"--checkpoint", folder.file("whole")});
    results_of(checkpointed);
    wholes.push_back({arguments, std::chrono::steady_clock::now() - start, read_file(model), timeless(report)["runs"]});
  }

  std::mt19937 random(1);
  int kills = 0, resumed = 0;
  for (int run = 0; kills < wanted && run < 10 * wanted; ++run) {
    const Whole& whole = wholes[static_cast<std::size_t>(run) % wholes.size()];
    const std::string state = folder.file("state");
    std::filesystem::remove(state);
    Arguments arguments = whole.arguments;
    arguments.insert(arguments.end(), {"--checkpoint", state});
    // Killed before the first checkpoint, there is nothing to resume from, nor half of it.
    const bool twice = run % 3 == 0;
    for (int k = 0; k < (twice ? 2 : 1); ++k) {
      kills += killed(arguments, whole.duration, random) ? 1 : 0;
      if (std::filesystem::exists(state)) arguments.insert(arguments.end(), {"--resume", state});
      if (arguments.size() > whole.arguments.size() + 4) arguments.resize(whole.arguments.size() + 4);
    }
    resumed += std::filesystem::exists(state) ? 1 : 0;
    results_of(arguments);
    CAPTURE(arguments);
    CHECK(read_file(model) == whole.model);
    CHECK(timeless(report)["runs"] == whole.runs);
  }
  CHECK(kills >= wanted);
  CHECK(resumed > wanted / 4);
  if (given != nullptr) WARN(kills << " kills, " << resumed << " runs resumed from a checkpoint");
}

TEST_CASE("an interrupt leaves a checkpoint, whatever --every says") {
  const int number = GENERATE(SIGINT, SIGTERM);
  const TempFolder folder;
  // Interrupts a run whose end is far; on a busy machine, that may be before it has begun, so each run gets more time.
  auto time = std::chrono::milliseconds(200);
  const auto interrupt = [&](const char* option) {
    const Arguments run{"--loss", "euclidean", "--quiet", "--epochs", "1000000000", option, "state"};
    Process process(SOFTWARP_TRAIN, run, {.folder = folder.path()});
    std::this_thread::sleep_for(time);
    time += time / 2;
    process.send_signal(number);
    return process.wait();
  };
  ProcessResult result;
  REQUIRE(comes_true([&] { return !(result = interrupt("--checkpoint")).err.empty(); }));
  CHECK(result.status == 130);
  CHECK(result.err == "train: --resume state continues from here\ntrain: interrupted\n");
  CHECK(folder.count() == 1);
  // The resumed run can be interrupted again. It continued from where it was, so the file grows by the epochs' records.
  const auto size = std::filesystem::file_size(folder.file("state"));
  CHECK(comes_true([&] {
    CHECK(interrupt("--resume").status == 130);
    return std::filesystem::file_size(folder.file("state")) > size;
  }));
}

TEST_CASE("a checkpoint of other options or data, or a damaged one, is rejected") {
  const TempFolder folder;
  const std::string state = folder.file("state");
  const Arguments run{"--loss", "euclidean", "--epochs", "2", "--quiet"};
  const auto with_run = [&](const Arguments& more) {
    Arguments arguments = run;
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  };
  REQUIRE(train(with_run({"--checkpoint", state})).status == 0);
  const std::string line = "train: " + state + ": expected a checkpoint of a run with ";
  CHECK(train(with_run({"--resume", state, "--hidden", "3"})).err == line + "--hidden = \"3\", found \"30\"\n");
  CHECK(train(with_run({"--resume", state, "--seed", "1"})).status == 1);
  CHECK(train(with_run({"--resume", state, "--threads", "1", "--json", folder.file("j")})).status == 0);
  folder.write("data.tsv", waves(10, 20));
  CHECK_THAT(train(with_run({"--resume", state, "--data", folder.file("data.tsv")})).err,
             ContainsSubstring("test data = ") || ContainsSubstring("training data = "));
  const std::string bytes = read_file(state);
  folder.write("half", bytes.substr(0, bytes.size() / 2));
  const ProcessResult half = train(with_run({"--resume", folder.file("half")}));
  CHECK(half.status == 1);
  CHECK_THAT(half.err, ContainsSubstring("half: ") && ContainsSubstring("expected"));
  CHECK_THAT(train(with_run({"--resume", folder.file("none")})).err, ContainsSubstring("none: cannot be opened"));
}

TEST_CASE("a forged checkpoint, of the right checksum, is refused at once, naming the tensor") {
  const TempFolder folder;
  const std::string state = folder.file("state"), data = folder.write("data.tsv", waves(10, 20));
  const Arguments run{"--data",   data, "--loss",       "euclidean", "--hidden", "3",
                      "--epochs", "5",  "--validation", "0.4",       "--quiet"};
  const auto with_run = [&](const Arguments& more) {
    Arguments arguments = run;
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  };
  REQUIRE(train(with_run({"--checkpoint", state})).status == 0);
  const std::string key = "training 1: euclidean, init random, seed 0, restart 0/";
  using Tensors = std::map<std::string, Tensor>;
  const auto numbers = [&](const Tensors& tensors, const char* part) {
    return from_tensor<double>(tensors.at(key + part), part);
  };
  // The state after three of the five epochs, as if the third had been the best.
  TensorFile unfinished = read_safetensors(read_file(state), state);
  const Vector<double> history = numbers(unfinished.tensors, "history").head(3 * 8);
  const double steps = numbers(unfinished.tensors, "state")[2] / 5 * 3;
  const auto set_state = [&](Tensors& tensors, double epochs) {
    Vector<double> changed(5);
    changed << epochs, 0, steps, 3, history[2 * 8 + 5];
    tensors.at(key + "state") = to_tensor<double>(changed, {5});
  };
  set_state(unfinished.tensors, 3);
  unfinished.tensors.at(key + "history") = to_tensor<double>(history, {3, 8});
  const auto resume = [&](const std::function<void(Tensors&)>& change) {
    TensorFile forged = unfinished;
    change(forged.tensors);
    const std::string file = folder.write("forged", write_with_checksum(forged));
    return run_process(SOFTWARP_TRAIN, with_run({"--resume", file}), {.timeout = std::chrono::seconds(10)});
  };
  CHECK(resume([](Tensors&) {}).status == 0);
  const auto refused = [&](const std::function<void(Tensors&)>& change) {
    const ProcessResult result = resume(change);
    CHECK(result.status == 1);
    CHECK(result.out.empty());
    CHECK(folder.count() == 3);
    const std::string where = "train: " + folder.file("forged") + ": " + key;
    return result.err.starts_with(where) ? result.err.substr(where.size()) : result.err;
  };
  CHECK(refused([&](Tensors& tensors) { tensors.erase(key + "moment1"); }) ==
        "moment: optimizer: expected 2 moments after 15 steps, found 1\n");
  CHECK(refused([&](Tensors& tensors) { set_state(tensors, 1e15); }) ==
        "state: expected as many epochs as rows in the history, 3, found others\n");
  CHECK(refused([&](Tensors& tensors) {  // as many rows as epochs, and more than the run has
          Vector<double> rows = history.replicate(2, 1);
          for (Index e = 0; e < 6; ++e) rows[8 * e] = static_cast<double>(e + 1);
          set_state(tensors, 6);
          tensors.at(key + "history") = to_tensor<double>(rows, {6, 8});
        }) == "state: expected at most 5 epochs, found 6\n");
  CHECK(refused([&](Tensors& tensors) {
          Vector<double> rows = history;
          rows[8 + 6] = std::nan("");
          tensors.at(key + "history") = to_tensor<double>(rows, {3, 8});
        }) == "history: expected three finite errors of validation or none, found others\n");
}

TEST_CASE("a model of tens of thousands of tensors is refused at once") {
  const TempFolder folder;
  TensorFile file{.metadata = {{"format", "softwarp-model-3"}}, .tensors = {}};
  for (int k = 0; k < 40'000; ++k) file.tensors[std::to_string(k)] = {.type = "F32", .shape = {0}, .bytes = {}};
  const std::string model = folder.write("model", write_safetensors(file));
  const ProcessResult result =
      run_process(SOFTWARP_TRAIN, {"--start", model, "--quiet"}, {.timeout = std::chrono::seconds(20)});
  CHECK(result.status == 1);
  CHECK(result.err == "train: " + model + ": expected \"input\" in the metadata, found none\n");
}

TEST_CASE("--history writes one row per epoch and run") {
  const TempFolder folder;
  const std::string file = folder.file("history.csv");
  REQUIRE(
      train({"--epochs", "3", "--init", "both", "--gamma", "0.1", "--validation", "0.25", "--quiet", "--history", file})
          .status == 0);
  std::istringstream lines(read_file(file));
  std::string header, line;
  std::getline(lines, header);
  const auto fields = [](const std::string& text) { return std::count(text.begin(), text.end(), ',') + 1; };
  CHECK(header.starts_with("network,loss,gamma,init,seed,restart,epoch,train_loss,validation_loss,validation_dtw,"));
  int rows = 0;
  for (; std::getline(lines, line); ++rows) {
    CHECK(fields(line) == fields(header));
    CHECK_THAT(line, !ContainsSubstring(",,,"));
  }
  CHECK(rows == 3 * 3);
}

TEST_CASE("--history has the gamma of each epoch, also of a run that stops before the last one that is planned") {
  const TempFolder folder;
  const std::string file = folder.file("history.csv");
  constexpr int kEpochs = 100;
  REQUIRE(train({"--loss", "euclidean,softdtw", "--gamma", "0.1,2:0.02", "--init", "random", "--epochs",
                 std::to_string(kEpochs), "--validation", "0.25", "--patience", "5", "--learning-rate", "0.1",
                 "--quiet", "--history", file})
              .status == 0);
  std::istringstream lines(read_file(file));
  std::string line;
  std::getline(lines, line);
  std::vector<std::vector<std::string>> gammas;  // of each run, epoch by epoch
  while (std::getline(lines, line)) {
    std::istringstream row(line);
    std::vector<std::string> fields;
    for (std::string field; std::getline(row, field, ',');) fields.push_back(field);
    if (fields[6] == "1") gammas.emplace_back();
    gammas.back().push_back(fields[2]);
    CHECK(fields[6] == std::to_string(gammas.back().size()));
  }
  REQUIRE(gammas.size() == 3);
  for (const std::string& gamma : gammas[0]) CHECK(gamma.empty());
  for (const std::string& gamma : gammas[1]) CHECK(gamma == "0.1");
  CHECK(gammas[2].size() > 5);
  CHECK(gammas[2].size() < kEpochs);
  // 2 in the first epoch, a hundredth of that in the last planned one, and the same ratio from each to the next.
  double expected = 2;
  for (const std::string& gamma : gammas[2]) {
    CHECK(std::stod(gamma) == Approx(expected).epsilon(1e-12));
    expected *= std::pow(0.01, 1.0 / (kEpochs - 1));
  }
  CHECK(gammas[2].front() == "2");
}

TEST_CASE("--history of an annealed run begins with the first gamma and ends with the last") {
  const TempFolder folder;
  const std::string file = folder.file("history.csv");
  REQUIRE(train({"--loss", "softdtw", "--gamma", "1:0.01", "--init", "random", "--epochs", "3", "--quiet", "--history",
                 file})
              .status == 0);
  const std::string csv = read_file(file);
  CHECK_THAT(
      csv, ContainsSubstring("\nmlp,softdtw,1,random,0,0,1,") && ContainsSubstring("\nmlp,softdtw,0.01,random,0,0,3,"));
}
