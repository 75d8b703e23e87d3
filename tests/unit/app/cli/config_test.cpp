#include "app/cli/config.hpp"

#include <algorithm>

#include "app/cli/common_options.hpp"
#include "app/cli/program.hpp"
#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

CommandSpec spec() {
  CommandSpec spec{"t", ""};
  spec.groups.push_back({"Own", {{"gamma", "G", "", "0.1"}, {"learning-rate", "ETA", ""}, {"z-normalise", "", ""}}});
  add_common_options(spec);
  return spec;
}

std::string error_for(const std::string& text) {
  return message_of<UsageError>([&] { parse_config(text, "c.toml", spec()); });
}

// The resulting values of --gamma, --learning-rate and --z-normalise.
std::vector<std::string> outcome(std::vector<const char*> words, const PresetValues& preset = {}) {
  words.insert(words.begin(), "t");
  const auto parsed = parse_command_line(spec(), static_cast<int>(words.size()), words.data(), preset);
  REQUIRE(parsed);
  return {parsed->text("gamma"), parsed->value("learning-rate").value_or("unset"), parsed->text("z-normalise")};
}

}  // namespace

TEST_CASE("a configuration gives the same texts as the command line would") {
  OptionValues read = parse_config(
      "# a comment\r\ngamma = [1, 0.1, '1e-3']\nseed = 12\nz-normalise = true\nquiet = false\ndata = \"a b\"\n"
      "learning-rate = 1e-4\n",
      "c.toml", spec());
  std::ranges::sort(read);
  CHECK(read == OptionValues{{"data", "a b"},
                             {"gamma", "1,0.1,1e-3"},
                             {"learning-rate", "1e-04"},
                             {"quiet", "false"},
                             {"seed", "12"},
                             {"z-normalise", "true"}});
  CHECK(parse_config("\xef\xbb\xbfseed = 1\n", "c.toml", spec()) == OptionValues{{"seed", "1"}});
  CHECK(parse_config("", "c.toml", spec()).empty());
}

TEST_CASE("an error in a configuration is reported in one line with its location") {
  CHECK(error_for("\ngama = 1") == "c.toml:2: expected the name of an option, found \"gama\"; did you mean \"gamma\"?");
  CHECK(error_for("learning_rate = 1") ==
        "c.toml:1: expected the name of an option, found \"learning_rate\"; did you mean \"learning-rate\"?");
  CHECK(error_for("xyzzy = 1") == "c.toml:1: expected the name of an option, found \"xyzzy\"");
  CHECK(error_for("config = 'a'") == "c.toml:1: expected the name of an option, found \"config\"");
  CHECK(error_for("quiet = 'true'") == "c.toml:1: quiet: expected true or false, found something else");
  const std::string other = "c.toml:1: gamma: expected a string, a number or a list of these, found something else";
  for (const char* value : {"true", "[]", "[[1]]", "{a = 1}", "['1,2']", "['']", "1979-05-27"})
    CHECK(error_for(std::string("gamma = ") + value) == other);
  CHECK(error_for("gamma = 'a'\ndata = \"a\\u0000b\"") ==
        "c.toml:2: data: expected a string without the character \\u0000, found one with it");
  CHECK(error_for("gamma = 1\ngamma = 2").starts_with("c.toml:2: expected TOML, found: "));
  CHECK(error_for("gamma = 0,1").starts_with("c.toml:1: expected TOML, found: "));
  CHECK(error_for(std::string("gamma = 1\0", 10)).starts_with("c.toml:1: expected TOML, found: "));
}

TEST_CASE("the command line overrides the configuration, which overrides the preset, which overrides defaults") {
  const TempFolder folder;
  const std::string file = folder.write("c.toml", "gamma = 2\nlearning-rate = 3\nz-normalise = true\n");
  const std::string config = "--config=" + file;
  const auto preset = [](const CommandLine& parsed) {
    return OptionValues{{"learning-rate", parsed.text("gamma") + "0"}};
  };
  CHECK(outcome({}) == std::vector<std::string>{"0.1", "unset", "false"});
  CHECK(outcome({}, preset) == std::vector<std::string>{"0.1", "0.10", "false"});
  CHECK(outcome({config.c_str()}, preset) == std::vector<std::string>{"2", "3", "true"});
  CHECK(outcome({"--gamma", "5", config.c_str()}, preset) == std::vector<std::string>{"5", "3", "true"});
  CHECK(outcome({config.c_str(), "--learning-rate=7", "--z-normalise=false"}, preset) ==
        std::vector<std::string>{"2", "7", "false"});
}

TEST_CASE("a written configuration reads back to the same values") {
  const std::vector<std::string> awkward{"1",  "0.1", "1e-3",  "007",  "1,2",  "1, 2",        "a,,b",  ",",
                                         "a,", "-",   "+1",    "0x10", "inf",  "nan",         "true",  "\"",
                                         "'",  "é",   "1_000", "1.",   ".5",   "1e999",       "-0.0",  "[1]",
                                         "#",  "1=2", "\\",    " a ",  "a\nb", "a\n\'\x1b\"", "\u0085"};
  for (const std::string& value : awkward) {
    CAPTURE(value);
    const CommandLine parsed(spec(), {}, {"--gamma=" + value, "--quiet"});
    const std::string written = write_config(parsed, spec());
    CHECK(std::ranges::count(written, '\n') == std::ranges::count(written, '=') - std::ranges::count(value, '='));
    const OptionValues read = parse_config(written, "c.toml", spec());
    const auto gamma = std::ranges::find(read, "gamma", [](const auto& setting) { return setting.first; });
    REQUIRE(gamma != read.end());
    CHECK(gamma->second == value);
    CHECK(std::ranges::find(read, std::pair<std::string, std::string>("quiet", "true")) != read.end());
  }
}

TEST_CASE("a configuration has U+FFFD for what is not UTF-8, and none to print") {
  const CommandLine parsed(spec(), {}, {"--gamma=a\xff"});
  CHECK(write_config(parsed, spec()).starts_with("gamma = 'a\ufffd'\n"));
  CHECK(write_config(parsed, spec(), {"gamma"}).starts_with("z-normalise = false\n"));
  CHECK(message_of<Error>([&] { config_to_print(parsed, spec()); }) ==
        "--gamma: expected UTF-8, as a configuration needs, found \"a\\xff\"");
}

TEST_CASE("the nearest word") {
  const std::vector<std::string> words{"gamma", "seed", "epochs"};
  CHECK(nearest_word("gama", words) == "gamma");
  CHECK(nearest_word("sede", words) == "seed");
  CHECK(nearest_word("epoch", words) == "epochs");
  CHECK(nearest_word("quartz", words).empty());
  CHECK(nearest_word(std::string(1000, 'a'), words).empty());
}

TEST_CASE("a configuration file that cannot be one") {
  const TempFolder folder;
  const auto refused = [](const std::string& path) { return message_of<Error>([&] { read_config(path, spec()); }); };
  CHECK(refused(folder.file("none")) == folder.file("none") + ": cannot be opened: No such file or directory");
  CHECK(refused(folder.path().string()) == folder.path().string() + ": expected a configuration file, found a folder");
  CHECK(refused("/dev/zero") == "/dev/zero: expected a configuration of at most 1 MiB, found more");
}
