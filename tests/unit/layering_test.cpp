// The arrows between folders: what the link lines of CMake cannot see, because headers need no linking.
#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "support/catch.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

namespace fs = std::filesystem;

using Names = std::set<std::string>;

struct SourceFile {
  std::string name;    // "src/loss/soft_dtw.cpp"
  std::string folder;  // "src/loss": that of the library, also for a file in a folder within it
  std::string text;
  Names included;  // the files that its #include lines name, where they are the project's
};

// "softwarp/loss/loss.hpp" is src/loss/loss.hpp; a name without a folder lies beside the file.
Names files_included(const std::string& text, const std::string& folder) {
  static const std::regex include(R"re(#\s*include\s*(?:"|<(?=softwarp/))([^">]+)[">])re");
  Names files;
  for (std::sregex_iterator match(text.begin(), text.end(), include), end; match != end; ++match) {
    std::string file = (*match)[1];
    const std::string root = "softwarp/";
    if (file.starts_with(root)) {
      file.replace(0, root.size(), "src/");
    } else if (file.find('/') == file.npos) {
      file.insert(0, folder + "/");
    }
    files.insert(file);
  }
  return files;
}

// Where a file belongs: to a folder of src or app, else to a top-level folder.
std::string folder_of(const std::string& file) {
  const auto first = file.find('/');
  const std::string top = file.substr(0, first);
  if (top != "src" && top != "app") return top;
  const auto second = file.find('/', first + 1);
  return second == file.npos ? top : file.substr(0, second);
}

// Without what stands behind // or between quotes.
std::string code_of(const std::string& text) {
  static const std::regex unspoken(R"re("([^"\\\n]|\\.)*"|//[^\n]*)re");
  return std::regex_replace(text, unspoken, "");
}

std::vector<SourceFile> source_files() {
  std::vector<SourceFile> files;
  const fs::path root = SOFTWARP_SOURCE_FOLDER;
  for (const char* top : {"src", "app", "train", "analysis"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const std::string ending = entry.path().extension().string();
      if (ending != ".cpp" && ending != ".hpp" && ending != ".h") continue;
      const std::string name = fs::relative(entry.path(), root).generic_string();
      const std::string text = read_file(entry.path()), folder = folder_of(name);
      files.push_back({.name = name, .folder = folder, .text = text, .included = files_included(text, folder)});
    }
  }
  return files;
}

// From "src/core: src/loss:src/core,src/alignment": what the targets of each folder link, itself and what those link
// included.
std::map<std::string, Names> linked_folders() {
  std::map<std::string, Names> links;
  std::istringstream targets(SOFTWARP_LINKS);
  for (std::string target; targets >> target;) {
    const auto colon = target.find(':');
    const std::string folder = target.substr(0, colon);
    links[folder].insert(folder);
    std::istringstream others(target.substr(colon + 1));
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
  CHECK(files_included("#include \"softwarp/nn/layer.hpp\"\n#include <vector>\n#  include <softwarp/core/fnv1a.hpp>\n",
                       "train") == Names{"src/nn/layer.hpp", "src/core/fnv1a.hpp"});
  CHECK(files_included("#include \"softwarp/alignment/kernel/cell-inl.h\"", "src/alignment") ==
        Names{"src/alignment/kernel/cell-inl.h"});
  CHECK(files_included("#include \"options.hpp\"\n#include \"app/cli/program.hpp\"", "train") ==
        Names{"train/options.hpp", "app/cli/program.hpp"});
  CHECK(folder_of("src/alignment/kernel/cell-inl.h") == "src/alignment");
  CHECK(folder_of("app/cli/program.hpp") == "app/cli");
  CHECK(folder_of("train/options.hpp") == "train");
  CHECK(folder_of("src/soft_dtw.hpp") == "src");
  CHECK(code_of("a; // std::cout\nb(\"std::cerr \\\" // \"); c;") == "a; \nb(); c;");
  Names endings;
  for (const SourceFile& file : source_files()) endings.insert(fs::path(file.name).extension());
  CHECK(endings == Names{".cpp", ".h", ".hpp"});
}

TEST_CASE("every include names a file that is there") {
  for (const SourceFile& file : source_files()) {
    for (const std::string& included : file.included) {
      CAPTURE(file.name, included);
      const bool generated = included == "src/core/version.hpp";
      CHECK((generated || fs::exists(fs::path(SOFTWARP_SOURCE_FOLDER) / included)));
    }
  }
}

TEST_CASE("nn, loss and optim never include each other") {
  const Names apart{"src/nn", "src/loss", "src/optim"};
  Names seen;
  for (const SourceFile& file : source_files()) {
    if (!apart.contains(file.folder)) continue;
    seen.insert(file.folder);
    for (const std::string& included : file.included) {
      CAPTURE(file.name, included);
      CHECK((folder_of(included) == file.folder || !apart.contains(folder_of(included))));
    }
  }
  CHECK(seen == apart);
}

TEST_CASE("a folder includes only folders that its targets link") {
  const auto links = linked_folders();
  for (const SourceFile& file : source_files()) {
    if (file.folder == "src") continue;  // no library's: calls that stand above all of them
    CAPTURE(file.name);
    const auto linked = links.find(file.folder);
    REQUIRE(linked != links.end());  // every folder has a target
    for (const std::string& included : file.included) {
      CAPTURE(included);
      CHECK(linked->second.contains(folder_of(included)));
    }
  }
}

TEST_CASE("what lies in a folder within a library's is its own") {
  for (const SourceFile& file : source_files()) {
    for (const std::string& included : file.included) {
      if (std::ranges::count(included, '/') < 3) continue;
      CAPTURE(file.name, included);
      CHECK(folder_of(included) == file.folder);
    }
  }
}

TEST_CASE("library code does not print, exit or read the environment") {
  const std::regex output(R"(\bstd::(cout|cerr|clog)\b|\b(std::)?(printf|fprintf|puts|fputs|perror)\s*\()");
  const std::regex process(R"(\b(exit|_exit|quick_exit|abort)\s*\()"), environment(R"(\b(getenv|setenv)\s*\()");
  const Names may_print{"app/report/progress.cpp"};
  // The SIMD target and the width of the terminal may be set from outside.
  const Names may_read_environment{"app/report/progress.cpp", "src/core/simd.cpp"};
  CHECK(std::regex_search(std::string("std::cout << 1; "), output));
  CHECK(std::regex_search(std::string("std::printf(1)"), output));
  CHECK_FALSE(std::regex_search(std::string("std::snprintf(1)"), output));
  for (const SourceFile& file : source_files()) {
    if (!file.name.starts_with("src/") && file.folder != "app/report") continue;
    CAPTURE(file.name);
    const std::string code = code_of(file.text);
    if (!may_print.contains(file.name)) CHECK_FALSE(std::regex_search(code, output));
    CHECK_FALSE(std::regex_search(code, process));
    if (!may_read_environment.contains(file.name)) CHECK_FALSE(std::regex_search(code, environment));
  }
}
