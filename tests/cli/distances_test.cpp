// The program distances, from the outside: killed, continued, told to stop, misused.
#include <sys/wait.h>

#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/subprocess.hpp"
#include "support/temp_folder.hpp"
#include "support/waiting.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;

ProcessResult run(const TempFolder& folder, const Arguments& arguments) {
  return run_process(SOFTWARP_BIN "/distances", arguments, {.folder = folder.path()});
}

// Rows without labels; c x + b in 17 digits.
std::string rows(int count, int length, double c = 1, double b = 0) {
  std::string text;
  unsigned state = 1;
  for (int i = 0; i < count; ++i) {
    double value = 0;
    for (int t = 0; t < length; ++t) {
      state = state * 1664525u + 1013904223u;
      value += static_cast<double>(state >> 16) / 65536 - 0.5;
      char digits[40];
      std::snprintf(digits, sizeof digits, "%.17g", c * value + b);
      text += digits + std::string(t + 1 < length ? "," : "\n");
    }
  }
  return text;
}

std::vector<double> numbers_in(const std::string& csv) {
  std::vector<double> numbers;
  for (const char* at = csv.c_str(); *at != '\0';) {
    char* end = nullptr;
    numbers.push_back(std::strtod(at, &end));
    at = end + 1;
  }
  return numbers;
}

}  // namespace

TEST_CASE("distances that are killed and continued are those of a run without an end") {
  const TempFolder folder;
  folder.write("d.csv", rows(600, 150));
  const Arguments work{"--data", "d.csv", "--labels", "none", "--quiet", "--output"};
  const auto with_output = [&](const std::string& file) {
    Arguments all = work;
    all.push_back(file);
    return all;
  };
  REQUIRE(run(folder, with_output("whole.npy")).status == 0);
  const std::string progress = folder.file("killed.npy.part.1-of-1");
  const auto done = [&] {
    const std::string text = read_file(progress);
    return std::count(text.begin() + static_cast<std::ptrdiff_t>(std::min(text.size(), text.find('\n'))), text.end(),
                      '1');
  };
  Process process(SOFTWARP_BIN "/distances", with_output("killed.npy"), {.folder = folder.path()});
  REQUIRE(comes_true([&] { return done() > 0; }));
  process.send_signal(SIGKILL);
  CHECK(process.wait().status == 128 + SIGKILL);
  CHECK(!std::filesystem::exists(folder.file("killed.npy")));
  const auto before = done();
  CHECK(before < 6);
  // What it had done is not done again: a byte that is changed stays.
  Process again(SOFTWARP_BIN "/distances", with_output("killed.npy"), {.folder = folder.path()});
  REQUIRE(comes_true([&] { return done() > before; }));
  again.send_signal(SIGINT);
  const ProcessResult stopped = again.wait();
  if (stopped.status == 130) {
    CHECK(stopped.out.find("the same command goes on") != std::string::npos);
    CHECK(stopped.err == "distances: interrupted\n");
    CHECK(run(folder, with_output("killed.npy")).status == 0);
  }
  CHECK(read_file(folder.file("killed.npy")) == read_file(folder.file("whole.npy")));
  CHECK(folder.count() == 3);
}

TEST_CASE("distances follow the units of the data") {
  const TempFolder folder;
  folder.write("one", rows(8, 12));
  folder.write("power", rows(8, 12, 4));
  folder.write("units", rows(8, 12, 1e-3, 50));
  const auto distances = [&](const std::string& data, const char* gamma, const Arguments& more) {
    Arguments all{"--data", data, "--labels", "none", "--gamma", gamma, "--output", "out.csv", "--precision", "double"};
    all.insert(all.end(), more.begin(), more.end());
    REQUIRE(run(folder, all).status == 0);
    return numbers_in(read_file(folder.file("out.csv")));
  };
  for (const Arguments& more : {Arguments{}, Arguments{"--metric", "softdtw-divergence", "--band", "3"}}) {
    const std::vector<double> one = distances("one", "0.1", more);
    const std::vector<double> power = distances("power", "1.6", more);
    const std::vector<double> units = distances("units", "1e-7", more);
    REQUIRE(one.size() == 64);
    for (std::size_t k = 0; k < one.size(); ++k) {
      CHECK(power[k] == 16 * one[k]);
      CHECK(std::abs(1e6 * units[k] - one[k]) < 1e-6 * std::max(1.0, std::abs(one[k])));
    }
  }
}

TEST_CASE("distances: what is wrong is said in a line, and leaves nothing") {
  const TempFolder folder;
  folder.write("d.csv", rows(4, 5));
  folder.write("long.csv", rows(3, 7));
  folder.write("uneven.csv", rows(300, 5) + "1,2,3,4,NaN\n");
  const std::filesystem::path other = folder.file("two");
  const auto refused = [&](Arguments arguments, int status, const std::string& message) {
    CAPTURE(message);
    const ProcessResult result = run(folder, arguments);
    CHECK(result.status == status);
    CHECK(result.err.starts_with("distances: " + message));
    CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
    CHECK(result.out.empty());
    CHECK(folder.count() == 3);
  };
  const Arguments data{"--data", "d.csv", "--labels", "none", "--output", "o.npy"};
  const auto with = [&](const Arguments& more) {
    Arguments all = data;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  refused({}, 2, "--output: expected a file to write, found none");
  refused({"--output", "x.txt"}, 2, "--output: expected a name that ends in .npy or .csv, found \"x.txt\"");
  for (const char* block : {"0/2", "3/2", "2", "1/", "/2", "1/2/3", "-1/2", "1.5/2"})
    refused(with({"--block", block}), 2, std::string("--block: expected I/N, such as 2/8, found \"") + block + "\"");
  refused(with({"--metric", "dtw,softdtw"}), 2, "--metric: expected one name, found 2");
  refused(with({"--metric", "euclidean", "--band", "2"}), 2, "--band: ");
  refused(with({"--nearest", "4"}), 1, "--nearest: expected at most the 3 series to compare with, found 4");
  refused(with({"--data2", "missing.csv"}), 1, "missing.csv: ");
  refused(with({"--metric", "euclidean", "--data2", "long.csv"}), 1,
          "euclidean: series 1: expected series of equal length, found ");
  // A series beyond the first tile has the number that it has in the data.
  refused(
      {"--data", "d.csv", "--data2", "uneven.csv", "--labels", "none", "--metric", "euclidean", "--output", "o.csv"}, 1,
      "euclidean: series 301: expected series of equal length, found ");
  refused({"--data", "-", "--data2", "-", "--output", "o.npy"}, 2, "--data2: expected a file or a name, found -");
  refused(with({"--json", "o.npy"}), 2, "--json: expected another file than --output");
  refused({"--data", "d.csv", "--labels", "none", "--output", "none/o.npy"}, 1,
          "none/o.npy.part: cannot be written: No such file or directory");
}
