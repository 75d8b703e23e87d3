// Every option of every program with every kind of wrong value, from the command line and from a file. The options are
// those that the programs themselves declare, so that a new one is tested from its first day.
#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/align_arguments.hpp"
#include "analysis/average_arguments.hpp"
#include "analysis/classify_arguments.hpp"
#include "analysis/cluster_arguments.hpp"
#include "analysis/distances_arguments.hpp"
#include "app/cli/common_options.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"
#include "support/workplace.hpp"
#include "train/options.hpp"
#include "train/predict_options.hpp"
#include "train/presets.hpp"

using namespace softwarp;

namespace {

using Words = std::vector<std::string>;

struct Program {
  CommandSpec command;
  std::function<void(const CommandLine&)> read;
  OptionValues beside = {};  // without which an option makes no sense: --every needs --checkpoint
  PresetValues preset = {};
  enum class Windows { all, without, alone } windows = Windows::all;  // options of windows among those that are tried

  std::vector<OptionSpec> options() const {
    std::vector<OptionSpec> all;
    const std::string title = window_options_group().title;
    for (const OptionGroup& group : command.groups) {
      if (windows != Windows::all && (group.title == title) != (windows == Windows::alone)) continue;
      all.insert(all.end(), group.options.begin(), group.options.end());
    }
    return all;
  }
};

const std::vector<Program>& programs() {
  static const std::vector<Program> all{
      {train_command(),
       train_options,
       {{"loss", "dilate"}, {"network", "gru"}, {"validation", "0.5"}, {"checkpoint", "c"}},
       preset_values,
       Program::Windows::without},
      {train_command(),
       train_options,
       {{"data", "x"}, {"window", "4"}, {"horizon", "2"}},
       preset_values,
       Program::Windows::alone},
      {predict_command(), predict_options},
      {average_command(), average_arguments, {{"method", "dilate"}}},
      {cluster_command(), cluster_arguments, {{"method", "dilate"}}},
      {classify_command(), classify_arguments, {{"metric", "dilate"}}},
      {align_command(), align_arguments},
      {distances_command(), distances_arguments, {{"metric", "dilate"}, {"output", "x.npy"}}}};
  return all;
}

// These are answered before anything else is done.
bool is_question(const std::string& option) {
  return option == "help" || option == "version" || option == "print-config";
}

// The option's value is a name, which may be any text; every other value has a form.
bool takes_any_text(const OptionSpec& option) {
  return std::set<std::string>{"FILE", "DIR", "MODEL", "PATH|NAME", "C", "COLUMN", "COLUMNS"}.contains(option.value) &&
         option.name != "plot" && option.name != "config";
}

// A checkpoint is of a training, which these take the place of.
bool excludes_checkpoint(const Words& words) {
  return std::ranges::any_of(words, [](const std::string& word) {
    return word.starts_with("--explain") || word.starts_with("--check-gradient");
  });
}

// What the program does with these words: 0 if it would begin to work, otherwise its exit status. `read`: the options.
// `alone`: an option that is not to be among those of `beside`.
int status_of(const Program& program, const Words& words, std::optional<CommandLine>* read = nullptr,
              const std::string& alone = "") {
  Words all{program.command.program};
  for (const auto& [option, value] : program.beside) {
    if (option == alone || (option == "checkpoint" && excludes_checkpoint(words))) continue;
    all.push_back("--" + option + "=" + value);
  }
  all.insert(all.end(), words.begin(), words.end());
  std::vector<const char*> pointers;
  for (const std::string& word : all) pointers.push_back(word.c_str());
  const auto keep = [&](const CommandLine& parsed) {
    program.read(parsed);
    if (read != nullptr) *read = parsed;
    return true;
  };
  try {
    parse_options(program.command, static_cast<int>(pointers.size()), pointers.data(), keep, program.preset);
    return 0;
  } catch (const UsageError&) {
    return 2;
  } catch (const Error&) {
    return 1;
  }
}

// Likewise for an option in a file, whose value is TOML.
int status_in_file(const Program& program, const TempFolder& folder, const std::string& option,
                   const std::string& value) {
  const std::string file = folder.write("c.toml", option + " = " + value + "\n");
  const bool lesson = excludes_checkpoint({"--" + option});
  return status_of(program, {"--config", file}, nullptr, lesson ? "checkpoint" : option);
}

// The status that any text must have as the value of an option, unless it happens to have the right form.
int expected_status(const OptionSpec& option) {
  if (option.name == "config") return 1;  // there is no such file
  return takes_any_text(option) ? 0 : 2;
}

const std::string kLong(100'000, 'x');

// Texts that are the value of no option but one that takes any text.
const std::vector<std::string> kWrong{kLong, "\xff\xfe", "a\nb", "-1", "nan", "1e999"};

// A value that the option can have.
std::string legal_value(const Program& program, const OptionSpec& option) {
  for (const std::string value : {"1",        "0.5",     "first",  "auto",    "random", "default", "adam",  "cosine",
                                  "loss",     "step",    "kernel", "sigmoid", "dilate", "huber",   "float", "none",
                                  "centroid", "archive", "f.svg",  "each",    "linear", "1/1",     "f.npy"}) {
    if (status_of(program, {"--" + option.name + "=" + value}) == 0) return value;
  }
  FAIL(program.command.program << ": no legal value of --" << option.name << " is known to the test");
  return "";
}

}  // namespace

TEST_CASE("every option of every program: a wrong value is wrong usage, from the command line and from a file") {
  const TempFolder folder;
  std::string long_list = "1";
  while (long_list.size() < 100'000) long_list += ",1";
  for (const Program& program : programs()) {
    for (const OptionSpec& option : program.options()) {
      const std::string& name = option.name;
      CAPTURE(program.command.program, name);
      if (option.is_flag()) {
        CHECK(status_of(program, {"--" + name + "="}) == 2);
        for (const std::string& value : kWrong) CHECK(status_of(program, {"--" + name + "=" + value}) == 2);
        if (is_question(name)) continue;
        CHECK(status_of(program, {"--" + name, "--" + name}) == 0);
        for (const std::string value : {"''", "'a'", "1", "[]", "\"a\\nb\"", "\"\\u0000\"", "'\xff'"})
          CHECK(status_in_file(program, folder, name, value) == 2);
        continue;
      }
      CHECK(status_of(program, {"--" + name}) == 2);
      CHECK(status_of(program, {"--" + name, ""}) == 2);
      CHECK(status_of(program, {"--" + name + "="}) == 2);
      for (const std::string& value : kWrong) {
        CAPTURE(value.substr(0, 40));
        CHECK(status_of(program, {"--" + name, value}) == expected_status(option));
      }
      if (expected_status(option) == 2) CHECK(status_of(program, {"--" + name, "nan", "--print-config"}) == 2);
      CHECK(status_of(program, {"--" + name, long_list}) <= 2);
      CHECK(status_of(program, {"--" + name, "99999999999999999999"}) <= 2);

      if (name == "config") continue;
      const auto in_file = [&](const std::string& value) { return status_in_file(program, folder, name, value); };
      for (const std::string value : {"", "''", "[]", "true", "\"a\\u0000b\"", "'\xff\xfe'", "99999999999999999999"}) {
        CAPTURE(value);
        CHECK(in_file(value) == 2);
      }
      for (const std::string value : {"-1", "nan", "\"a\\nb\""}) {
        CAPTURE(value);
        CHECK(in_file(value) == expected_status(option));
      }
      CHECK(in_file("'" + kLong + "'") == expected_status(option));
    }
  }
}

TEST_CASE("every option of every program: the last value counts, and the command line's before a file's") {
  const TempFolder folder;
  for (const Program& program : programs()) {
    for (const OptionSpec& option : program.options()) {
      if (option.is_flag() || option.name == "config") continue;
      const std::string given = "--" + option.name;
      const std::string legal = legal_value(program, option);
      CAPTURE(program.command.program, option.name, legal);
      std::optional<CommandLine> read;
      CHECK(status_of(program, {given, "nan", given, "-1", given + "=" + legal}, &read) == 0);
      CHECK(read->text(option.name) == legal);
      const std::string file = folder.write("c.toml", option.name + " = -1\n");
      CHECK(status_of(program, {given, legal, "--config", file}, &read) == 0);
      CHECK(read->text(option.name) == legal);
      CHECK(status_in_file(program, folder, option.name, "'" + legal + "'") == 0);
      CHECK(status_in_file(program, folder, option.name, "1\n" + option.name + " = 1") == 2);
    }
  }
}

namespace {

// The report of a run, less what differs from run to run.
std::string lasting(const std::string& report) {
  nlohmann::json json = nlohmann::json::parse(report);
  json.erase("seconds");
  if (json.contains("runs")) {
    for (auto& run : json["runs"]) run.erase("seconds");
  }
  return json.dump();
}

}  // namespace

TEST_CASE("every program, seen from outside: one line and nothing else where a value is wrong, whatever its kind") {
  const Workplace place;
  for (const Program& program : programs()) {
    const std::string& name = program.command.program;
    std::set<std::string> seen;
    for (const OptionSpec& option : program.options()) {
      // The first option of each of these kinds: the others are read alike, as the test above knows.
      const bool of_a_kind =
          std::set<std::string>{"LIST", "N", "NAME", "FILE", "PATH|NAME", "C"}.contains(option.value);
      if (!of_a_kind || !seen.insert(option.value).second) continue;
      const std::string given = "--" + option.name;
      for (const std::string& value : {kLong, std::string("\xff\n\x1b[31mb"), std::string()})
        place.check(name, {given + "=" + value});
      for (const std::string value : {"\"a\\u0000b\"", "\"a\\n\\u001b[31mb\""})
        place.check(name, {"--config", place.config(option.name + " = " + value + "\n")});
    }
  }
}

TEST_CASE("every program: --help, --version, and --print-config, from which --config makes the same run") {
  const Workplace place;
  for (const Program& program : programs()) {
    const std::string& name = program.command.program;
    CAPTURE(name);
    const ProcessResult help = place.start(name, {"--help"}), version = place.start(name, {"--version"});
    CHECK(help.status == 0);
    CHECK(help.err.empty());
    for (const OptionSpec& option : program.options())
      CHECK(help.out.find((option.name.size() > 1 ? "--" : " -") + option.name) != std::string::npos);
    CHECK(version.status == 0);
    CHECK(version.out == name + " (softwarp) " + SOFTWARP_VERSION + "\n");

    Words words = place.small_run(name);
    words.insert(words.end(), {"--json", "-"});
    const ProcessResult run = place.start(name, words);
    REQUIRE(run.status == 0);
    words.emplace_back("--print-config");
    const ProcessResult printed = place.start(name, words);
    REQUIRE(printed.status == 0);
    Words again{"--config", place.config(printed.out)};
    if (program.command.takes_words) again.push_back(words.front());
    CHECK(lasting(place.start(name, again).out) == lasting(run.out));
    again.emplace_back("--print-config");
    CHECK(place.start(name, again).out == printed.out);
  }
}
