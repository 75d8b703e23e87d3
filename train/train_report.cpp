#include "train_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "app/report/json_report.hpp"
#include "choices_in_words.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/data/reading_in_words.hpp"

namespace softwarp {
namespace {

// An error as a column of the table and in a sentence; nothing where it does not exist.
struct NamedError {
  const char *column, *in_words;
  std::optional<double> (*of)(const ForecastErrors&);
};
constexpr std::array kErrors{
    NamedError{"test DTW", "test DTW", [](const ForecastErrors& errors) { return std::optional(errors.dtw); }},
    NamedError{"Euclidean", "test Euclidean error",
               [](const ForecastErrors& errors) { return std::optional(errors.euclidean); }},
    NamedError{"TDI", "test TDI", [](const ForecastErrors& errors) { return std::optional(errors.tdi); }},
    NamedError{"divergence", "test divergence", [](const ForecastErrors& errors) { return errors.divergence; }}};

// Errors of the values of windows, for a table of their own.
constexpr std::array kValueErrors{
    NamedError{"MAE", "", [](const ForecastErrors& errors) { return errors.values->in_data.all().mae(); }},
    NamedError{"RMSE", "", [](const ForecastErrors& errors) { return errors.values->in_data.all().rmse(); }},
    NamedError{"MASE", "", [](const ForecastErrors& errors) { return errors.values->in_data.all().mase(); }},
    NamedError{"scaled MSE", "", [](const ForecastErrors& errors) { return errors.values->in_scaled.all().mse(); }},
    NamedError{"scaled MAE", "", [](const ForecastErrors& errors) { return errors.values->in_scaled.all().mae(); }}};

// What a setting is trained to lower, of the two errors that stand for a loss.
const NamedError& error_trained_for(const Setting& setting) { return kErrors[setting.loss.is_euclidean() ? 1 : 0]; }

// Nothing where it does not exist for one of them.
std::optional<std::vector<double>> over_runs(const Setting& setting, auto error) {
  std::vector<double> numbers;
  for (const Run& run : setting.runs) {
    const std::optional<double> number = error(run.test);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

std::string over_runs_in_words(const Setting& setting, auto error) {
  const auto numbers = over_runs(setting, error);
  return numbers ? mean_and_deviation(*numbers) : rounded(std::nullopt);
}

std::string counted(Index count, const std::string& noun) { return std::to_string(count) + " " + noun; }

std::string several(Index count, const std::string& noun) { return counted(count, noun) + (count == 1 ? "" : "s"); }

std::string interrupt_in_words(const Comparison& comparison) {
  if (comparison.missing_runs == 0) return "";
  Index done = 0;
  for (const Setting& setting : comparison.settings) done += static_cast<Index>(setting.runs.size());
  return "\nInterrupted: " + std::to_string(done) + " of " + std::to_string(done + comparison.missing_runs) +
         " runs are done.";
}

// Which run is in which files.
std::string saved_in_words(const Comparison& comparison, const TrainOptions& options) {
  std::string files;
  for (const auto& file : {options.save, options.onnx}) {
    if (file) files += (files.empty() ? "" : ", ") + one_line(*file);
  }
  if (files.empty() || comparison.missing_runs > 0) return "";
  const NamedError& error = error_trained_for(comparison.chosen_setting());
  std::string text = "\nSaved: " + files + ": " + choice_in_words(comparison) + "\nIts " + error.in_words + " is " +
                     rounded(error.of(comparison.chosen_run().test));
  for (const Baseline& baseline : comparison.baselines)
    text += "; " + baseline.name + ": " + rounded(error.of(baseline.test));
  return text + ".\n";
}

std::string span_in_words(const Clock& clock, const TimeRange& range) {
  return clock.text(range.begin) + " to " + clock.text(range.end - 1);
}

std::string windows_in_words(const Comparison& comparison) {
  const DataFacts& data = comparison.data;
  const WindowFacts& windows = *data.windows;
  const LongSeriesSet& set = windows.series->set;
  const auto part_in_words = [&](const WindowPart& part, const std::string& use) {
    const std::string without = part.series_left_out > 0 ? " (none from " + std::to_string(part.series_left_out) +
                                                               " of " + counted(set.count(), "series") + ")"
                                                         : "";
    return "\n" + several(part.windows, "window") + " to " + use + without + ", targets from " +
           span_in_words(set.clock, part.targets);
  };
  std::string text = one_line(data.name) + ": " + reading_in_words(set) + ".\n" + several(data.shape.input, "step") +
                     " in, " + counted(data.shape.target, "to forecast:") + part_in_words(windows.learn, "learn from") +
                     ';';
  if (windows.validation) text += part_in_words(*windows.validation, "validate on") + ';';
  text += part_in_words(windows.test, "test on");
  const Index left_out = span_of(set).end - windows.test.time.end;
  if (left_out > 0)
    text += "; " + several(left_out, "step") + " after these " + (left_out == 1 ? "is" : "are") + " left out";
  if (windows.linear_left_out > 0)
    text += ".\nThe linear forecast is fitted without " + several(windows.linear_left_out, "window") +
            ", for want of a target value";
  return text + ".";
}

// That of costs and errors.
std::string squared_unit(const Comparison& comparison) {
  const auto& windows = comparison.data.windows;
  const bool several = windows && windows->series->set.targets > 1;
  return several ? "squared deviations of each column's training part" : "squared units of the data";
}

}  // namespace

std::string data_in_words(const Comparison& comparison) {
  const DataFacts& data = comparison.data;
  if (data.windows) return windows_in_words(comparison);
  return one_line(data.name) + ": " + counted(data.train.count, "training and ") +
         counted(data.test.count, "test series; ") + counted(data.shape.input, "steps in, ") +
         counted(data.shape.target, "to forecast") + (data.dims > 1 ? ", " + counted(data.dims, "dimensions") : "") +
         ".";
}

std::string examples_in_words(const Comparison& comparison) { return comparison.data.windows ? "windows" : "series"; }

std::string errors_in_words(const Comparison& comparison) {
  const auto seeds = static_cast<Index>(comparison.chosen_setting().runs.size());
  const double unit = comparison.divergence_gamma();
  return "Means over the test " + examples_in_words(comparison) + ", in " + squared_unit(comparison) +
         " (TDI: none); divergence: soft-DTW, gamma " + (unit == 1 ? "1" : rounded(unit, 3)) +
         (seeds > 1 ? "; ± over " + counted(seeds, "seeds") : "") + ".";
}

namespace {

// What a γ of 1 means for one network; empty where γ is in units of the data.
std::string gamma_unit_in_words(const Comparison& comparison, const Preparation& preparation) {
  if (preparation.scaling.kind == Scale::none && !preparation.kernel) return "";
  const std::optional<double> square = preparation.square_in_data();
  if (!square) return "in squared units of what the network sees";
  const std::string whose = preparation.kernel                        ? "what the kernel forecast leaves"
                            : preparation.scaling.kind == Scale::step ? "what the mean of training targets leaves"
                                                                      : "the training set";
  return "1 is the variance of " + whose + ", " + rounded(*square, 3) + " in " + squared_unit(comparison);
}

}  // namespace

std::string gamma_in_words(const Comparison& comparison) {
  const auto has_gamma = [](const Setting& setting) { return setting.loss.gamma.has_value(); };
  if (std::ranges::none_of(comparison.settings, has_gamma)) return "";
  std::vector<std::string> of_each;
  for (const ComparedNetwork& network : comparison.networks)
    of_each.push_back(gamma_unit_in_words(comparison, network.preparation));
  const bool same = std::ranges::all_of(of_each, [&](const std::string& text) { return text == of_each[0]; });
  if (same) return of_each[0].empty() ? "" : "gamma of the losses: " + of_each[0] + ".";
  std::string text = "gamma of the losses:";
  for (std::size_t k = 0; k < of_each.size(); ++k)
    text += std::string(k > 0 ? ";" : "") + "\n  " + to_text(comparison.networks[k].kind) + ": " +
            (of_each[k].empty() ? "in " + squared_unit(comparison) : of_each[k]);
  return text + ".";
}

std::string gamma_text(const Setting& setting) {
  const TrainingLoss& loss = setting.loss;
  if (!loss.gamma) return "-";
  return (loss.first_gamma ? to_text(*loss.first_gamma) + ":" : "") + to_text(*loss.gamma) +
         (setting.gamma_choice ? "*" : "");
}

bool names_networks(const Comparison& comparison) { return !comparison.chosen_setting().network_name.empty(); }

std::vector<std::string> setting_header(const Comparison& comparison) {
  std::vector<std::string> header{"loss", "gamma", "init"};
  if (names_networks(comparison)) header.insert(header.begin(), "network");
  return header;
}

std::vector<std::string> setting_cells(const Comparison& comparison, const Setting& setting) {
  std::vector<std::string> cells{setting.loss.name, gamma_text(setting), to_text(setting.init)};
  if (names_networks(comparison)) cells.insert(cells.begin(), setting.network_name);
  return cells;
}

std::string chosen_in_words(const Comparison& comparison) {
  return to_text(comparison.chosen_setting()) + ", seed " + std::to_string(comparison.chosen_run().seed);
}

std::string choice_in_words(const Comparison& comparison) {
  const Run& run = comparison.chosen_run();
  const std::string examples = examples_in_words(comparison);
  const std::string name = chosen_in_words(comparison), dtw = rounded(run.dtw_to_choose_by());
  if (comparison.settings.size() == 1 && comparison.settings[0].runs.size() == 1) return name + ".";
  if (run.validation) return name + ", the lowest DTW on the validation " + examples + " (" + dtw + ").";
  return name + ", the lowest DTW on the training " + examples + " (" + dtw +
         ").\nIt may not be the best on new data; with --validation F, the choice is made on held-out " + examples +
         ".";
}

std::vector<std::string> warnings(const Comparison& comparison) {
  std::vector<std::string> lines = networks_left_out(comparison);
  // What float leaves of a forecast that double makes: a share of it, and where that is perfect, a share of the data.
  constexpr double kShare = 1e-4, kOfData = 1e-10;
  const double rounding = kOfData * comparison.divergence_gamma() *
                          static_cast<double>(comparison.data.shape.target * comparison.data.dims);
  for (const Setting& setting : comparison.settings) {
    const NamedError& error = error_trained_for(setting);
    const std::vector<double> found = over_runs(setting, error.of).value();
    const auto of_baseline = [&](const Baseline& baseline) { return error.of(baseline.test).value(); };
    const Baseline& best = *std::ranges::min_element(comparison.baselines, {}, of_baseline);
    if (!(mean_of(found) - deviation_of(found) > (1 + kShare) * of_baseline(best) + rounding)) continue;
    const bool solved = setting.runs[0].epochs == 0;
    lines.push_back(to_text(setting) + ": worse than the " + best.name + " forecast: " + error.in_words + ' ' +
                    mean_and_deviation(found) + " against " + rounded(of_baseline(best)) + "; " +
                    (solved ? "another --scale or --base, or a longer input, may help"
                            : "another --scale or --base, more --epochs or another --gamma may help"));
  }
  return lines;
}

namespace {

// A row per setting and baseline, a column per error.
Table error_table(const Comparison& comparison, std::span<const NamedError> errors) {
  // Training loss, epochs and seconds are in the JSON: with them, the table would not fit a terminal.
  std::vector<std::string> header = setting_header(comparison);
  const std::size_t named = header.size();
  for (const NamedError& error : errors) header.emplace_back(error.column);
  Table table(header);
  for (const Setting& setting : comparison.settings) {
    std::vector<std::string> row = setting_cells(comparison, setting);
    for (const NamedError& error : errors) row.push_back(over_runs_in_words(setting, error.of));
    table.add(row);
  }
  for (const Baseline& baseline : comparison.baselines) {
    std::vector<std::string> row(named);
    row[0] = baseline.name;
    for (const NamedError& error : errors) row.push_back(rounded(error.of(baseline.test)));
    table.add(row);
  }
  return table;
}

}  // namespace

Table result_table(const Comparison& comparison) { return error_table(comparison, kErrors); }

Table value_table(const Comparison& comparison) { return error_table(comparison, kValueErrors); }

Table step_table(const Comparison& comparison) {
  const Index horizon = comparison.data.shape.target;
  std::vector<Index> steps;
  for (const Index step : {Index{1}, horizon / 4, horizon / 2, 3 * horizon / 4, horizon}) {
    if (step >= 1 && (steps.empty() || step > steps.back())) steps.push_back(step);
  }
  std::vector<std::string> header{"MAE at step"};
  for (const Index step : steps) header.push_back(std::to_string(step));
  Table table(header);
  const auto at = [](Index step) {
    return [=](const ForecastErrors& errors) { return errors.values->in_data.of_step(step - 1).mae(); };
  };
  for (const Setting& setting : comparison.settings) {
    std::vector<std::string> row{to_text(setting)};
    for (const Index step : steps) row.push_back(over_runs_in_words(setting, at(step)));
    table.add(row);
  }
  for (const Baseline& baseline : comparison.baselines) {
    std::vector<std::string> row{baseline.name};
    for (const Index step : steps) row.push_back(rounded(at(step)(baseline.test)));
    table.add(row);
  }
  return table;
}

std::string values_in_words(const Comparison& comparison) {
  const WindowFacts& windows = *comparison.data.windows;
  const std::string season =
      windows.season() ? "a season of " + counted(*windows.season(), "steps") + " ago" : "the step before";
  return "MAE and RMSE in units of the data; scaled: in deviations of each column where it was learnt from;\nMASE: MAE "
         "over "
         "that of the value of " +
         season + " there.";
}

std::string table_report(const Comparison& comparison, const TrainOptions& options) {
  const auto value_report = [](const Comparison& of) {
    if (!of.data.windows) return std::string();
    return '\n' + values_in_words(of) + "\n\n" + value_table(of).text() + '\n' + step_table(of).text();
  };
  const auto line = [](const std::string& text) { return text.empty() ? text : text + '\n'; };
  return line(data_in_words(comparison)) + reading_line(comparison.data.reading) + line(errors_in_words(comparison)) +
         line(gamma_in_words(comparison)) + '\n' + result_table(comparison).text() +
         line(gamma_choice_in_words(comparison)) + line(network_choice_in_words(comparison)) +
         value_report(comparison) + line(interrupt_in_words(comparison)) + saved_in_words(comparison, options);
}

}  // namespace softwarp
