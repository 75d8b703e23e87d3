/// What train prints: the table for people, the JSON for programs.
#pragma once

#include <string>

#include "comparison.hpp"
#include "options.hpp"

namespace softwarp {

/// The data and shape in a few words, then one row for each loss, γ and initialisation, mean ± deviation over the
/// seeds, and the baselines.
std::string table_report(const TrainTest& data, const TrainOptions& options, const Comparison& result);

/// Every run, with data and options, as JSON text.   The object's fields: docs/programs.md.
std::string json_report(const TrainTest& data, const TrainOptions& options, const Comparison& result);

}  // namespace softwarp
