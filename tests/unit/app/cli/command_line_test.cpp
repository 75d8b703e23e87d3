#include "app/cli/command_line.hpp"

#include "app/cli/program.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"

using namespace softwarp;

namespace {

CommandSpec spec() {
  CommandSpec spec{"t", "Tries options.\n"};
  spec.groups.push_back({"Own",
                         {{"k", "K", "Clusters"},
                          {"gamma", "G", "Smoothing", "0.1"},
                          {"plot", "FILE", "Picture"},
                          {"quiet", "", "No progress"},
                          {"help", "", "Print this text"}}});
  return spec;
}

CommandLine given(const std::vector<std::string>& words, const OptionValues& weaker = {}) {
  return CommandLine(spec(), weaker, words);
}

std::string refusal(const std::vector<std::string>& words) {
  return message_of<UsageError>([&] { given(words); });
}

}  // namespace

TEST_CASE("an option has its default until it is given") {
  const CommandLine nothing = given({});
  CHECK(nothing.given("gamma"));
  CHECK(nothing.text("gamma") == "0.1");
  CHECK(nothing.value("plot") == std::nullopt);
  CHECK_FALSE(nothing.given("plot"));
  CHECK_FALSE(nothing.flag("quiet"));

  const CommandLine all = given({"--gamma", "-1", "--plot=a=b", "--quiet"});
  CHECK(all.given("gamma"));
  CHECK(all.text("gamma") == "-1");
  CHECK(all.value("plot") == "a=b");
  CHECK(all.flag("quiet"));
  CHECK_FALSE(given({"--quiet=false"}).flag("quiet"));
  CHECK(given({"-h"}).flag("help"));
}

TEST_CASE("if an option is given more than once, its last value counts; settings are weaker") {
  CHECK(given({"--gamma=1", "--gamma=2"}).text("gamma") == "2");
  CHECK(given({"--gamma=1"}, {{"gamma", "3"}, {"quiet", "true"}}).text("gamma") == "1");
  CHECK(given({}, {{"gamma", "3"}, {"gamma", "4"}}).text("gamma") == "4");
  CHECK(given({}, {{"plot", "3"}}).given("plot"));
}

TEST_CASE("a one-letter option takes any value, with two dashes like all others") {
  for (const std::string value : {"3", "2.5", "-1", "a,b", "--x", "--k=3", "--"}) {
    CAPTURE(value);
    CHECK(given({"--k=" + value}).text("k") == value);
    CHECK(given({"--k", value}).text("k") == value);
    CHECK(given({}, {{"k", value}}).text("k") == value);
  }
}

TEST_CASE("the value of an option is the next word, whatever that looks like") {
  for (const std::string value : {"--x", "--k", "--quiet", "--", "-", "a\nb", "\xff"}) {
    CAPTURE(value);
    CHECK(given({"--plot", value, "--quiet"}).value("plot") == value);
    CHECK(given({"--plot", value, "--quiet"}).flag("quiet"));
  }
  CHECK(given({"--plot", std::string(100'000, 'x')}).text("plot").size() == 100'000);
}

TEST_CASE("words that belong to no option are kept in their order") {
  CHECK(given({"a", "--gamma", "1", "-", "b"}).words() == std::vector<std::string>{"a", "-", "b"});
  CHECK(given({"--quiet", "--", "--k", "--d", "-d", "--"}).words() ==
        std::vector<std::string>{"--k", "--d", "-d", "--"});
}

TEST_CASE("a meaningless command line is rejected") {
  CHECK_FALSE(refusal({"--gama", "1"}).empty());
  CHECK_FALSE(refusal({"--gamma"}).empty());
  CHECK_FALSE(refusal({"--quiet=perhaps"}).empty());
  CHECK_FALSE(refusal({"-0.5"}).empty());
  for (const std::string word : {"--plot=", "--k="})
    CHECK(refusal({word}) ==
          word.substr(0, word.size() - 1) + ": expected " + (word == "--k=" ? "K" : "FILE") + ", found nothing");
  CHECK(refusal({"--quiet=" + std::string(1000, 'x')}).size() < 200);
}

TEST_CASE("--help lists groups and options in their order") {
  const std::string help = help_text(spec());
  std::size_t at = 0;
  for (const std::string part : {"Tries options.", "t [options]", "Own options:", "-k K", "--gamma G", "default: 0.1",
                                 "--plot FILE", "--quiet", "-h, --help"}) {
    CAPTURE(help, part);
    at = help.find(part, at);
    REQUIRE(at != help.npos);
  }
}
