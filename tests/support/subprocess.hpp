/// Running a program and looking at all that it does.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace softwarp {

struct ProcessOptions {
  std::string input = {};        ///< standard input
  bool keep_input_open = false;  ///< no end of file after `input`, as at a terminal
  std::map<std::string, std::string> environment =
      {};                             ///< added to the test's own; an empty value takes a variable away
  std::filesystem::path folder = {};  ///< working folder; empty: the test's own
  std::string out_path = {};          ///< standard output goes to this file instead of into the result
  std::string err_path = {};          ///< standard error likewise
  std::chrono::seconds timeout{60};   ///< after this it is killed
};

struct ProcessResult {
  int status = 0;  ///< exit status; 128 + signal where a signal ended it
  std::string out;
  std::string err;
};

/// A program that runs beside the test. The environment lacks UCR_ARCHIVE unless it is given.
class Process {
 public:
  /// Throws: std::runtime_error where the program cannot be started.
  Process(const std::string& program, const std::vector<std::string>& arguments, const ProcessOptions& options = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void send_signal(int number) const;

  /// Is it asleep, waiting for input?
  bool is_waiting() const;

  /// Feeds and listens until it ends.
  ProcessResult wait();

 private:
  ProcessOptions options_;
  pid_t id_ = -1;
  int in_ = -1, out_ = -1, err_ = -1;
};

/// Runs a program to its end.
ProcessResult run_process(const std::string& program, const std::vector<std::string>& arguments,
                          const ProcessOptions& options = {});

}  // namespace softwarp
