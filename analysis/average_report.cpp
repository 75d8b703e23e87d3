#include "average_report.hpp"

#include "app/cli/program.hpp"
#include "app/report/json_report.hpp"
#include "app/report/line_panels.hpp"
#include "app/report/table.hpp"
#include "method_options.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/joined.hpp"
#include "table_cells.hpp"

namespace softwarp {
namespace {

using nlohmann::ordered_json;

std::string start_text(const AverageSetting& setting) { return setting.start ? to_text(*setting.start) : "-"; }

std::string weights_text(const AverageRun& run, const char* between, int digits) {
  return joined(run.weights, between, [&](double weight) { return rounded(weight, digits); });
}

std::string drawn_text(const Averages& result) {
  if (result.draws.size() > 1) return "each seed draws a class and series from it";
  const Draw& draw = result.draws[0];
  return std::to_string(draw.set.count()) + " series" + (draw.label.empty() ? "" : " of class " + one_line(draw.label));
}

std::string table(const AverageOptions& options, const Averages& result) {
  const bool weighted = !options.weights.empty();
  std::vector<std::string> header{"method", "gamma", "init", "objective", "DTW", "iterations"};
  if (weighted) header.insert(header.begin(), "weights");
  Table table(header);
  for (const AverageSetting& setting : result.settings) {
    std::vector<std::string> row{setting.method.name,
                                 gamma_text(setting.method.gamma),
                                 start_text(setting),
                                 over_seeds(setting.runs, &AverageRun::objective),
                                 over_seeds(setting.runs, &AverageRun::dtw),
                                 over_seeds(setting.runs, &AverageRun::iterations, 2)};
    if (weighted) row.insert(row.begin(), weights_text(setting.runs[0], ",", 3));
    table.add(row);
  }
  const SeriesSet& first = result.draws[0].set;
  return one_line(first.name) + ": " + drawn_text(result) + ".\n" + reading_line(first.reading) +
         "Objective: weighted mean of the loss that the method minimises" + alignment_note(options.methods) +
         normalise_note(options.per_step) + ".\nDTW: mean over the series, in squared units of the data" +
         seeds_note(options.repeats) + ".\n\n" + table.text() + interrupted_note();
}

ordered_json json(const CommonOptions& common, const AverageOptions& options, const Averages& result) {
  const SeriesSet& first = result.draws[0].set;
  ordered_json report = json_header("average");
  report["data"] = {{"name", first.name}, {"dims", first.dims}, {"reading", json_or_null(first.reading)}};
  report["options"] = {{"count", options.count},
                       {"band", shared_option(options.methods, &MethodSpec::band)},
                       {"cost", shared_option(options.methods, &MethodSpec::cost)},
                       {"alpha", shared_option(options.methods, &MethodSpec::alpha)},
                       {"normalise", normalise_text(options.per_step)},
                       {"iterations", options.averaging.iterations},
                       {"tolerance", options.averaging.tolerance},
                       {"seed", options.seed},
                       {"repeats", options.repeats},
                       {"precision", to_text(common.precision)}};
  report["interrupted"] = interrupt_asked();
  report["runs"] = ordered_json::array();
  for (const AverageSetting& setting : result.settings) {
    for (const AverageRun& run : setting.runs) {
      const Draw& draw = result.draws[run.draw];
      report["runs"].push_back({{"method", setting.method.name},
                                {"gamma", json_or_null(setting.method.gamma)},
                                {"init", setting.start ? ordered_json(to_text(*setting.start)) : ordered_json()},
                                {"seed", draw.seed},
                                {"class", draw.label},
                                {"weights", run.weights},
                                {"iterations", run.iterations},
                                {"objective", run.objective},
                                {"dtw", run.dtw},
                                {"barycenter", std::vector<double>(run.average.begin(), run.average.end())}});
    }
  }
  return report;
}

// The first seed's series in grey, their average in colour.
Panel panel(const AverageOptions& options, const std::vector<Draw>& draws, const AverageSetting& setting) {
  const AverageRun& run = setting.runs[0];
  const SeriesSet& set = draws[run.draw].set;
  Panel panel;
  panel.title = to_text(setting.method);
  if (options.starts.size() > 1 && setting.start) panel.title += " from " + start_text(setting);
  if (!options.weights.empty()) panel.title += ", " + weights_text(run, " : ", 2);
  for (const Series& series : set.series) panel.lines.push_back({series.values, {kFaint}});
  panel.lines.push_back({run.average.reshaped(set.dims, run.average.size() / set.dims), {kStrong, 2}});
  return panel;
}

// With several lists of weights, one column per list.
Drawing drawing(const AverageOptions& options, const Averages& result) {
  std::vector<Panel> panels;
  for (const AverageSetting& setting : result.settings) panels.push_back(panel(options, result.draws, setting));
  const std::size_t lists = options.weights.size();
  if (lists < 2) return draw_panels(panels, square_columns(panels.size()));
  std::vector<Panel> rows;
  for (std::size_t k = 0; k < panels.size(); ++k)
    rows.push_back(panels[k % lists * (panels.size() / lists) + k / lists]);  // settings are sorted by weights first
  return draw_panels(rows, static_cast<Index>(lists));
}

}  // namespace

Report average_report(const CommonOptions& common, const AverageOptions& options, const Averages& result) {
  return {.table = [&] { return table(options, result); },
          .json = [&] { return json(common, options, result); },
          .drawing = [&] { return drawing(options, result); }};
}

}  // namespace softwarp
