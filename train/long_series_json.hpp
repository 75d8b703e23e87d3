/// Long series in JSON, the same in the reports of both programs.
#pragma once

#include <nlohmann/json.hpp>

#include "softwarp/data/long_series.hpp"

namespace softwarp {

/// What was read, and how: "time", "step", "targets", "covariates", "series", "rows", "missing_rows", "missing_values".
nlohmann::ordered_json reading_json(const LongSeriesSet& set);

}  // namespace softwarp
