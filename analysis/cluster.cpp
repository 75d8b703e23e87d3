/// cluster: k-means over soft-DTW and other averages.
#include "app/cli/arguments.hpp"
#include "app/cli/program.hpp"
#include "app/report/json_report.hpp"
#include "app/report/line_panels.hpp"
#include "app/report/table.hpp"
#include "cluster_runs.hpp"
#include "method_options.hpp"
#include "softwarp/data/series_batch.hpp"

using namespace softwarp;
using nlohmann::ordered_json;

namespace {

struct Options {
  CommonOptions common;
  ClusterOptions cluster;
  std::string init;
  std::optional<Index> k;
  std::optional<std::string> plot;
};

CommandSpec declare() {
  CommandSpec spec{"cluster",
                   "Puts series into k clusters by k-means over each method and gamma that is listed. Class "
                   "labels, where there are\nany, serve to judge the clusters alone.\n"};
  std::vector<OptionSpec> options = method_options("1");
  options.insert(
      options.end(),
      {{"k", "K", "Clusters, 1 to the number of series (default: number of classes)"},
       {"init", "FROM",
        "random | mean | kmeans++: start from K series, from a Euclidean k-means, or from K series far from each other",
        "random"},
       {"restarts", "R", "Starts, of which the one with the lowest objective is the result; >= 1", "10"},
       {"length", "T", "Steps of the centroids; >= 1 (default: of the longest series)"},
       {"outer", "N", "Assignments and averagings at most; >= 1", "30"},
       {"inner", "N", "Iterations of an averaging at most; >= 1", "100"},
       {"tolerance", "E", "End an averaging with an iteration that lowers its objective by at most this share; >= 0",
        "1e-05"},
       {"repeats", "R", "Clusterings of each, with seeds N ... N+R-1; >= 1", "1"}});
  spec.groups.push_back({"Clusters", options});
  add_common_options(spec, DataUse::one_set);
  return spec;
}

KMeansStart start_of(const std::string& word) {
  if (word == "mean") return KMeansStart::mean;
  return word == "random" ? KMeansStart::random : KMeansStart::kmeans_plus_plus;
}

std::optional<Options> parse(int argc, const char* const* argv) {
  const CommandSpec spec = declare();
  const auto answer = parse_command_line(spec, argc, argv);
  if (!answer) return std::nullopt;
  const CommandLine& parsed = *answer;
  const auto text = [&](const char* option) { return parsed.text(option); };
  const auto whole = [&](const char* option, long long high) { return whole_argument(option, text(option), 1, high); };

  Options options;
  options.common = common_options(parsed);
  options.plot = parsed.value("plot");
  if (parsed.given("k")) options.k = static_cast<Index>(whole("k", 1'000'000));
  options.init = word_argument("init", text("init"), {"random", "mean", "kmeans++"});
  ClusterOptions& cluster = options.cluster;
  cluster.methods = methods_argument(parsed);
  cluster.kmeans.start = start_of(options.init);
  cluster.kmeans.restarts = static_cast<Index>(whole("restarts", 1'000'000));
  if (parsed.given("length")) cluster.kmeans.steps = static_cast<Index>(whole("length", 1'000'000));
  cluster.kmeans.outer = static_cast<int>(whole("outer", 1'000'000'000));
  cluster.kmeans.inner.iterations = static_cast<int>(whole("inner", 1'000'000'000));
  cluster.kmeans.inner.tolerance = real_argument("tolerance", text("tolerance"), {.low = 0});
  cluster.repeats = static_cast<Index>(whole("repeats", 1'000'000));
  cluster.seed = options.common.seed;
  return options;
}

std::string table_report(const Options& options, const SeriesSet& set, const std::vector<ClusterRun>& runs) {
  const auto repeats = static_cast<std::size_t>(options.cluster.repeats);
  std::string text = set.name + ": " + std::to_string(set.count()) + " series in " +
                     std::to_string(options.cluster.kmeans.k) + " clusters.\n";
  text +=
      "Objective: mean over the series of the method's loss to the centroid; DTW likewise, in squared units of the "
      "data" +
      std::string(repeats > 1 ? "; ± is the deviation over " + std::to_string(repeats) + " seeds" : "") + ".\n\n";
  Table table({"method", "gamma", "objective", "DTW", "accuracy", "Rand index", "averagings", "sizes"});
  for (std::size_t first = 0; first < runs.size(); first += repeats) {
    std::vector<double> objective, dtw, accuracy, rand_index, averagings;
    for (std::size_t k = first; k < first + repeats; ++k) {
      objective.push_back(runs[k].result.objective);
      dtw.push_back(runs[k].dtw);
      averagings.push_back(runs[k].result.iterations);
      if (!runs[k].accuracy) continue;
      accuracy.push_back(*runs[k].accuracy);
      rand_index.push_back(*runs[k].rand_index);
    }
    const ClusterRun& run = runs[first];
    std::string sizes;
    for (const Index size : run.sizes) sizes += (sizes.empty() ? "" : " ") + std::to_string(size);
    table.add({run.method.name, gamma_text(run.method), mean_and_deviation(objective), mean_and_deviation(dtw),
               accuracy.empty() ? "-" : mean_and_deviation(accuracy, 3),
               rand_index.empty() ? "-" : mean_and_deviation(rand_index, 3), mean_and_deviation(averagings, 2),
               repeats > 1 ? "-" : sizes});
  }
  return text + table.text();
}

ordered_json run_json(const Options& options, const ClusterRun& run) {
  std::vector<std::vector<double>> centroids;
  for (const auto& column : run.result.centroids.colwise()) centroids.emplace_back(column.begin(), column.end());
  return {{"method", run.method.name},
          {"gamma", json_or_null(run.method.gamma)},
          {"init", options.init},
          {"seed", run.seed},
          {"k", options.cluster.kmeans.k},
          {"iterations", run.result.iterations},
          {"objective", run.result.objective},
          {"dtw", run.dtw},
          {"sizes", run.sizes},
          {"assignment", run.result.assignment},
          {"accuracy", json_or_null(run.accuracy)},
          {"rand_index", json_or_null(run.rand_index)},
          {"centroids", centroids}};
}

std::string json_report(const Options& options, const SeriesSet& set, const std::vector<ClusterRun>& runs) {
  const KMeansOptions& kmeans = options.cluster.kmeans;
  ordered_json report = json_header("cluster");
  report["data"] = {{"name", set.name}, {"series", set.count()}, {"length", set.longest()}, {"dims", set.dims}};
  report["options"] = {{"restarts", kmeans.restarts},
                       {"outer", kmeans.outer},
                       {"inner", kmeans.inner.iterations},
                       {"tolerance", kmeans.inner.tolerance},
                       {"seed", options.cluster.seed},
                       {"repeats", options.cluster.repeats},
                       {"precision", to_text(options.common.precision)}};
  report["interrupted"] = interrupt_asked();
  report["runs"] = ordered_json::array();
  for (const ClusterRun& run : runs) report["runs"].push_back(run_json(options, run));
  return json_text(with_single_run(std::move(report)));
}

// A panel for each cluster of the first seed: its series in grey, its centroid in colour; a row for each method.
void draw(PictureFile& picture, const Options& options, const SeriesSet& set, const std::vector<ClusterRun>& runs) {
  std::vector<Panel> panels;
  for (const ClusterRun& run : runs) {
    if (run.seed != options.cluster.seed) continue;
    for (Index c = 0; c < options.cluster.kmeans.k; ++c) {
      Panel& panel = panels.emplace_back();
      panel.title = title_of(run.method) + ": " + std::to_string(run.sizes[static_cast<std::size_t>(c)]) + " series";
      for (std::size_t i = 0; i < set.series.size(); ++i) {
        if (run.result.assignment[i] == c) panel.lines.push_back({set.series[i].values, kFaint});
      }
      const Matrix<double> centroid =
          run.result.centroids.col(c).reshaped(set.dims, run.result.centroids.rows() / set.dims);
      panel.lines.push_back({centroid, kStrong, 2});
    }
  }
  const bool one_method = panels.size() == static_cast<std::size_t>(options.cluster.kmeans.k);
  picture.commit(draw_panels(panels, one_method ? square_columns(panels.size()) : options.cluster.kmeans.k));
}

void run(Options options) {
  std::optional<OutputFile> json;  // outputs are opened first: a path that cannot be written is found before the work
  if (options.common.json) json.emplace(*options.common.json);
  std::optional<PictureFile> plot;
  if (options.plot) plot.emplace(*options.plot);

  const SeriesSet set = load_one_set(options.common);
  ClusterOptions& cluster_options = options.cluster;
  const std::vector<std::string> classes = class_names({&set});
  if (!options.k && classes.front().empty()) throw UsageError("--k: expected for series without class labels");
  cluster_options.kmeans.k = options.k.value_or(static_cast<Index>(classes.size()));
  Progress progress(
      "clustering", "starts",
      static_cast<long>(cluster_options.methods.size()) * cluster_options.repeats * cluster_options.kmeans.restarts,
      options.common.progress);
  cluster_options.kmeans.on_restart = [&] { progress.tick(); };
  cluster_options.kmeans.inner.keep_going = [] { return !interrupt_asked(); };
  const bool single = options.common.precision == Precision::single_precision;
  const auto result = single ? cluster<float>(set, cluster_options) : cluster<double>(set, cluster_options);
  progress.finish();

  if (!json || !json->is_stdout()) OutputFile("-").commit(table_report(options, set, result));
  if (json) json->commit(json_report(options, set, result));
  if (plot) draw(*plot, options, set, result);
  check_interrupt();  // the best clusters so far have been told
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("cluster", [&] {
    if (const auto options = parse(argc, argv)) run(*options);
  });
}
