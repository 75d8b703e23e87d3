// After a power cut at any moment, a result file is as it was before, or complete.
#include <fcntl.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <tuple>

#include "softwarp/model/model_file.hpp"
#include "softwarp/training/checkpoint_file.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"

using namespace softwarp;

namespace {

using Arguments = std::vector<std::string>;

// A call that changed files, as support/file_calls.cpp logs it.
struct Call {
  std::string name;
  int descriptor = -1, flags = 0;
  std::string bytes;
};

std::vector<Call> calls_in(const std::string& log) {
  std::vector<Call> calls;
  std::istringstream in(log);
  Call call;
  std::size_t length = 0;
  while (in >> call.name >> call.descriptor >> call.flags >> length) {
    call.bytes.resize(length);
    in.get();
    in.read(call.bytes.data(), static_cast<std::streamsize>(length));
    calls.push_back(call);
  }
  return calls;
}

using Files = std::map<std::string, std::string>;  // contents by path

Files files_in(const std::filesystem::path& folder) {
  Files files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files[entry.path()] = read_file(entry.path());
  return files;
}

// A folder as calls change it, and what a power cut would leave of it: the content of a file is certain once the file is
// flushed to the disk, which file a name leads to once the folder is.
class Disk {
 public:
  Disk(std::filesystem::path folder, const Files& files) : folder_(std::move(folder)) {
    for (const auto& [path, content] : files) names_[path] = {std::make_shared<File>(File{content, true})};
  }

  void take(const Call& call) {
    const auto file = open_.find(call.descriptor);
    if (call.name == "open") {
      open(call);
    } else if (call.name == "write") {
      if (file != open_.end()) *file->second = {file->second->content + call.bytes, false};
    } else if (call.name == "fsync") {
      if (file != open_.end()) file->second->is_certain = true;
      if (call.descriptor == folder_descriptor_) {
        for (auto& [path, candidates] : names_) candidates = {candidates.back()};
      }
    } else if (call.name == "rename") {
      const std::size_t end = call.bytes.find('\0');
      auto& from = candidates_of(call.bytes.substr(0, end));
      candidates_of(call.bytes.substr(end + 1)).push_back(from.back());
      from.push_back(nullptr);
    } else {
      candidates_of(call.bytes).push_back(nullptr);
    }
  }

  // What a file may hold if the power is cut now; nothing: there is no such file.
  std::vector<std::optional<std::string>> after_cut(const std::string& path) const {
    std::vector<std::optional<std::string>> contents;
    const auto found = names_.find(path);
    if (found == names_.end()) return {std::nullopt};
    for (const auto& file : found->second) {
      contents.push_back(file == nullptr ? std::nullopt : std::optional(file->content));
      if (file == nullptr || file->is_certain) continue;
      contents.push_back("");
      contents.push_back(file->content.substr(0, file->content.size() / 2));
    }
    return contents;
  }

  Files files() const {
    Files files;
    for (const auto& [path, candidates] : names_) {
      if (candidates.back() != nullptr) files[path] = candidates.back()->content;
    }
    return files;
  }

 private:
  struct File {
    std::string content;
    bool is_certain = false;
  };

  void open(const Call& call) {
    open_.erase(call.descriptor);  // has been closed
    if (folder_descriptor_ == call.descriptor) folder_descriptor_.reset();
    if (call.bytes == folder_) folder_descriptor_ = call.descriptor;
    if ((call.flags & O_ACCMODE) == O_RDONLY || std::filesystem::path(call.bytes).parent_path() != folder_) return;
    auto& candidates = candidates_of(call.bytes);
    if (candidates.back() == nullptr) candidates.push_back(std::make_shared<File>());
    if ((call.flags & O_TRUNC) != 0) *candidates.back() = {};
    open_[call.descriptor] = candidates.back();
  }

  // The file of this name that is on the disk, then those that may be in its place; null: none.
  std::vector<std::shared_ptr<File>>& candidates_of(const std::string& path) {
    return names_.try_emplace(path, 1, nullptr).first->second;
  }

  std::filesystem::path folder_;
  std::map<std::string, std::vector<std::shared_ptr<File>>> names_;
  std::map<int, std::shared_ptr<File>> open_;  // for writing, by descriptor
  std::optional<int> folder_descriptor_;
};

struct Output {
  Arguments arguments;                           // ends with the option
  std::function<void(const std::string&)> read;  // throws unless the file is whole
};

bool can_be_read(const Output& output, const std::string& bytes) {
  try {
    output.read(bytes);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

TEST_CASE("after a power cut at any moment, an output is whole, or what was there before") {
  const Output output = GENERATE(
      values<Output>({{{"--save"}, [](const std::string& bytes) { parse_model(bytes, "m"); }},
                      {{"--json"}, [](const std::string& bytes) { std::ignore = nlohmann::json::parse(bytes); }},
                      {{"--every", "1", "--threads", "2", "--repeats", "2", "--checkpoint"},
                       [](const std::string& bytes) { parse_checkpoint<float>(bytes, "c"); }}}));
  const bool replaces = GENERATE(false, true);
  CAPTURE(output.arguments, replaces);
  const TempFolder folder, elsewhere;
  const std::filesystem::path place = std::filesystem::canonical(folder.path());
  const std::string file = place / "file", log = elsewhere.file("log");
  const Arguments common{"--data", elsewhere.write("d", waves(12, 20)), "--loss", "euclidean", "--quiet"};
  const auto run = [&](const std::string& epochs, const ProcessOptions& options) {
    Arguments arguments = common;
    arguments.insert(arguments.end(), {"--epochs", epochs});
    arguments.insert(arguments.end(), output.arguments.begin(), output.arguments.end());
    arguments.push_back(file);
    return train(arguments, options).status;
  };
  if (replaces) REQUIRE(run("2", {}) == 0);
  const Files before = files_in(place);
  REQUIRE(run("3", {.environment = {{"LD_PRELOAD", SOFTWARP_FILE_CALLS},
                                    {"SOFTWARP_FILE_CALLS", log},
                                    {"ASAN_OPTIONS", "verify_asan_link_order=0"}}}) == 0);
  const std::vector<Call> calls = calls_in(read_file(log));

  std::map<std::string, bool> known;  // contents that are whole, or not
  const auto is_whole = [&](const std::string& content) {
    const auto [found, is_new] = known.try_emplace(content, false);
    if (is_new) found->second = can_be_read(output, content);
    return found->second;
  };
  const auto is_fine = [&](const std::optional<std::string>& content) {
    return content ? is_whole(*content) : !replaces;
  };
  struct Outcome {
    bool always_fine = true;      // whatever a cut leaves after any call
    bool end_is_certain = false;  // a cut after the last call changes nothing
  };
  const auto replayed = [&](bool flushes) {
    Disk disk(place, before);
    Outcome outcome;
    for (const Call& call : calls) {
      if (flushes || call.name != "fsync") disk.take(call);
      outcome.always_fine = outcome.always_fine && std::ranges::all_of(disk.after_cut(file), is_fine);
    }
    CHECK(disk.files() == files_in(place));  // else the log lacks a call
    outcome.end_is_certain = disk.after_cut(file).size() == 1;
    return outcome;
  };
  const Outcome outcome = replayed(true), unflushed = replayed(false);
  CHECK(outcome.always_fine);
  CHECK(outcome.end_is_certain);
  CHECK_FALSE(unflushed.always_fine);
  CHECK_FALSE(unflushed.end_is_certain);
  CHECK(is_whole(read_file(file)));
  CHECK(read_file(file) != (replaces ? before.at(file) : ""));
}
