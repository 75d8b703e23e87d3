/// predict with a model of series in rows.
#pragma once

#include "predict_options.hpp"
#include "predict_report.hpp"

namespace softwarp {

/// Reads what --data names and forecasts it.
/// Throws: UsageError for options that such a model has no use for; as load_data(), predict_rest() and predict_next().
PredictReport predict_rows(const Model& model, const PredictOptions& options);

}  // namespace softwarp
