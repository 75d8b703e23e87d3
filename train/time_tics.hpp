/// Moments of long series on the x axis of a picture.
#pragma once

#include <string>
#include <vector>

#include "app/report/line_panels.hpp"
#include "softwarp/data/long_series.hpp"
#include "softwarp/data/measured_series.hpp"

namespace softwarp {

/// About `tics` moments, of which one is `begin`, where the forecasts begin; a horizon apart, or a multiple of that.
/// Positions count from the first step shown. Date and time stand below each other.
std::vector<AxisTic> time_tics(const Clock& clock, const TimeRange& shown, Index begin, Index horizon, Index tics);

/// What the x axis of such a picture shows: the name of the time column, or rows.
std::string time_name(const LongSeriesSet& set);

}  // namespace softwarp
