#include "long_series_json.hpp"

#include "app/report/json_report.hpp"

namespace softwarp {

nlohmann::ordered_json reading_json(const LongSeriesSet& set) {
  const auto first_covariate = set.columns.begin() + set.targets;
  return {{"time", json_or_null(set.reading.time)},
          {"step", set.clock.distance_text()},
          {"targets", std::vector<std::string>(set.columns.begin(), first_covariate)},
          {"covariates", std::vector<std::string>(first_covariate, set.columns.end())},
          {"series", set.count()},
          {"rows", set.reading.rows},
          {"missing_rows", set.reading.gaps},
          {"missing_values", set.reading.missing}};
}

}  // namespace softwarp
