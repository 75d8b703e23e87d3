// What the values of options mean beyond their form.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/average_arguments.hpp"
#include "analysis/classify_arguments.hpp"
#include "analysis/cluster_arguments.hpp"
#include "app/cli/common_options.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"
#include "support/workplace.hpp"
#include "train/options.hpp"
#include "train/presets.hpp"

using namespace softwarp;
using Words = std::vector<std::string>;

namespace {

template <class Read>
auto options_of(const CommandSpec& command, Read read, const Words& words, const PresetValues& preset = {}) {
  std::vector<const char*> pointers{command.program.c_str()};
  for (const std::string& word : words) pointers.push_back(word.c_str());
  return parse_options(command, static_cast<int>(pointers.size()), pointers.data(), read, preset).value();
}

}  // namespace

TEST_CASE("what a list names twice, by value, is one run") {
  const auto losses =
      options_of(train_command(), train_options,
                 {"--loss", "softdtw,all,softdtw", "--gamma", "1,1.0,2:1,1e0,1:1,2.0:1,auto,auto"}, preset_values)
          .comparison()
          .losses;
  REQUIRE(losses.size() == 4);
  CHECK(to_text(losses[0]) == "softdtw(gamma=1)");
  CHECK(to_text(losses[1]) == "softdtw(gamma=2:1)");
  CHECK(losses[2].needs_gamma());
  CHECK(losses[3].is_euclidean());

  const Words methods{"--method", "mean,softdtw,dba,softdtw,mean", "--gamma", "0.5,5e-1,1"};
  CHECK(options_of(average_command(), average_arguments, methods).average.methods.size() == 4);
  CHECK(options_of(cluster_command(), cluster_arguments, methods).cluster.methods.size() == 4);
  CHECK(options_of(classify_command(), classify_arguments,
                   {"--metric", "softdtw,dtw,softdtw", "--gamma", "1,1.0,auto,auto"})
            .classify.metrics.size() == 3);
  CHECK(options_of(average_command(), average_arguments, {"--weights", "1,2/2,4/1.0,2e0/2,1"}).average.weights ==
        std::vector<std::vector<double>>{{1, 2}, {2, 1}});

  const Workplace place;
  const ProcessResult run = place.start_small("train", {"--gamma", "1,1.0", "--history", "h", "--json", "-"});
  CHECK(nlohmann::json::parse(run.out)["runs"].size() == 1);
  const std::string history = read_file(place.file("h"));
  CHECK(std::ranges::count(history, '\n') == 2);  // a header and one epoch
}

TEST_CASE("a gamma that the data do not allow is refused before the work") {
  const Workplace place;
  const auto check = [&](const std::string& program, const Words& words) {
    CAPTURE(program, words);
    const ProcessResult result = place.start_small(program, words);  // 10⁹ iterations would take hours
    CHECK(result.status == 1);
    CHECK(result.out.empty());
    CHECK(result.err.find("the largest values against the smallest: ") != std::string::npos);
    CHECK(std::ranges::count(result.err, '\n') == 1);
  };
  const Words forever{"--epochs", "1000000000", "--loss", "euclidean,softdtw", "--gamma"};
  for (const std::string gamma : {"1:1e-300", "1e-300:1", "1e-300", "1,1e-300"}) {
    Words words = forever;
    words.push_back(gamma);
    check("train", words);
  }
  for (const std::string gamma : {"1,1e-300", "1,1e308"}) {
    check("average", {"--gamma", gamma, "--iterations", "1000000000", "--tolerance", "0"});
    check("cluster", {"--gamma", gamma, "--restarts", "1000000"});
    check("classify", {"--gamma", gamma, "--repeats", "100000"});
  }
}

TEST_CASE("names of files that are no text") {
  const Workplace place;
  const std::string name = "\xff\n.tsv";
  std::filesystem::copy(place.small_run("average")[1], place.file(name));
  const ProcessResult train = place.start_small(
      "train", {"--data", name, "--save", "m\xff", "--checkpoint", "c\xff", "--json", "j\xff", "--history", "h\xff"});
  CHECK(train.err.find('\xff') == std::string::npos);
  REQUIRE(train.status == 0);
  CHECK(train.out.starts_with("\\xff\\n: "));
  CHECK(nlohmann::json::parse(read_file(place.file("j\xff")))["data"]["name"] == "\ufffd\n");
  const ProcessResult resumed = place.start_small("train", {"--data", name, "--resume", "c\xff"});
  CHECK(resumed.status == 0);
  const ProcessResult predict = place.start_small("predict", {"--data", name, "--model", "m\xff", "--json", "-"});
  REQUIRE(predict.status == 0);
  const std::string recorded = nlohmann::json::parse(predict.out)["model"]["origin"]["options"];
  CHECK(recorded.find("data = \"\ufffd\\n.tsv\"\n") != recorded.npos);

  const ProcessResult printed = place.start_small("train", {"--data", name, "--print-config"});
  CHECK(printed.status == 1);
  CHECK(printed.out.empty());
  CHECK(printed.err == "train: --data: expected UTF-8, as a configuration needs, found \"\\xff\\n.tsv\"\n");
}

TEST_CASE("words that look like options") {
  const Workplace place;
  for (const std::string name : {"--d", "-d", "--"}) {
    std::filesystem::copy(place.small_run("align")[0], place.file(name));
    CHECK(place.start("align", {"--", name}).status == 0);
  }
  CHECK(place.start_small("average", {"--class", "--x"}).err ==
        "average: a: expected one of the classes 1, 2, found \"--x\"\n");
}

TEST_CASE("what is wrong with an option, whatever finds it, is wrong usage") {
  const Workplace place;
  for (const std::string program : {"train", "average", "cluster", "align"}) {
    const ProcessResult result = place.start_small(program, {"--plot", "x.jpg"});
    CHECK(result.status == 2);
    CHECK(result.err.find("expected a picture's name to end in .svg, .png or .pdf, found \".jpg\"") !=
          std::string::npos);
  }
  for (const std::string program : {"train", "predict", "average", "cluster", "classify", "distances", "align"}) {
    const ProcessResult result = place.start_small(program, {}, {.environment = {{"SOFTWARP_SIMD", "AVX9"}}});
    CHECK(result.status == 2);
    CHECK(result.out.empty());
  }
  for (const std::string program : {"average", "cluster"})
    CHECK(place.start_small(program, {"--weights", "1e308,1e308"}).status == 2);
}
