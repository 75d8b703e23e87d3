// The exercises and their solutions, and what docs/exercises.md says of them.
#include <map>
#include <sstream>

#include "support/catch.hpp"
#include "support/subprocess.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;
using Catch::Matchers::ContainsSubstring;

namespace {

const std::filesystem::path kFolder = SOFTWARP_SOURCE_FOLDER;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// The first words of the lines that `exercise` lists.
std::vector<std::string> names() {
  std::vector<std::string> names;
  for (const std::string& line : lines_of(run_process(SOFTWARP_EXERCISE, {}).out))
    names.push_back(line.substr(0, line.find(' ')));
  return names;
}

// What the page shows below "    build/bin/PROGRAM NAME", by name: the indented lines up to the next text.
std::map<std::string, std::vector<std::string>> quotes(const std::string& program) {
  const std::string indent(4, ' '), command = indent + "build/bin/" + program + ' ';
  std::map<std::string, std::vector<std::string>> quotes;
  std::vector<std::string>* quote = nullptr;
  for (const std::string& line : lines_of(read_file(kFolder / "docs/exercises.md"))) {
    if (line.starts_with(command)) {
      quote = &quotes[line.substr(command.size())];
    } else if (!line.empty() && (!line.starts_with(indent) || line.starts_with(indent + "build/"))) {
      quote = nullptr;
    } else if (quote != nullptr && !line.empty()) {
      quote->push_back(line.substr(indent.size()));
    }
  }
  return quotes;
}

// Whether the line is the quoted one, which may leave things out: "dx  …  WRONG".
bool is_quoted(const std::string& line, const std::string& quoted) {
  const std::string omission = "…";
  std::size_t at = 0;
  for (std::size_t begin = 0; begin <= quoted.size();) {
    const std::size_t end = std::min(quoted.find(omission, begin), quoted.size());
    std::string part = quoted.substr(begin, end - begin);
    part.erase(0, std::min(part.find_first_not_of(' '), part.size()));
    part.erase(part.find_last_not_of(' ') + 1);
    at = line.find(part, at);
    if (at == line.npos || (begin == 0 && line.find_first_not_of(' ') != at && !part.empty())) return false;
    at += part.size();
    begin = end + omission.size();
  }
  return quoted.ends_with(omission) || line.find_first_not_of(' ', at) == line.npos;
}

// Whether the quoted lines come in the output, in this order.
void check_quoted(const std::vector<std::string>& quoted, const std::string& out) {
  const std::vector<std::string> lines = lines_of(out);
  auto line = lines.begin();
  for (const std::string& quote : quoted) {
    CAPTURE(quote);
    line = std::find_if(line, lines.end(), [&](const std::string& each) { return is_quoted(each, quote); });
    REQUIRE(line != lines.end());
    ++line;
  }
}

}  // namespace

TEST_CASE("a quoted line is found where it is, and nowhere else") {
  CHECK(is_quoted("dx  1x8  0.5  WRONG", "dx  1x8  0.5  WRONG"));
  CHECK(is_quoted("dx  1x8  0.5  WRONG", "dx …  0.5 … WRONG"));
  CHECK(is_quoted("dx  1x8  0.5  WRONG", "dx  1x8 …"));
  CHECK(!is_quoted("dx  1x8  0.5  WRONG", "dx  1x8"));
  CHECK(!is_quoted("dx  1x8  0.5  WRONG", "1x8  0.5  WRONG"));
  CHECK(!is_quoted("dx  1x8  0.5  WRONG", "dx … right"));
  CHECK(!is_quoted("dx  1x8  0.5  WRONG", "dx … 0.5 … 1x8 …"));
}

TEST_CASE("every exercise fails by the check that the page shows") {
  const auto quoted = quotes("exercise");
  REQUIRE(names().size() >= 12);
  CHECK(quoted.size() == names().size());
  for (const std::string& name : names()) {
    CAPTURE(name);
    REQUIRE(quoted.contains(name));
    const ProcessResult run = run_process(SOFTWARP_EXERCISE, {name});
    CAPTURE(run.out);
    CHECK(run.status == 1);
    CHECK(run.err.empty());
    CHECK(run.out.find("exception") == run.out.npos);
    CHECK(lines_of(run.out).back() == "== " + name + ": not yet");
    check_quoted(quoted.at(name), run.out);
    const bool shows_failure = std::ranges::any_of(quoted.at(name), [](const std::string& line) {
      return line.starts_with("WRONG: ") || line.ends_with("  WRONG");
    });
    CHECK(shows_failure);
  }
}

TEST_CASE("every solution passes, and prints what the page shows") {
  const auto quoted = quotes("exercise_solutions");
  CHECK(!quoted.empty());
  for (const std::string& name : names()) {
    CAPTURE(name);
    const ProcessResult run = run_process(SOFTWARP_EXERCISE_SOLUTIONS, {name});
    CAPTURE(run.out);
    CHECK(run.status == 0);
    CHECK(run.err.empty());
    CHECK(run.out.find("WRONG") == run.out.npos);
    CHECK(lines_of(run.out).back() == "== " + name + ": passed");
    if (quoted.contains(name)) check_quoted(quoted.at(name), run.out);
  }
}

TEST_CASE("each exercise marks what is to be mended, and its solution does not") {
  for (const std::string& name : names()) {
    CAPTURE(name);
    CHECK_THAT(read_file(kFolder / "exercises" / (name + ".cpp")), ContainsSubstring("EXERCISE"));
    const std::string solution = read_file(kFolder / "exercises/solutions" / (name + ".cpp"));
    CHECK_THAT(solution, ContainsSubstring("bool exercises::" + name + "()"));
    CHECK(solution.find("EXERCISE") == solution.npos);
  }
}

TEST_CASE("all exercises run one after the other; an unknown one is named") {
  const ProcessResult all = run_process(SOFTWARP_EXERCISE, {"all"});
  CHECK(all.status == 1);
  for (const std::string& name : names()) CHECK_THAT(all.out, ContainsSubstring("== " + name + ": not yet\n"));
  CHECK(run_process(SOFTWARP_EXERCISE_SOLUTIONS, {"all"}).status == 0);
  const ProcessResult unknown = run_process(SOFTWARP_EXERCISE, {"factor_tow"});
  CHECK(unknown.status == 2);
  CHECK(unknown.out.empty());
  CHECK_THAT(unknown.err, ContainsSubstring("exercise: factor_tow: expected"));
}
