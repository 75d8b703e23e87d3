#include "time_tics.hpp"

#include <algorithm>

#include "softwarp/core/in_quotes.hpp"

namespace softwarp {

std::vector<AxisTic> time_tics(const Clock& clock, const TimeRange& shown, Index begin, Index horizon, Index tics) {
  Index distance = std::max<Index>(1, shown.count() / tics);
  if (distance > horizon) distance = (distance + horizon - 1) / horizon * horizon;
  std::vector<AxisTic> moments;
  for (Index step = begin - (begin - shown.begin) / distance * distance; step < shown.end; step += distance) {
    std::string label = clock.text(step);
    if (const auto between = label.find_first_of(" T"); between != label.npos) label[between] = '\n';
    moments.push_back({static_cast<double>(step - shown.begin), label});
  }
  return moments;
}

std::string time_name(const LongSeriesSet& set) {
  if (set.clock.unit == Clock::Unit::rows) return "row";
  return set.reading.time.empty() ? "time" : one_line(set.reading.time);
}

}  // namespace softwarp
