#include "support/workplace.hpp"

#include <algorithm>

#include "support/catch.hpp"

namespace softwarp {

using Words = std::vector<std::string>;

Workplace::Workplace() {
  data_.write("a.tsv", "1\t1\t2\t3\t1\n2\t3\t4\t5\t2\n1\t1\t2\t3\t2\n2\t3\t4\t5\t1\n1\t1\t2\t3\t2\n2\t3\t1\t2\t4\n");
  data_.write("x.tsv", "1\t2\t3\n2\t2\t4\n");
  REQUIRE(start_small("train", {"--save", data_.file("model")}).status == 0);
}

Words Workplace::small_run(const std::string& program) const {
  if (program == "align") return {data_.file("x.tsv")};
  Words words{"--data", data_.file("a.tsv"), "--quiet"};
  if (program == "train") words.insert(words.end(), {"--epochs", "1", "--hidden", "2", "--loss", "softdtw"});
  if (program == "predict") words.insert(words.end(), {"--model", data_.file("model"), "--input", "split"});
  if (program == "average") words.insert(words.end(), {"--class", "1", "--weights", "1,2,1"});
  if (program == "cluster") words.insert(words.end(), {"--restarts", "1", "--outer", "1", "--gamma", "2,0.5"});
  if (program == "distances") words.insert(words.end(), {"--output", "out.npy"});
  return words;
}

ProcessResult Workplace::start(const std::string& program, const Words& words, ProcessOptions options) const {
  options.folder = folder_.path();
  return run_process(SOFTWARP_BIN "/" + program, words, options);
}

ProcessResult Workplace::start_small(const std::string& program, const Words& more,
                                     const ProcessOptions& options) const {
  Words words = small_run(program);
  words.insert(words.end(), more.begin(), more.end());
  return start(program, words, options);
}

void Workplace::check(const std::string& program, const Words& more) const {
  Words words{"--json", "out.json"};
  words.insert(words.end(), more.begin(), more.end());
  const ProcessResult result = start_small(program, words);
  CAPTURE(program, result.status, result.out, result.err.substr(0, 1000));
  for (const std::string& word : more) UNSCOPED_INFO(word.substr(0, 40));
  CHECK(result.status <= 2);
  if (result.status == 0) {
    for (const auto& made : std::filesystem::directory_iterator(folder_.path())) std::filesystem::remove_all(made);
    return;
  }
  CHECK(result.out.empty());
  CHECK(result.err.starts_with(program + ": "));
  CHECK(result.err.ends_with("\n"));
  CHECK(std::ranges::count(result.err, '\n') == 1);
  CHECK(result.err.find('\x1b') == std::string::npos);
  CHECK(folder_.count() == 0);
}

}  // namespace softwarp
