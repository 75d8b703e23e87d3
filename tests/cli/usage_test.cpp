// What the program says of itself, and how it refuses what it does not understand.
#include <map>
#include <sstream>

#include "support/catch.hpp"
#include "support/train_program.hpp"

using namespace softwarp;

TEST_CASE("--help lists every option with its default and its legal values on stdout") {
  const ProcessResult result = train({"--help"});
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  // Option, and what its text must say.
  const std::vector<std::pair<std::string, std::vector<std::string>>> options{
      {"--data", {"built-in", "UCR_ARCHIVE", "standard input"}},
      {"--test-fraction", {"0.2", "0 < F < 1"}},
      {"--labels", {"first | none | NAME | NUMBER", "default: under a header"}},
      {"--dims", {"default: 1", ">= 1"}},
      {"--loss", {"euclidean", "softdtw", "dtw", "default: all"}},
      {"--gamma", {"> 0", "auto", "A:B", "[0.01; 0.1; 0.01]", "squared units"}},
      {"--alpha", {"0 <= A <= 1", "default: 0.5"}},
      {"--band", {">= 0", "default: no"}},
      {"--cost", {"sqeuclidean | halfsqeuclidean | absolute | huber", "huber:DELTA", "default: sqeuclidean"}},
      {"--init", {"random | euclidean | both", "[random; random; random]"}},
      {"--repeats", {">= 1", "default: 1"}},
      {"--preset", {"default | paper | windows", "default: default"}},
      {"--network", {"mlp", "linear", "gru", "conv", "[mlp; mlp; mlp]"}},
      {"--kernel", {">= 1", "default: 3"}},
      {"--teacher-forcing", {"0 to 1", "default: 0"}},
      {"--window", {">= 1", "default: none"}},
      {"--horizon", {">= 1", "--window"}},
      {"--target", {"name or number", "default: all"}},
      {"--covariates", {"default: none"}},
      {"--time", {"default: the first one that holds dates"}},
      {"--series", {"default: the file is one"}},
      {"--channels", {"each | all", "default: each"}},
      {"--stride", {">= 1", "default: 1"}},
      {"--season", {">= 1", "default: found"}},
      {"--train-size", {"share", "default: all"}},
      {"--test-size", {"share", "default: 0.2"}},
      {"--backtest", {">= 1", "default: none"}},
      {"--split", {"0 < S < 1", "default: 0.6"}},
      {"--hidden", {">= 1", "[30; 10; 64]", "gru [16; 10; 32]", "conv [16,16,16,16; 10; 16,16,16,16]"}},
      {"--activation", {"sigmoid | tanh | relu", "[sigmoid; sigmoid; relu]"}},
      {"--optimizer", {"adam | sgd | lbfgs", "[adam; adam; adam]"}},
      {"--learning-rate", {"> 0", "[0.003; 0.001; 0.001]"}},
      {"--schedule", {"constant | cosine", "step", "[cosine; constant; cosine]"}},
      {"--warm-up", {">= 0", "default: 0"}},
      {"--weight-decay", {">= 0", "[120; 0; 100]", "gru [20; 0; 0]", "conv [500; 0; 100]"}},
      {"--clip", {"> 0", "default: any"}},
      {"--validation", {"0 <= F < 1", "number of steps", "[0; 0; 0.2]"}},
      {"--monitor", {"loss | dtw | euclidean", "default: loss"}},
      {"--patience", {">= 1", "default: never", "--validation"}},
      {"--restarts", {">= 1", "default: 1"}},
      {"--history", {"CSV"}},
      {"--plot", {}},
      {"--report", {}},
      {"--checkpoint", {"--resume", "Ctrl-C"}},
      {"--every", {">= 1", "default: every 10 seconds"}},
      {"--resume", {"same options and data"}},
      {"--explain", {"training series N", "N >= 1"}},
      {"--check-gradient", {"finite differences"}},
      {"--momentum", {"0 <= M < 1", "default: 0.9"}},
      {"--epochs", {">= 1", "[60; 30; 50]"}},
      {"--batch-size", {">= 1", "[1; 1; 32]"}},
      {"--scale", {"none | set | step | series | last", "[step; none; last]"}},
      {"--z-normalise", {"--scale series"}},
      {"--base", {"none | kernel", "[kernel; none; none]"}},
      {"--seed", {">= 0", "default: 0"}},
      {"--threads", {"1 to 1024", "default: one per core"}},
      {"--simd", {"auto | ", "default: auto"}},
      {"--precision", {"float | double", "default: float"}},
      {"--json", {"standard output"}},
      {"--start", {"--save"}},
      {"--save", {"safetensors", "lowest DTW"}},
      {"--export", {"ONNX"}},
      {"--config", {"TOML"}},
      {"--print-config", {}},
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
  CHECK(result.out == "train (softwarp) " SOFTWARP_VERSION "\n");
  CHECK(result.err.empty());
}

TEST_CASE("wrong usage: one line that says where, expected, found; status 2; nothing done") {
  using Arguments = std::vector<std::string>;
  const std::vector<std::pair<Arguments, std::string>> cases{
      {{"--gamma", "-1"}, "--gamma: expected a number > 0, found \"-1\""},
      {{"--gamma", "0"}, "--gamma: expected a number > 0, found \"0\""},
      {{"--gamma", "nan"}, "--gamma: expected a number > 0, found \"nan\""},
      {{"--gamma", "0.1abc"}, "--gamma: expected a number > 0, found \"0.1abc\""},
      {{"--gamma", "1,,2"}, "--gamma: expected a comma-separated list without empty items, found \"1,,2\""},
      {{"--loss", "foo"},
       "--loss: expected one of all, euclidean, softdtw, softdtw-divergence, sharp, sharp-divergence, dilate, dtw, "
       "found \"foo\""},
      {{"--loss", "euclidean,"}, "--loss: expected a comma-separated list without empty items, found \"euclidean,\""},
      {{"--init", "zero"}, "--init: expected one of random, euclidean, both, found \"zero\""},
      {{"--preset", "mine"}, "--preset: expected one of default, paper, windows, found \"mine\""},
      {{"--activation", "cosine"}, "--activation: expected one of sigmoid, tanh, relu, found \"cosine\""},
      {{"--optimizer", "newton"}, "--optimizer: expected one of adam, sgd, lbfgs, found \"newton\""},
      {{"--split", "1"}, "--split: expected a number > 0 and < 1, found \"1\""},
      {{"--hidden", "10,0"}, "--hidden: expected a whole number from 1 to 1000000, found \"0\""},
      {{"--learning-rate", "0"}, "--learning-rate: expected a number > 0, found \"0\""},
      {{"--schedule", "linear"}, "--schedule: expected one of constant, cosine, step, found \"linear\""},
      {{"--warm-up", "-1"}, "--warm-up: expected a whole number from 0 to 1000000000, found \"-1\""},
      {{"--weight-decay", "-1"}, "--weight-decay: expected a number >= 0, found \"-1\""},
      {{"--clip", "0"}, "--clip: expected a number > 0, found \"0\""},
      {{"--validation", "1"}, "--validation: expected a number >= 0 and < 1, found \"1\""},
      {{"--monitor", "tdi"}, "--monitor: expected one of loss, dtw, euclidean, found \"tdi\""},
      {{"--patience", "0"}, "--patience: expected a whole number from 1 to 1000000000, found \"0\""},
      {{"--patience", "3"}, "--patience: expected --validation above 0 with it, found 0"},
      {{"--checkpoint", "-"}, "--checkpoint: expected a file, found \"-\""},
      {{"--every", "3"}, "--every: expected --checkpoint FILE with it, found none"},
      {{"--restarts", "0"}, "--restarts: expected a whole number from 1 to 1000000, found \"0\""},
      {{"--momentum", "1"}, "--momentum: expected a number >= 0 and < 1, found \"1\""},
      {{"--epochs", "2.5"}, "--epochs: expected a whole number from 1 to 1000000000, found \"2.5\""},
      {{"--batch-size", "0"}, "--batch-size: expected a whole number from 1 to 1000000000, found \"0\""},
      {{"--repeats", "0"}, "--repeats: expected a whole number from 1 to 1000000, found \"0\""},
      {{"--seed", "-1"}, "--seed: expected a whole number >= 0, found \"-1\""},
      {{"--threads", "0"}, "--threads: expected a whole number from 1 to 1024, found \"0\""},
      {{"--precision", "half"}, "--precision: expected one of float, double, found \"half\""},
      {{"--dims", "0"}, "--dims: expected a whole number from 1 to 1000000, found \"0\""},
      {{"--test-fraction", "0"}, "--test-fraction: expected a number > 0 and < 1, found \"0\""},
      {{"stray"}, "expected only options, found \"stray\""},
      {{"--bogus"}, "Option \"bogus\" does not exist"},
      {{"--gamma"}, "Option \"gamma\" is missing an argument"}};
  for (const auto& [arguments, message] : cases) check_refused(arguments, 2, message + " (see train --help)");
}
