/// Shows the progress of a long run on stderr.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

namespace softwarp {

/// Counts steps of work and shows how many are done: a bar with rate and time left on a terminal, on one line however
/// narrow that is, otherwise an occasional line. Any thread may call tick().
class Progress {
 public:
  enum class Style { automatic, silent };  ///< automatic: a bar if stderr is a terminal, otherwise lines

  /// `unit` names the steps in the plural: "epochs".
  Progress(std::string task, std::string unit, long total, Style style);
  ~Progress() { finish(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Reports that further steps are done, or with 0 that work goes on.   run: on what, if there are several things to
  /// work on.
  void tick(long steps = 1, const std::string& run = {});

  /// Removes the bar from the terminal, so that the result takes its place.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  void show(Clock::time_point now, const std::string& run);

  std::string task_;
  std::string unit_;
  long total_;
  bool silent_;
  bool terminal_;
  std::mutex mutex_;
  long done_ = 0;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_show_;
};

}  // namespace softwarp
