#include "app/report/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace softwarp {
namespace {

constexpr auto kBarInterval = std::chrono::milliseconds(100);
constexpr auto kLineInterval = std::chrono::seconds(10);
constexpr auto kFirstLine = std::chrono::seconds(2);  // a run shorter than this shows nothing

std::string duration(double seconds) {
  const auto whole = static_cast<long>(std::lround(seconds));
  char text[64];
  if (whole < 60) {
    std::snprintf(text, sizeof text, "%ld s", whole);
  } else if (whole < 3600) {
    std::snprintf(text, sizeof text, "%ld min %02ld s", whole / 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld h %02ld min", whole / 3600, whole / 60 % 60);
  }
  return text;
}

}  // namespace

Progress::Progress(std::string task, std::string unit, long total, Style style)
    : task_(std::move(task)),
      unit_(std::move(unit)),
      total_(total),
      silent_(style == Style::silent),
      terminal_(isatty(STDERR_FILENO) == 1) {
  next_show_ = start_ + (terminal_ ? Clock::duration(kBarInterval) : Clock::duration(kFirstLine));
}

void Progress::finish() {
  if (terminal_ && shown_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

void Progress::tick(long steps) {
  const std::lock_guard lock(mutex_);
  done_ += steps;
  if (silent_) return;
  const auto now = Clock::now();
  if (now < next_show_) return;
  next_show_ = now + (terminal_ ? Clock::duration(kBarInterval) : Clock::duration(kLineInterval));
  show(now);
}

void Progress::show(Clock::time_point now) {
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rate = static_cast<double>(done_) / seconds;
  const double share = std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
  const std::string left = duration(static_cast<double>(total_ - done_) / rate);
  if (terminal_) {
    constexpr int kWidth = 30;
    const int filled = static_cast<int>(share * kWidth);
    const std::string bar = std::string(static_cast<std::size_t>(filled), '#') +
                            std::string(static_cast<std::size_t>(kWidth - filled), '.');
    std::fprintf(stderr, "\r%s [%s] %3.0f %%  %.0f %s/s, %s left\033[K", task_.c_str(), bar.c_str(), 100 * share, rate,
                 unit_.c_str(), left.c_str());
  } else {
    std::fprintf(stderr, "%s: %ld of %ld %s, %.0f per second, %s left\n", task_.c_str(), done_, total_, unit_.c_str(),
                 rate, left.c_str());
  }
  std::fflush(stderr);
}

}  // namespace softwarp
