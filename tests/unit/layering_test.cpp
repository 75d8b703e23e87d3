// The arrows between folders: what the link lines of CMake cannot see, because headers need no linking.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

namespace fs = std::filesystem;

using Names = std::set<std::string>;

struct SourceFile {
  std::string name;    // "loss/soft_dtw.cpp"
  std::string folder;  // "loss"
  std::string text;
  Names included;  // the folders that its #include lines name
};

Names folders_included(const std::string& text) {
  static const std::regex include(R"(#\s*include\s*["<]([a-z_]+)/[a-z_]+\.hpp[">])");
  Names folders;
  for (std::sregex_iterator match(text.begin(), text.end(), include), end; match != end; ++match)
    folders.insert((*match)[1]);
  return folders;
}

// Without what stands behind // or between quotes.
std::string code_of(const std::string& text) {
  static const std::regex unspoken(R"re("([^"\\\n]|\\.)*"|//[^\n]*)re");
  return std::regex_replace(text, unspoken, "");
}

std::vector<SourceFile> source_files() {
  std::vector<SourceFile> files;
  const fs::path root = SOFTWARP_SOURCE_FOLDER;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string ending = entry.path().extension().string();
    if (ending != ".cpp" && ending != ".hpp") continue;
    const fs::path name = fs::relative(entry.path(), root);
    const std::string text = read_file(entry.path());
    files.push_back(
        {.name = name.string(), .folder = name.begin()->string(), .text = text, .included = folders_included(text)});
  }
  return files;
}

// From "core: loss:core,alignment": what the library of each folder links, itself and what those link included.
std::map<std::string, Names> linked_folders() {
  std::map<std::string, Names> links;
  std::istringstream libraries(SOFTWARP_LINKS);
  for (std::string library; libraries >> library;) {
    const auto colon = library.find(':');
    const std::string folder = library.substr(0, colon);
    links[folder].insert(folder);
    std::istringstream others(library.substr(colon + 1));
    for (std::string other; std::getline(others, other, ',');) links[folder].insert(other);
  }
  for (std::size_t round = 0; round < links.size(); ++round) {
    for (auto& [folder, linked] : links) {
      for (const std::string& other : Names(linked)) linked.insert(links[other].begin(), links[other].end());
    }
  }
  return links;
}

}  // namespace

TEST_CASE("the checks below see what they look for") {
  CHECK(folders_included("#include \"nn/layer.hpp\"\n#include <vector>\n#  include <loss/loss.hpp>\n") ==
        Names{"nn", "loss"});
  CHECK(folders_included("#include \"table.hpp\"\n").empty());
  CHECK(code_of("a; // std::cout\nb(\"std::cerr \\\" // \"); c;") == "a; \nb(); c;");
  CHECK(source_files().size() > 40);
}

TEST_CASE("nn, loss and optim never include each other") {
  const Names apart{"nn", "loss", "optim"};
  Names seen;
  for (const SourceFile& file : source_files()) {
    if (!apart.contains(file.folder)) continue;
    seen.insert(file.folder);
    for (const std::string& folder : file.included) {
      CAPTURE(file.name, folder);
      CHECK((folder == file.folder || !apart.contains(folder)));
    }
  }
  CHECK(seen == apart);
}

TEST_CASE("core includes nothing of the others") {
  for (const SourceFile& file : source_files()) {
    if (file.folder != "core") continue;
    CAPTURE(file.name);
    CHECK(std::ranges::includes(Names{"core"}, file.included));
  }
}

TEST_CASE("a folder includes only folders that its library links") {
  const auto links = linked_folders();
  for (const SourceFile& file : source_files()) {
    CAPTURE(file.name);
    const auto linked = links.find(file.folder);
    REQUIRE(linked != links.end());  // every folder has a library
    for (const std::string& folder : file.included) {
      if (!links.contains(folder)) continue;  // not ours: <nlohmann/json.hpp>
      CAPTURE(folder);
      CHECK(linked->second.contains(folder));
    }
  }
}

TEST_CASE("library code does not print, exit or read the environment") {
  const std::regex output(R"(\bstd::(cout|cerr|clog)\b|\b(std::)?(printf|fprintf|puts|fputs|perror)\s*\()");
  const std::regex process(R"(\b(exit|_exit|quick_exit|abort)\s*\()"), environment(R"(\b(getenv|setenv)\s*\()");
  const Names may_print{"report/progress.cpp", "core/output_file.cpp"};
  CHECK(std::regex_search(std::string("std::cout << 1; "), output));
  CHECK(std::regex_search(std::string("std::printf(1)"), output));
  CHECK_FALSE(std::regex_search(std::string("std::snprintf(1)"), output));
  for (const SourceFile& file : source_files()) {
    if (file.folder == "cli") continue;
    CAPTURE(file.name);
    const std::string code = code_of(file.text);
    if (!may_print.contains(file.name)) CHECK_FALSE(std::regex_search(code, output));
    CHECK_FALSE(std::regex_search(code, process));
    // The SIMD target may be set from outside.
    if (file.name != "core/simd.cpp") CHECK_FALSE(std::regex_search(code, environment));
  }
}
