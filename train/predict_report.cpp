#include "predict_report.hpp"

#include "app/report/json_report.hpp"

namespace softwarp {

using nlohmann::ordered_json;

ordered_json report_on(const Model& model) {
  ordered_json report = json_header("predict");
  report["model"] = {{"input", model.steps.input},
                     {"output", model.steps.target},
                     {"dims", model.dims},
                     {"scale", to_text(model.preparation.scaling.kind)},
                     {"base", to_text(model.preparation.base())},
                     {"origin", model.origin}};
  return report;
}

ordered_json errors_json(const std::optional<ForecastErrors>& errors) {
  if (!errors) return ordered_json();
  return {{"dtw", errors->dtw},
          {"root_dtw", errors->root_dtw},
          {"euclidean", errors->euclidean},
          {"tdi", errors->tdi},
          {"divergence", json_or_null(errors->divergence)}};
}

}  // namespace softwarp
