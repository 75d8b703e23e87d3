/// All programs, as built, each with a small run to do.
#pragma once

#include <string>
#include <vector>

#include "support/subprocess.hpp"
#include "support/temp_folder.hpp"

namespace softwarp {

/// Small data, and an empty folder in which the programs run.
class Workplace {
 public:
  Workplace();

  /// The words with which a program does its small run: milliseconds of work.
  std::vector<std::string> small_run(const std::string& program) const;

  ProcessResult start(const std::string& program, const std::vector<std::string>& words,
                      ProcessOptions options = {}) const;

  /// Starts the small run with more words.
  ProcessResult start_small(const std::string& program, const std::vector<std::string>& more,
                            const ProcessOptions& options = {}) const;

  /// Starts the small run with more words, which may be anything, and checks that it ends without a signal and, if it
  /// fails, with one line that says so and nothing else.
  void check(const std::string& program, const std::vector<std::string>& more) const;

  /// Writes a configuration outside the folder in which the programs run, and returns its path.
  std::string config(const std::string& text) const { return data_.write("c.toml", text); }

  /// A file in that folder.
  std::string file(const std::string& name) const { return folder_.file(name); }

 private:
  TempFolder data_, folder_;
};

}  // namespace softwarp
