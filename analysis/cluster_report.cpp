#include "cluster_report.hpp"

#include <algorithm>

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

// For a number that the runs have only if there are class labels.
std::string over_labelled_seeds(const std::vector<ClusterRun>& runs, std::optional<double> ClusterRun::*number) {
  if (!(runs[0].*number)) return "-";
  return over_seeds(
      runs, [&](const ClusterRun& run) { return *(run.*number); }, 3);
}

std::string table(const ClusterOptions& options, const SeriesSet& set, const std::vector<ClusterSetting>& settings) {
  Table table({"method", "gamma", "objective", "DTW", "accuracy", "Rand index", "averagings", "sizes"});
  for (const auto& [method, runs] : settings) {
    table.add({method.name, gamma_text(method.gamma),
               over_seeds(runs, [](const ClusterRun& run) { return run.result.objective; }),
               over_seeds(runs, &ClusterRun::dtw), over_labelled_seeds(runs, &ClusterRun::accuracy),
               over_labelled_seeds(runs, &ClusterRun::rand_index),
               over_seeds(
                   runs, [](const ClusterRun& run) { return run.result.iterations; }, 2),
               runs.size() > 1 ? "-" : sizes_text(runs[0].sizes)});
  }
  const std::string mean = options.weights.empty() ? "mean" : "weighted mean";
  return one_line(set.name) + ": " + std::to_string(set.count()) + " series in " + std::to_string(options.kmeans.k) +
         " clusters.\n" + reading_line(set.reading) + "Objective: " + mean +
         " over the series of the method's loss to the centroid" + alignment_note(options.methods) +
         normalise_note(options.per_step) + ".\nDTW: mean over the series, in squared units of the data" +
         seeds_note(options.repeats) + ".\n\n" + table.text() + interrupted_note();
}

ordered_json run_json(const std::string& init, const MethodSpec& method, const ClusterRun& run) {
  std::vector<std::vector<double>> centroids;
  for (const auto& column : run.result.centroids.colwise()) centroids.emplace_back(column.begin(), column.end());
  return {{"method", method.name},
          {"gamma", json_or_null(method.gamma)},
          {"init", init},
          {"seed", run.seed},
          {"k", run.sizes.size()},
          {"iterations", run.result.iterations},
          {"objective", run.result.objective},
          {"dtw", run.dtw},
          {"sizes", run.sizes},
          {"assignment", run.result.assignment},
          {"accuracy", json_or_null(run.accuracy)},
          {"rand_index", json_or_null(run.rand_index)},
          {"centroids", centroids}};
}

ordered_json json(const CommonOptions& common, const std::string& init, const ClusterOptions& options,
                  const SeriesSet& set, const std::vector<ClusterSetting>& settings) {
  const KMeansOptions& kmeans = options.kmeans;
  ordered_json report = json_header("cluster");
  report["data"] = {{"name", set.name},
                    {"series", set.count()},
                    {"length", set.longest()},
                    {"dims", set.dims},
                    {"reading", json_or_null(set.reading)}};
  report["options"] = {{"band", shared_option(options.methods, &MethodSpec::band)},
                       {"cost", shared_option(options.methods, &MethodSpec::cost)},
                       {"alpha", shared_option(options.methods, &MethodSpec::alpha)},
                       {"normalise", normalise_text(options.per_step)},
                       {"weights", options.weights.empty() ? ordered_json() : ordered_json(options.weights)},
                       {"restarts", kmeans.restarts},
                       {"outer", kmeans.outer},
                       {"inner", kmeans.inner.iterations},
                       {"tolerance", kmeans.inner.tolerance},
                       {"seed", options.seed},
                       {"repeats", options.repeats},
                       {"precision", to_text(common.precision)}};
  report["interrupted"] = interrupt_asked();
  report["runs"] = ordered_json::array();
  for (const auto& [method, runs] : settings) {
    for (const ClusterRun& run : runs) report["runs"].push_back(run_json(init, method, run));
  }
  return with_single_run(std::move(report));
}

// One panel per cluster of the first seed: its series in grey, its centroid in colour.
// Several methods have one row each.
Drawing drawing(const SeriesSet& set, const std::vector<ClusterSetting>& settings) {
  std::vector<Panel> panels;
  for (const auto& [method, runs] : settings) {
    const ClusterRun& run = runs[0];
    for (std::size_t c = 0; c < run.sizes.size(); ++c) {
      Panel& panel = panels.emplace_back();
      panel.title = to_text(method) + ": " + std::to_string(run.sizes[c]) + " series";
      for (std::size_t i = 0; i < set.series.size(); ++i) {
        if (run.result.assignment[i] == static_cast<Index>(c)) panel.lines.push_back({set.series[i].values, {kFaint}});
      }
      const auto centroid = run.result.centroids.col(static_cast<Index>(c));
      panel.lines.push_back({centroid.reshaped(set.dims, centroid.size() / set.dims), {kStrong, 2}});
    }
  }
  const auto k = static_cast<Index>(settings[0].runs[0].sizes.size());
  return draw_panels(panels, settings.size() == 1 ? square_columns(panels.size()) : k);
}

}  // namespace

std::string sizes_text(std::vector<Index> sizes) {
  constexpr std::size_t kFew = 10;
  const std::size_t count = sizes.size();
  if (count <= kFew) return joined(sizes, " ", [](Index size) { return std::to_string(size); });
  std::ranges::sort(sizes);
  const double median = static_cast<double>(sizes[(count - 1) / 2] + sizes[count / 2]) / 2;
  return std::to_string(sizes.front()) + " to " + std::to_string(sizes.back()) + ", median " + to_text(median);
}

Report cluster_report(const CommonOptions& common, const std::string& init, const ClusterOptions& options,
                      const SeriesSet& set, const std::vector<ClusterSetting>& settings) {
  return {.table = [&] { return table(options, set, settings); },
          .json = [&] { return json(common, init, options, set, settings); },
          .drawing = [&] { return drawing(set, settings); }};
}

}  // namespace softwarp
