#include "classify_report.hpp"

#include <algorithm>

#include "app/cli/program.hpp"
#include "app/report/json_report.hpp"
#include "app/report/table.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "table_cells.hpp"

namespace softwarp {
namespace {

using nlohmann::ordered_json;

std::string gamma_of(const ClassifySetting& setting) {
  if (!setting.chosen) return gamma_text(setting.metric.gamma);
  return setting.runs.size() > 1 ? "auto" : rounded(*setting.runs[0].metric.gamma, 3) + " (auto)";
}

// A matrix of more classes than these fills screens, or memory.
constexpr std::size_t kMostInTable = 100, kMostInMatrix = 1000;

// By row the true class, by column the predicted one.
std::vector<std::vector<Index>> matrix(const Confusion& confusion, std::size_t classes) {
  std::vector<std::vector<Index>> counts(classes, std::vector<Index>(classes, 0));
  for (const auto& [of, count] : confusion)
    counts[static_cast<std::size_t>(of.first)][static_cast<std::size_t>(of.second)] = count;
  return counts;
}

ordered_json confusion_entries(const Confusion& confusion) {
  ordered_json entries = ordered_json::array();
  for (const auto& [of, count] : confusion) entries.push_back({of.first, of.second, count});
  return entries;
}

std::string confusion_table(const std::vector<std::string>& classes, const Confusion& confusion) {
  if (classes.size() > kMostInTable)
    return "The confusion of " + std::to_string(classes.size()) + " classes is in the result of --json.\n";
  std::vector<std::string> header{"true \\ predicted"};
  header.insert(header.end(), classes.begin(), classes.end());
  Table table(header);
  const auto counts = matrix(confusion, classes.size());
  for (std::size_t i = 0; i < classes.size(); ++i) {
    std::vector<std::string> row{classes[i]};
    for (const Index count : counts[i]) row.push_back(rounded(static_cast<double>(count), 1));
    table.add(row);
  }
  return table.text();
}

// How many comparisons bounds spared, under each metric where they spared any.
std::string spared_lines(const std::vector<ClassifySetting>& settings) {
  std::string lines;
  for (const ClassifySetting& setting : settings) {
    SearchCounts counts;
    for (const ClassifyRun& run : setting.runs) counts += run.search;
    if (counts.compared == counts.pairs()) continue;
    const auto percent = [&](Index count) {
      return rounded(100 * static_cast<double>(count) / static_cast<double>(counts.pairs()), 3) + " %";
    };
    lines += (setting.runs.size() == 1 ? to_text(setting.runs[0].metric) : setting.metric.name) +
             ": pairs spared by LB_Kim " + percent(counts.kim) + ", LB_Keogh " + percent(counts.keogh) +
             ", LB_Improved " + percent(counts.improved) + "; compared " + percent(counts.compared) + ".\n";
  }
  return lines.empty() ? lines : "\n" + lines;
}

ordered_json pruned(const SearchCounts& counts) {
  if (counts.pairs() == 0) return nullptr;
  const auto share = [&](Index count) { return static_cast<double>(count) / static_cast<double>(counts.pairs()); };
  return {{"kim", share(counts.kim)}, {"keogh", share(counts.keogh)}, {"improved", share(counts.improved)}};
}

std::string table(const ClassifyOptions& options, const LabelledData& data,
                  const std::vector<ClassifySetting>& settings) {
  Table table({"method", "metric", "gamma", "training", "test"});
  for (const ClassifySetting& setting : settings) {
    const auto percent = [&](double ClassifyRun::*accuracy) {
      return over_seeds(setting.runs, [&](const ClassifyRun& run) { return 100 * (run.*accuracy); });
    };
    table.add({to_text(options.method), setting.metric.name, gamma_of(setting), percent(&ClassifyRun::train_accuracy),
               percent(&ClassifyRun::test_accuracy)});
  }
  const auto& [train, test] = data.series;
  std::string text = one_line(train.name) + ": " + std::to_string(train.count()) + " training and " +
                     std::to_string(test.count()) + " test series of " + std::to_string(data.classes.size()) +
                     " classes";
  if (options.protocol == Protocol::paper) text += ", put together and divided again 50 : 25 : 25";
  text += ".\n" + reading_line(data.series.reading()) + "Accuracy in %" + alignment_note(options.metrics);
  if (options.method == ClassifyMethod::nearest_neighbour) text += "; training accuracy is leave-one-out";
  text += seeds_note(options.repeats) + ".\n\n" + table.text() + spared_lines(settings);
  if (settings.size() == 1 && settings[0].runs.size() == 1)
    text += "\n" + confusion_table(data.classes, settings[0].runs[0].confusion);
  return text + interrupted_note();
}

ordered_json json(const CommonOptions& common, const ClassifyOptions& options, const LabelledData& data,
                  const std::vector<ClassifySetting>& settings) {
  const auto& [train, test] = data.series;
  ordered_json report = json_header("classify");
  report["data"] = {{"name", train.name},
                    {"train", train.count()},
                    {"test", test.count()},
                    {"length", std::max(train.longest(), test.longest())},
                    {"dims", train.dims},
                    {"classes", data.classes},
                    {"reading", json_or_null(data.series.reading())}};
  report["options"] = {{"protocol", to_text(options.protocol)},
                       {"band", shared_option(options.metrics, &LossSpec::band)},
                       {"cost", shared_option(options.metrics, &LossSpec::cost)},
                       {"alpha", shared_option(options.metrics, &LossSpec::alpha)},
                       {"splits", options.splits},
                       {"iterations", options.averaging.iterations},
                       {"tolerance", options.averaging.tolerance},
                       {"seed", options.seed},
                       {"repeats", options.repeats},
                       {"precision", to_text(common.precision)}};
  report["interrupted"] = interrupt_asked();
  report["runs"] = ordered_json::array();
  for (const ClassifySetting& setting : settings) {
    for (const ClassifyRun& run : setting.runs) {
      const bool as_matrix = data.classes.size() <= kMostInMatrix;
      report["runs"].push_back(
          {{"method", to_text(options.method)},
           {"metric", run.metric.name},
           {"gamma", json_or_null(run.metric.gamma)},
           {"seed", run.seed},
           {"train_accuracy", run.train_accuracy},
           {"test_accuracy", run.test_accuracy},
           {"pruned", pruned(run.search)},
           {"confusion", as_matrix ? ordered_json(matrix(run.confusion, data.classes.size())) : ordered_json()}});
      if (!as_matrix) report["runs"].back()["confusion_entries"] = confusion_entries(run.confusion);
    }
  }
  return with_single_run(std::move(report));
}

}  // namespace

Report classify_report(const CommonOptions& common, const ClassifyOptions& options, const LabelledData& data,
                       const std::vector<ClassifySetting>& settings) {
  return {.table = [&] { return table(options, data, settings); },
          .json = [&] { return json(common, options, data, settings); }};
}

}  // namespace softwarp
