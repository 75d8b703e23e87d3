// The fuzzers' corpus of nasty files in the normal tests, and the files that are too large to be kept.
#include <filesystem>

#include "fuzz/targets.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/data/reader.hpp"
#include "softwarp/model/model_file.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

TEST_CASE("every file of the corpus is read or refused in one line; the good ones are read") {
  for (const FuzzTarget& target : fuzz_targets()) {
    if (target.examples != nullptr) continue;
    int files = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(SOFTWARP_CORPUS) / target.name)) {
      const std::string name = entry.path().filename().string();
      CAPTURE(target.name, name);
      const bool accepted = target.accepts(read_file(entry.path()));
      if (name.starts_with("good")) CHECK(accepted);
      ++files;
    }
    CHECK(files > 10);
  }
}

TEST_CASE("every forged file is refused in one line, or what it is used for gives finite numbers") {
  constexpr std::uint64_t kForged = 400;
  for (const FuzzTarget& target : fuzz_targets()) {
    if (target.examples == nullptr) continue;
    const std::vector<std::string> examples = target.examples();
    std::uint64_t seed = 0, accepted = 0;
    for (const std::string& example : examples) {
      CAPTURE(target.name);
      REQUIRE(target.accepts(example));
    }
    while (++seed <= kForged) {
      CAPTURE(target.name, seed);
      accepted += target.accepts(forged(target, examples[seed % examples.size()], seed)) ? 1 : 0;
    }
    CAPTURE(target.name);
    CHECK(accepted > kForged / 20);  // the forger does more than break files
    CHECK(accepted < kForged);
  }
}

TEST_CASE("a file with NaN in place of any of its numbers is refused in one line, or gives finite numbers") {
  constexpr std::size_t kSmall = 4000;
  for (const FuzzTarget& target : fuzz_targets()) {
    if (target.examples == nullptr) continue;
    int numbers = 0;
    for (const std::string& example : target.examples()) {
      if (example.size() > kSmall) continue;
      const TensorFile whole = read_safetensors(example, "example");
      for (const auto& entry : whole.tensors) {
        const std::size_t size = entry.second.type == "F32" ? sizeof(float) : sizeof(double);
        for (std::size_t at = 0; at < entry.second.bytes.size(); at += size, ++numbers) {
          CAPTURE(target.name, entry.first, at);
          TensorFile file = whole;
          file.tensors.at(entry.first).bytes.replace(at, size, std::string(size, '\xff'));
          target.accepts(target.write(file));
        }
      }
    }
    CHECK(numbers > 100);
  }
}

TEST_CASE("a line of 100 MB is refused, not swallowed") {
  const TempFolder folder;
  std::string text = "1\t2\t";
  for (const char filler : {'1', '\t', 'x'}) {
    text.resize(4);
    text.resize(100'000'000, filler);
    const std::string path = folder.write("long.tsv", text);
    CHECK(message_of<Error>([&] { read_series(path); }) == path + ":1: expected less than 16 MiB per row, found more");
  }
}

TEST_CASE("a model file is no folder and no device, and is there") {
  const TempFolder folder;
  const auto refused = [](const std::string& path) { return message_of<Error>([&] { read_model(path); }); };
  CHECK(refused(folder.file("none")) == folder.file("none") + ": cannot be opened: No such file or directory");
  CHECK(refused(folder.path().string()) == folder.path().string() + ": expected a model file, found a folder");
  CHECK(refused("/dev/zero") == "/dev/zero: expected a regular file, found a device or a pipe");
}
