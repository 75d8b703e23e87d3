// What becomes of the files that programs read and write, whatever stands in their way.
#include <sys/stat.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;

ProcessResult run_in(const TempFolder& folder, const std::string& program, const Arguments& arguments) {
  return run_process(SOFTWARP_BIN "/" + program, arguments, {.folder = folder.path()});
}

// The arguments of a brief training.
Arguments brief(const Arguments& more) {
  static const TempFolder folder;
  static const std::string data = folder.write("d", waves(12, 20));
  Arguments arguments{"--data", data, "--epochs", "1", "--loss", "euclidean", "--quiet"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

// Runs a line of a shell, in which "$@" is such a training.
ProcessResult train_in_shell(const TempFolder& folder, const std::string& line, const Arguments& more) {
  Arguments words{"-c", line, "sh", SOFTWARP_TRAIN};
  const Arguments arguments = brief(more);
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run_process("/bin/sh", words, {.folder = folder.path()});
}

}  // namespace

TEST_CASE("outputs that lead to one file are wrong usage, and none is touched") {
  const TempFolder folder;
  folder.write("old.svg", "old");
  std::filesystem::create_symlink("old.svg", folder.file("link.svg"));
  std::filesystem::create_hard_link(folder.file("old.svg"), folder.file("hard.svg"));
  folder.write("two.txt", "0 1 2\n0 2 1\n");
  struct Pair {
    std::string program;
    Arguments arguments;
    std::string message;
  };
  const auto [program, arguments, message] = GENERATE(values<Pair>({
      {"train", {"--json", "a", "--save", "./a"}, "--save: expected another file than --json, found the same file"},
      {"train", {"--save", "a", "--checkpoint", "a"}, "--checkpoint: expected another file than --save, found"},
      {"train", {"--save", "a", "--resume", "a"}, "--checkpoint: expected another file than --save, found"},
      {"train", {"--export", "a", "--history", "a"}, "--history: expected another file than --export, found"},
      {"train", {"--json", "p/index.html", "--report", "p"}, "--report: expected another file than --json, found"},
      {"train",
       {"--save", "-", "--history", "-"},
       "--history: expected another file than --save, found standard output"},
      {"train", {"--json", "-", "--save", "/dev/stdout"}, "--save: expected another file than --json, found standard"},
      {"train", {"--checkpoint", "/dev/stdout"}, "--checkpoint: expected a file, found standard output"},
      {"predict",
       {"--model", "m", "--json", "-", "--output", "-"},
       "--output: expected another file than --json, found"},
      {"average", {"--json", "old.svg", "--plot", "link.svg"}, "--plot: expected another file than --json, found"},
      {"cluster", {"--json", "hard.svg", "--plot", "old.svg"}, "--plot: expected another file than --json, found"},
      {"align", {"two.txt", "--json", "new.svg", "--plot", "./new.svg"}, "--plot: expected another file than --json"},
  }));
  CAPTURE(program, arguments);
  const int files = folder.count();
  const ProcessResult result = run_in(folder, program, arguments);
  CHECK(result.status == 2);
  CHECK(result.out.empty());
  CHECK(result.err.starts_with(program + ": " + message));
  CHECK(result.err.ends_with(" (see " + program + " --help)\n"));
  CHECK(std::ranges::count(result.err, '\n') == 1);
  CHECK(folder.count() == files);
  CHECK(read_file(folder.file("old.svg")) == "old");
}

TEST_CASE("any one output may go to standard output, and nothing else goes there") {
  const TempFolder folder;
  const auto [option, stdout_name] = GENERATE(table<std::string, std::string>(
      {{"--json", "-"}, {"--json", "/dev/stdout"}, {"--save", "-"}, {"--export", "-"}, {"--history", "-"}}));
  CAPTURE(option, stdout_name);
  REQUIRE(run_in(folder, "train", brief({option, "file"})).status == 0);
  const ProcessResult result = run_in(folder, "train", brief({option, stdout_name}));
  CHECK(result.status == 0);
  CHECK(folder.count() == 1);
  const std::string expected = read_file(folder.file("file"));
  CHECK(result.out.substr(0, 20) == expected.substr(0, 20));
  CHECK(result.out.find("test DTW") == std::string::npos);  // the table
}

TEST_CASE("a closed pipe loses the table alone") {
  const TempFolder folder;
  const ProcessResult result =
      train_in_shell(folder, "{ \"$@\"; echo $? > status; } | true", {"--json", "j", "--save", "m", "--history", "h"});
  CHECK(read_file(folder.file("status")) == "1\n");
  CHECK(without_warnings(result.err) == "train: standard output: cannot be written: Broken pipe\n");
  CHECK(folder.count() == 4);
  CHECK(json::parse(read_file(folder.file("j")))["runs"].size() == 1);
}

TEST_CASE("an output that cannot be written loses nothing else") {
  const TempFolder folder;
  const ProcessResult result =
      run_in(folder, "train", brief({"--json", "/dev/full", "--save", "m", "--history", "h", "--export", "/dev/full"}));
  CHECK(result.status == 1);
  CHECK(without_warnings(result.err) == "train: /dev/full: cannot be written: No space left on device\n");
  CHECK(result.out.find("test DTW") != std::string::npos);
  CHECK(folder.count() == 2);
}

#ifndef __SANITIZE_THREAD__  // the thread sanitizer writes a file of its own before main()
TEST_CASE("a limit on the size of files is one line, and leaves no part of a file") {
  const TempFolder folder;
  const ProcessResult result = train_in_shell(folder, "ulimit -f 0; exec \"$@\"", {"--json", "j", "--save", "m"});
  CHECK(result.status == 1);
  CHECK(without_warnings(result.err) == "train: j: cannot be written: File too large\n");
  CHECK(result.out.find("test DTW") != std::string::npos);
  CHECK(folder.count() == 0);
}
#endif

TEST_CASE("what goes to a log through /dev/stdout is added to it") {
  const TempFolder folder;
  folder.write("log", "before\n");
  const std::string name = GENERATE("/dev/stdout", "/dev/fd/1", "log");
  CAPTURE(name);
  CHECK(train_in_shell(folder, "exec \"$@\" >> log", {"--json", name}).status == 0);
  const std::string log = read_file(folder.file("log"));
  REQUIRE(log.starts_with("before\n{"));
  CHECK(json::parse(log.substr(7))["program"] == "train");
  CHECK(folder.count() == 1);
}

TEST_CASE("without a standard error, no message ends up in a result") {
  const TempFolder folder;
  // Without --quiet: what is told on stderr must not go into the file that is opened first.
  const ProcessResult result =
      run_process("/bin/sh",
                  {"-c", "exec \"$@\" 2>&- <&-", "sh", SOFTWARP_TRAIN, "--data", folder.write("d", waves(12, 20)),
                   "--epochs", "3", "--checkpoint", "c", "--every", "1", "--json", "j", "--loss", "euclidean"},
                  {.folder = folder.path()});
  CHECK(result.status == 0);
  CHECK(json::parse(read_file(folder.file("j")))["runs"].size() == 1);
  CHECK(folder.count() == 3);
}

TEST_CASE("without a standard output, the table is an error and the files are written") {
  const TempFolder folder;
  const ProcessResult result = train_in_shell(folder, "exec \"$@\" >&-", {"--json", "j"});
  CHECK(result.status == 1);
  CHECK(without_warnings(result.err) == "train: standard output: cannot be written: Bad file descriptor\n");
  CHECK(json::parse(read_file(folder.file("j")))["runs"].size() == 1);
}

TEST_CASE("a pipe or a device as a model or a checkpoint is refused at once") {
  const TempFolder folder;
  REQUIRE(mkfifo(folder.file("pipe").c_str(), 0600) == 0);
  const std::string file = GENERATE("pipe", "/dev/zero");
  const auto [program, arguments] = GENERATE_COPY(table<std::string, Arguments>({
      {"train", {"--start", file}},
      {"train", {"--resume", file, "--checkpoint", "c"}},
      {"predict", {"--model", file}},
  }));
  CAPTURE(program, arguments);
  const ProcessResult result = run_in(folder, program, arguments);
  CHECK(result.status == 1);
  CHECK(result.err == program + ": " + file + ": expected a regular file, found a device or a pipe\n");
  CHECK(folder.count() == 1);
}

TEST_CASE("gnuplot obeys its script alone") {
  const TempFolder folder;
  folder.write(".gnuplot", "system('touch started')\n");
  const ProcessResult result =
      run_process(SOFTWARP_BIN "/average", {"--iterations", "1", "--plot", "a.svg", "--quiet"},
                  {.environment = {{"HOME", folder.path().string()}}, .folder = folder.path()});
  CHECK(result.status == 0);
  CHECK(std::filesystem::exists(folder.file("a.svg")));
  CHECK_FALSE(std::filesystem::exists(folder.file("started")));
}
