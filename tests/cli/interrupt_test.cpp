// Programs that are watched and stopped from the outside.
#include <sys/stat.h>

#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "support/catch.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"
#include "support/waiting.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;

Arguments joined(Arguments first, const Arguments& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

std::string path_of(const std::string& program) { return SOFTWARP_BIN "/" + program; }

// How long a program has worked when it is told to stop, and may work afterwards.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double kSecondsBefore = 1, kMostSeconds = 10;
#else
constexpr double kSecondsBefore = 0.1, kMostSeconds = 0.5;
#endif

// Stops a program once it has worked for a while.
ProcessResult stopped(Process& process, int number, double after = kSecondsBefore) {
  REQUIRE(comes_true([&] { return process.cpu_seconds() >= after; }));
  const double before = process.cpu_seconds();
  process.send_signal(number);
  ProcessResult result = process.wait();
  CHECK(result.cpu_seconds - before < kMostSeconds);
  return result;
}

std::size_t runs_in(const json& report) { return report["runs"].size(); }

}  // namespace

TEST_CASE("an interrupt ends a program at once, with status 130 and what is done by then") {
  struct Work {
    std::string program;
    Arguments arguments;
    int signal;
    bool has_result;
  };
  const auto [program, arguments, signal, has_result] = GENERATE(values<Work>(
      {{"train", {"--epochs", "1000000000"}, SIGINT, false},
       {"train", {"--optimizer", "lbfgs", "--repeats", "20000"}, SIGTERM, false},
       {"train", {"--data", "d", "--loss", "euclidean", "--repeats", "20000", "--save", "m"}, SIGTERM, true},
       {"average", {"--repeats", "20000"}, SIGINT, true},
       {"average", {"--method", "subgradient", "--iterations", "1000000000"}, SIGTERM, true},
       {"average", {"--data", "long", "--method", "softdtw"}, SIGINT, false},
       {"cluster", {"--restarts", "20000", "--method", "mean,dba"}, SIGINT, true},
       {"cluster", {"--repeats", "20000", "--restarts", "1", "--method", "mean"}, SIGTERM, true},
       {"cluster", {"--method", "subgradient", "--inner", "1000000000"}, SIGINT, false},
       {"classify", {"--method", "1nn", "--metric", "euclidean", "--repeats", "20000"}, SIGTERM, true},
       {"classify", {"--method", "centroid", "--metric", "euclidean", "--repeats", "20000"}, SIGINT, true}}));
  const TempFolder folder;
  folder.write("d", waves(12, 20));
  folder.write("long", waves(2, 40'000));
  Process process(path_of(program), joined(arguments, {"--quiet", "--json", "report"}), {.folder = folder.path()});
  // A result has at least one run, which takes long on a busy machine.
  const ProcessResult result = stopped(process, signal, has_result ? 4 * kSecondsBefore : kSecondsBefore);
  CAPTURE(program, arguments);
  CHECK(result.status == 130);
  CHECK(without_warnings(result.err) == program + ": interrupted\n");
  REQUIRE(folder.count() == (has_result ? 3 : 2));
  CHECK((result.out.find("\nInterrupted: ") != std::string::npos) == has_result);
  if (!has_result) return;
  const json report = json::parse(read_file(folder.file("report")));
  CHECK(report["interrupted"] == true);
  CHECK(runs_in(report) >= 1);
  CHECK(runs_in(report) < 20000);
}

TEST_CASE("an interrupt ends distances within a tile, and what is done can be continued") {
  const TempFolder folder;
  folder.write("d", waves(2000, 200));
  const std::string nearest = GENERATE("", "3");
  Arguments arguments{"--data", "d", "--quiet", "--json", "report", "--output", "o.npy"};
  if (!nearest.empty()) arguments = joined(arguments, {"--nearest", nearest});
  Process process(path_of("distances"), arguments, {.folder = folder.path()});
  const ProcessResult result = stopped(process, SIGINT, 4 * kSecondsBefore);
  CHECK(result.status == 130);
  CHECK(result.err == "distances: interrupted\n");
  const json report = json::parse(read_file(folder.file("report")));
  CHECK(report["interrupted"] == true);
  CHECK(report["output"].is_null());
  CHECK(report["pairs_done"] < report["pairs"]);
  CHECK(folder.count() == (report["pairs_done"] > 0 ? 4 : 2));  // of nothing done, nothing is left but the report
}

TEST_CASE("the runs that are done when a training is interrupted are those of one that is not") {
  const TempFolder folder;
  const std::string data = folder.write("d", waves(12, 20));
  const Arguments arguments{"--data",  data,         "--loss", "euclidean,softdtw", "--gamma",
                            "1",       "--seed",     "7",      "--epochs",          "2",
                            "--quiet", "--restarts", "2",      "--validation",      "0.2"};
  Process process(SOFTWARP_TRAIN, joined(arguments, {"--repeats", "20000", "--json", folder.file("some")}));
  const ProcessResult result = stopped(process, SIGINT, 4 * kSecondsBefore);  // of each loss a run must be done
  CHECK(result.status == 130);
  json some = json::parse(read_file(folder.file("some")))["runs"];
  REQUIRE(some.size() >= 2);
  json all = report_of(joined(arguments, {"--repeats", "2"}))["runs"];
  for (std::size_t k = 0; k < 2; ++k) {
    some[k].erase("seconds");
    all[k].erase("seconds");
    CHECK(some[k] == all[k]);
  }
}

TEST_CASE("an interrupt ends a program while it waits, and leaves nothing behind") {
  const TempFolder folder;
  REQUIRE(mkfifo(folder.file("pipe").c_str(), 0600) == 0);
  folder.write("two.txt", "0 1 2\n0 2 1\n");
  folder.write("d", waves(12, 20));
  folder.write("bin/gnuplot", "#!/bin/sh\nexec sleep 1000\n");
  chmod(folder.file("bin/gnuplot").c_str(), 0755);
  struct Wait {
    std::string program;
    Arguments arguments;
    int signal;
    bool has_result;
  };
  const auto [program, arguments, signal, has_result] =
      GENERATE(values<Wait>({{"train", {"--data", "pipe"}, SIGINT, false},
                             {"train", {"--data", "-"}, SIGTERM, false},
                             {"train", {"--config", "pipe"}, SIGINT, false},
                             {"train", {"--report", "page"}, SIGTERM, false},
                             {"train", {"--data", "d", "--epochs", "1", "--history", "pipe"}, SIGINT, true},
                             {"average", {"--plot", "a.svg"}, SIGINT, false},
                             {"cluster", {"--data", "pipe"}, SIGTERM, false},
                             {"classify", {"--config", "pipe"}, SIGINT, false},
                             {"distances", {"--data", "pipe", "--output", "o.npy"}, SIGINT, false},
                             {"align", {"pipe"}, SIGTERM, false},
                             {"align", {"two.txt", "--json", "pipe"}, SIGTERM, true}}));
  CAPTURE(program, arguments);
  const int files = folder.count();
  Process process(path_of(program), joined(arguments, {"--quiet"}),
                  {.keep_input_open = true,
                   .environment = {{"PATH", folder.file("bin") + ":/usr/bin:/bin"}},
                   .folder = folder.path()});
  int asleep = 0;
  REQUIRE(comes_true([&] { return (asleep = process.is_waiting() ? asleep + 1 : 0) > 10; }));
  const double before = process.cpu_seconds();
  process.send_signal(signal);
  const auto start = std::chrono::steady_clock::now();
  const ProcessResult result = process.wait();
  CHECK(result.status == 130);
  CHECK(result.out.empty() == !has_result);
  CHECK(without_warnings(result.err) == program + ": interrupted\n");
  CHECK(result.cpu_seconds - before < kMostSeconds);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
  CHECK(folder.count() == files);
}

TEST_CASE("a long run tells its progress on stderr in lines, unless it is to be quiet") {
  const TempFolder folder;
  const std::string quiet = folder.file("quiet"), talking = folder.file("talking");
  const Arguments arguments{"--loss", "euclidean", "--epochs", "1000000000", "--threads", "1"};
  Process quiet_process(SOFTWARP_TRAIN, joined(arguments, {"--quiet"}), {.err_path = quiet});
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
  CHECK(text.find(" left; euclidean, init random, seed 0\n") != std::string::npos);
  CHECK(text.substr(text.size() - 20) == "\ntrain: interrupted\n");
}
