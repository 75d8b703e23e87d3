// The law of units, for programs: data in other units, or less a constant, give the same results in those units.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/subprocess.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

std::string in_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

// Two classes of waves, in a file of their own.
std::string waves_in(const std::function<double(double)>& units, bool labels) {
  std::string rows;
  for (int i = 0; i < 12; ++i) {
    if (labels) rows += std::to_string(i % 2) + "\t";
    for (int t = 0; t < 20; ++t) {
      const double phase = 0.3 * t + 0.5 * (i / 2),
                   value = i % 2 == 0 ? std::sin(phase) : std::sin(phase) * std::cos(t);
      rows += in_digits(units(value + 0.05 * std::sin(7.0 * i + 3.0 * t))) + (t + 1 < 20 ? "\t" : "\n");
    }
  }
  return rows;
}

struct Units {
  double c = 1, b = 0;
  double operator()(double value) const { return c * value + b; }
};

const std::string kHuber = "huber:";

// Programs under γ = 0.1 c² where they are given no other, with the options that follow; the threshold of huber is multiplied by c.
std::vector<std::pair<std::string, std::vector<std::string>>> commands() {
  return {{"average", {"--method", "mean,dba,subgradient,softdtw,softdtw-divergence", "--class", "1", "--count", "6"}},
          {"cluster", {"--method", "mean,dba,softdtw", "--restarts", "3", "--inner", "20"}},
          {"classify", {"--metric", "euclidean,dtw,softdtw,sharp"}},
          {"classify", {"--metric", "euclidean,dtw,softdtw", "--method", "1nn"}},
          {"classify", {"--metric", "softdtw", "--method", "1nn", "--gamma", "auto", "--splits", "2"}},
          {"classify", {"--metric", "softdtw", "--gamma", "auto", "--splits", "1", "--cost", kHuber + "0.3"}},
          {"align", {}},
          {"average", {"--method", "subgradient,softdtw", "--class", "1", "--count", "6", "--cost", kHuber + "0.3"}},
          {"cluster", {"--method", "softdtw", "--restarts", "3", "--inner", "20", "--cost", kHuber + "0.3"}},
          {"classify", {"--metric", "softdtw", "--cost", kHuber + "0.3"}},
          {"classify", {"--metric", "dtw,softdtw", "--method", "1nn", "--cost", kHuber + "0.3"}},
          {"align", {"--cost", kHuber + "0.3"}}};
}

json report_in(const Units& units, const std::string& program, std::vector<std::string> arguments,
               const std::string& precision) {
  const TempFolder folder;
  for (std::string& argument : arguments) {
    if (argument.starts_with(kHuber))
      argument = kHuber + in_digits(units.c * std::stod(argument.substr(kHuber.size())));
  }
  const bool aligns = program == "align";
  const std::string file = folder.write("data.tsv", waves_in(units, !aligns));
  if (aligns)
    arguments.push_back(file);
  else
    arguments.insert(arguments.end(), {"--data", file});
  if (std::ranges::find(arguments, "--gamma") == arguments.end())
    arguments.insert(arguments.end(), {"--gamma", in_digits(0.1 * units.c * units.c)});
  arguments.insert(arguments.end(), {"--precision", precision, "--json", "-", "--quiet"});
  const ProcessResult result = run_process(SOFTWARP_BIN "/" + program, arguments);
  INFO(program << ": " << result.err);
  REQUIRE(result.status == 0);
  return json::parse(result.out);
}

// What a number of a report is, by its key: it scales with a power of c, and moves with b or not.
struct Kind {
  int power = 0;
  bool moves = false;
};
Kind kind_of(const std::string& key) {
  if (key == "barycenter" || key == "centroids" || key == "forecasts") return {1, true};
  if (key == "root_dtw") return {1, false};
  for (const char* squared :
       {"objective", "dtw", "gamma", "value", "divergence", "soft_dtw", "euclidean", "gamma_data", "validation_dtw"}) {
    if (key == squared) return {2, false};
  }
  return {};
}

void check_same(const json& report, const json& expected, const Units& units, double tolerance, const Kind& kind = {}) {
  REQUIRE(report.type() == expected.type());
  if (report.is_object()) {
    REQUIRE(report.size() == expected.size());
    for (const auto& [key, value] : report.items()) {
      if (key == "options" || key == "threads" || key == "version") continue;
      INFO(key);
      check_same(value, expected.at(key), units, tolerance, kind_of(key).power != 0 ? kind_of(key) : kind);
    }
  } else if (report.is_array()) {
    REQUIRE(report.size() == expected.size());
    for (std::size_t k = 0; k < report.size(); ++k) check_same(report[k], expected[k], units, tolerance, kind);
  } else if (report.is_number_float()) {
    const double c = std::pow(units.c, kind.power);
    const double found = (report.get<double>() - (kind.moves ? units.b : 0)) / c, right = expected.get<double>();
    CHECK(std::abs(found - right) <= tolerance * std::max(1.0, std::abs(right)));
  } else if (report != expected) {
    CHECK(report == expected);
  }
}

// What train reports of waves in these units, γ being in units of its own, and the forecasts of its model by predict.
std::pair<json, json> trained_in(const Units& units, std::vector<std::string> arguments, const std::string& precision) {
  const TempFolder folder;
  const std::string file = folder.write("data.tsv", waves_in(units, true)), model = folder.file("m");
  arguments.insert(arguments.end(), {"--data", file, "--loss", "all", "--epochs", "5", "--precision", precision,
                                     "--json", "-", "--quiet", "--save", model});
  const ProcessResult result = run_process(SOFTWARP_BIN "/train", arguments);
  INFO(result.err);
  REQUIRE(result.status == 0);
  json report = json::parse(result.out);
  report.erase("saved");
  for (json& run : report["runs"]) {
    run.erase("seconds");
    run.erase("gamma");
  }
  const ProcessResult predicted =
      run_process(SOFTWARP_BIN "/predict", {"--model", model, "--data", file, "--json", "-", "--input", "split"});
  REQUIRE(predicted.status == 0);
  json forecasts = json::parse(predicted.out);
  forecasts.erase("model");
  return {report, forecasts};
}

}  // namespace

TEST_CASE("train and predict follow the units of the data") {
  const std::string precision = GENERATE("float", "double");
  const std::vector<std::string> options = GENERATE(
      std::vector<std::string>{}, std::vector<std::string>{"--scale", "set", "--gamma", "auto"},
      std::vector<std::string>{"--scale", "step", "--base", "none", "--init", "euclidean", "--optimizer", "lbfgs"},
      std::vector<std::string>{"--z-normalise", "--base", "none", "--gamma", "1:0.1"});
  const auto [report, forecasts] = trained_in({}, options, precision);
  const auto check = [&, &expected = report, &expected_forecasts = forecasts](const Units& units, double tolerance) {
    CAPTURE(options, precision, units.c, units.b);
    const auto [found, found_forecasts] = trained_in(units, options, precision);
    check_same(found, expected, units, tolerance);
    check_same(found_forecasts, expected_forecasts, units, tolerance);
  };
  for (const int exponent : {-40, 10, 40}) check({.c = std::ldexp(1.0, exponent)}, 0);
  const bool single = precision == "float";
  for (const Units& units : {Units{.c = 1e-12}, Units{.c = 1e12}, Units{.c = 0.01, .b = 4}, Units{.c = 1, .b = 1e6}})
    check(units, single ? 1e-3 : 1e-6);
}

TEST_CASE("programs that average, cluster, classify and align follow the units of the data") {
  const std::string precision = GENERATE("float", "double");
  for (const auto& [program, arguments] : commands()) {
    const json expected = report_in({}, program, arguments, precision);
    // A power of two changes no digit.
    for (const int exponent : {-40, 10, 40}) {
      CAPTURE(program, arguments, precision, exponent);
      const Units units{.c = std::ldexp(1.0, exponent)};
      check_same(report_in(units, program, arguments, precision), expected, units, 0);
    }
    // Other factors and offsets round the data themselves.
    const bool single = precision == "float";
    for (const Units& units :
         {Units{.c = 1e-12}, Units{.c = 1e12}, Units{.c = 0.01, .b = 4}, Units{.c = 1, .b = 1e6}}) {
      CAPTURE(program, arguments, precision, units.c, units.b);
      check_same(report_in(units, program, arguments, precision), expected, units, single ? 1e-3 : 1e-6);
    }
  }
}
