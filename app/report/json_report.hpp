/// What the JSON reports of all programs have in common.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace softwarp {

/// The first fields of a report: schema, program, version, simd, threads.
nlohmann::ordered_json json_header(const std::string& program);

/// The number, or null if there is none.
nlohmann::ordered_json json_or_null(const std::optional<double>& number);

/// If "runs" of a report holds a single run, adds the fields of that run to the top level.
nlohmann::ordered_json with_single_run(nlohmann::ordered_json report);

/// The report as text, with all digits of the numbers.
std::string json_text(const nlohmann::ordered_json& report);

}  // namespace softwarp
