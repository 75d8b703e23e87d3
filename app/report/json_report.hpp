/// What the JSON reports of all programs have in common.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace softwarp {

/// The first fields of a report: schema, program, version, simd, threads.
nlohmann::ordered_json json_header(const std::string& program);

/// The number, or null if there is none.
nlohmann::ordered_json json_or_null(const std::optional<double>& number);

/// The text, or null if it is empty.
nlohmann::ordered_json json_or_null(const std::string& text);

/// An option that every spec has with the same value or not at all; null if none has it.
template <class Spec, class Base, class Value>
nlohmann::ordered_json shared_option(const std::vector<Spec>& specs, std::optional<Value> Base::*option) {
  for (const Spec& spec : specs) {
    if (spec.*option) return *(spec.*option);
  }
  return nullptr;
}

/// If "runs" of a report holds a single run, adds the fields of that run to the top level.
nlohmann::ordered_json with_single_run(nlohmann::ordered_json report);

/// The report as text, with all digits of the numbers.
std::string json_text(const nlohmann::ordered_json& report);

}  // namespace softwarp
