/// What the JSON reports of all programs have in common.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace softwarp {

/// The first fields of a report: schema, program, version, simd, threads.
nlohmann::ordered_json json_header(const std::string& program);

/// The number, or null where there is none.
nlohmann::ordered_json json_or_null(const std::optional<double>& number);

/// A report whose "runs" holds a single run gets that run's fields at its top level, too.
nlohmann::ordered_json with_single_run(nlohmann::ordered_json report);

/// The report as text, numbers with all their digits.
std::string json_text(const nlohmann::ordered_json& report);

}  // namespace softwarp
