/// What predict writes.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "app/report/gnuplot.hpp"
#include "softwarp/model/model_file.hpp"
#include "softwarp/training/evaluation.hpp"

namespace softwarp {

/// Forecasts in each form, made only if it is asked for.
struct PredictReport {
  std::function<std::string()> forecasts;  ///< for --output
  std::function<std::string()> summary;    ///< whole lines
  std::function<nlohmann::ordered_json()> json;
  std::function<Drawing()> drawing = {};  ///< for --plot; none where nothing can be drawn
};

/// The first fields of the JSON report, up to "model".
nlohmann::ordered_json report_on(const Model& model);

/// Null without errors.
nlohmann::ordered_json errors_json(const std::optional<ForecastErrors>& errors);

}  // namespace softwarp
