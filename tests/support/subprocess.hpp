/// Runs a program and captures its output and exit status.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace softwarp {

struct ProcessOptions {
  std::string input = {};                               ///< standard input
  bool keep_input_open = false;                         ///< no end of file after `input`, as on a terminal
  std::map<std::string, std::string> environment = {};  ///< added to the test's own; an empty value removes a variable
  std::filesystem::path folder = {};                    ///< working directory; empty: the test's own
  std::string out_path = {};         ///< standard output goes to this file instead of into the result
  std::string err_path = {};         ///< standard error likewise
  std::chrono::seconds timeout{60};  ///< after which it is killed
};

struct ProcessResult {
  int status = 0;  ///< exit status; 128 + signal if a signal ended it
  std::string out;
  std::string err;
  double cpu_seconds = 0;  ///< that it has worked
};

/// A program that runs alongside the test. Its environment lacks UCR_ARCHIVE unless that is given.
class Process {
 public:
  /// Throws: std::runtime_error if the program cannot be started.
  Process(const std::string& program, const std::vector<std::string>& arguments, const ProcessOptions& options = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void send_signal(int number) const;

  /// Whether it is asleep, waiting for input.
  bool is_waiting() const;

  /// That it has worked so far.
  double cpu_seconds() const;

  /// Feeds it its input and captures its output until it ends.
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
