#include "app/report/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <vector>

#include "softwarp/core/number.hpp"

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

// Of the terminal; less if the user says so.
std::size_t terminal_width() {
  std::size_t width = 80;
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) width = size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  const auto given = columns == nullptr ? std::nullopt : parse_integer(columns);
  return given && *given > 0 ? std::min(width, static_cast<std::size_t>(*given)) : width;
}

std::string bar(double share, int width) {
  const int filled = static_cast<int>(share * width);
  return '[' + std::string(static_cast<std::size_t>(filled), '#') +
         std::string(static_cast<std::size_t>(width - filled), '.') + ']';
}

// The last one is cut.
std::string first_that_fits(const std::vector<std::string>& texts, std::size_t width) {
  const auto fits = [&](const std::string& text) { return text.size() <= width; };
  const auto found = std::ranges::find_if(texts, fits);
  return found == texts.end() ? texts.back().substr(0, width) : *found;
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

void Progress::tick(long steps, const std::string& run) {
  const std::lock_guard lock(mutex_);
  done_ += steps;
  if (silent_) return;
  const auto now = Clock::now();
  if (now < next_show_) return;
  next_show_ = now + (terminal_ ? Clock::duration(kBarInterval) : Clock::duration(kLineInterval));
  show(now, run);
}

void Progress::show(Clock::time_point now, const std::string& run) {
  shown_ = true;
  if (done_ == 0) {  // no rate yet
    const std::string text = first_that_fits({task_ + ": " + run, run, task_}, terminal_width() - 1);
    std::fprintf(stderr, terminal_ ? "\r%s\033[K" : "%s\n", text.c_str());
    std::fflush(stderr);
    return;
  }
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double per_second = static_cast<double>(done_) / seconds;
  const double share = std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
  const std::string left = duration(static_cast<double>(total_ - done_) / per_second) + " left";
  char percent[16], rate[32];
  std::snprintf(percent, sizeof percent, "%3.0f %%", 100 * share);
  std::snprintf(rate, sizeof rate, "%.0f ", per_second);
  if (terminal_) {
    const std::string numbers = percent + ("  " + (rate + unit_)) + "/s, " + left;
    const std::string task = task_ + ' ', name = run.empty() ? "" : run + ' ';
    const std::string long_bar = bar(share, 30) + ' ', short_bar = bar(share, 10) + ' ';
    const std::string brief = percent + (", " + left);
    const std::string text =
        first_that_fits({task + name + long_bar + numbers, task + name + short_bar + numbers, name + short_bar + brief,
                         task + short_bar + numbers, short_bar + brief, brief, percent},
                        terminal_width() - 1);
    std::fprintf(stderr, "\r%s\033[K", text.c_str());
  } else {
    std::fprintf(stderr, "%s: %ld of %ld %s, %sper second, %s%s\n", task_.c_str(), done_, total_, unit_.c_str(), rate,
                 left.c_str(), run.empty() ? "" : ("; " + run).c_str());
  }
  std::fflush(stderr);
}

}  // namespace softwarp
