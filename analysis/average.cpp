/// average: barycenters of some series of a class, by several methods side by side.
#include <algorithm>

#include "app/cli/arguments.hpp"
#include "app/cli/program.hpp"
#include "app/report/json_report.hpp"
#include "app/report/line_panels.hpp"
#include "app/report/table.hpp"
#include "average_runs.hpp"
#include "method_options.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"

using namespace softwarp;
using nlohmann::ordered_json;

namespace {

struct Options {
  CommonOptions common;
  AverageOptions average;
  std::optional<std::string> plot;
};

CommandSpec declare() {
  CommandSpec spec{"average",
                   "Averages some series of one class by each method, gamma and start that is listed, and "
                   "prints how close the\naverages are: the weighted objective that the method makes small, "
                   "and the mean DTW to the series, both in\nsquared units of the data.\n"};
  std::vector<OptionSpec> options = method_options("1");
  options.insert(
      options.end(),
      {{"init", "FROM", "mean | random | both: start from the Euclidean mean, from normal random numbers, or each",
        "mean"},
       {"class", "C", "Class of the series, or random: another one for each seed", "random"},
       {"count", "N", "Series to average, drawn from the class; a smaller class is taken whole; >= 1", "10"},
       {"weights", "LIST",
        "Comma list of one weight a series, >= 0; several lists with / between them are several averages; weights are "
        "divided by their sum (default: equal)"},
       {"length", "T", "Steps of the average; >= 1 (default: of the longest of its series)"},
       {"iterations", "N", "At most; >= 1", "100"},
       {"tolerance", "E", "Stop after an iteration that lowers the objective by at most this share of it; >= 0",
        "1e-05"},
       {"repeats", "R", "Draws of class, series and start, with seeds N ... N+R-1; >= 1", "1"}});
  spec.groups.push_back({"Averages", options});
  add_common_options(spec, DataUse::one_set);
  return spec;
}

std::vector<std::vector<double>> weights_argument(const std::string& text) {
  std::vector<std::vector<double>> all;
  for (std::size_t start = 0, slash = 0; slash != text.npos; start = slash + 1) {
    slash = text.find('/', start);
    all.push_back(real_list_argument("weights", text.substr(start, slash - start), {.low = 0}));
    if (std::ranges::max(all.back()) == 0) throw UsageError("--weights: expected a weight > 0, found only 0");
    if (all.back().size() != all.front().size()) {
      throw UsageError("--weights: expected lists of one length, found " + std::to_string(all.front().size()) +
                       " and " + std::to_string(all.back().size()) + " weights");
    }
  }
  return all;
}

std::optional<Options> parse(int argc, const char* const* argv) {
  const CommandSpec spec = declare();
  const auto answer = parse_command_line(spec, argc, argv);
  if (!answer) return std::nullopt;
  const CommandLine& parsed = *answer;
  const auto text = [&](const char* option) { return parsed.text(option); };

  Options options;
  options.common = common_options(parsed);
  options.plot = parsed.value("plot");
  AverageOptions& average = options.average;
  average.methods = methods_argument(parsed);
  const std::string init = word_argument("init", text("init"), {"mean", "random", "both"});
  if (init == "random") average.starts = {AverageStart::random};
  if (init == "both") average.starts = {AverageStart::mean, AverageStart::random};
  if (text("class") != "random") average.label = text("class");
  average.count = static_cast<Index>(whole_argument("count", text("count"), 1, 1'000'000'000));
  if (parsed.given("weights")) {
    average.weights = weights_argument(text("weights"));
    const auto count = static_cast<Index>(average.weights.front().size());
    if (parsed.given("count") && average.count != count) {
      throw UsageError("--weights: expected one weight for each of --count " + std::to_string(average.count) +
                       " series, found " + std::to_string(count));
    }
    average.count = count;
  }
  if (parsed.given("length"))
    average.steps = static_cast<Index>(whole_argument("length", text("length"), 1, 1'000'000));
  average.averaging.iterations = static_cast<int>(whole_argument("iterations", text("iterations"), 1, 1'000'000'000));
  average.averaging.tolerance = real_argument("tolerance", text("tolerance"), {.low = 0});
  average.repeats = static_cast<Index>(whole_argument("repeats", text("repeats"), 1, 1'000'000));
  average.seed = options.common.seed;
  return options;
}

std::string start_text(const AverageRun& run) { return run.start ? to_text(*run.start) : "-"; }

// The class, or how many of them were drawn.
std::string classes_text(const AverageRuns& result, std::size_t repeats) {
  const std::string& label = result.drawn[0].label;
  if (repeats > 1) return "one class and its series a seed";
  return std::to_string(result.drawn[0].set.count()) + " series" + (label.empty() ? "" : " of class " + label);
}

std::string table_report(const Options& options, const AverageRuns& result) {
  const auto repeats = static_cast<std::size_t>(options.average.repeats);
  std::string text = result.drawn[0].set.name + ": " + classes_text(result, repeats) + ".\n";
  text +=
      "Objective: weighted mean of the loss that the method makes small. DTW: mean over the series, in squared units "
      "of the data" +
      std::string(repeats > 1 ? "; ± is the deviation over " + std::to_string(repeats) + " seeds" : "") + ".\n\n";
  const bool weighted = !options.average.weights.empty();
  std::vector<std::string> header{"method", "gamma", "init", "objective", "DTW", "iterations"};
  if (weighted) header.insert(header.begin(), "weights");
  Table table(header);
  for (std::size_t first = 0; first < result.runs.size(); first += repeats) {
    std::vector<double> objective, dtw, iterations;
    for (std::size_t k = first; k < first + repeats; ++k) {
      objective.push_back(result.runs[k].objective);
      dtw.push_back(result.runs[k].dtw);
      iterations.push_back(result.runs[k].iterations);
    }
    const AverageRun& run = result.runs[first];
    std::vector<std::string> row{run.method.name,         gamma_text(run.method),
                                 start_text(run),         mean_and_deviation(objective),
                                 mean_and_deviation(dtw), mean_and_deviation(iterations, 2)};
    std::string weights;
    for (const double weight : run.weights) weights += (weights.empty() ? "" : ",") + rounded(weight, 3);
    if (weighted) row.insert(row.begin(), weights);
    table.add(row);
  }
  return text + table.text();
}

std::string json_report(const Options& options, const AverageRuns& result) {
  const AverageOptions& average = options.average;
  const SeriesSet& first = result.drawn[0].set;
  ordered_json report = json_header("average");
  report["data"] = {{"name", first.name}, {"dims", first.dims}};
  report["options"] = {{"count", average.count},
                       {"iterations", average.averaging.iterations},
                       {"tolerance", average.averaging.tolerance},
                       {"seed", average.seed},
                       {"repeats", average.repeats},
                       {"precision", to_text(options.common.precision)}};
  report["interrupted"] = interrupt_asked();
  report["runs"] = ordered_json::array();
  for (const AverageRun& run : result.runs) {
    const DrawnSeries& drawn = result.drawn[run.drawn];
    report["runs"].push_back({{"method", run.method.name},
                              {"gamma", json_or_null(run.method.gamma)},
                              {"init", run.start ? ordered_json(to_text(*run.start)) : ordered_json()},
                              {"seed", drawn.seed},
                              {"class", drawn.label},
                              {"weights", run.weights},
                              {"iterations", run.iterations},
                              {"objective", run.objective},
                              {"dtw", run.dtw},
                              {"barycenter", std::vector<double>(run.average.begin(), run.average.end())}});
  }
  return json_text(report);
}

// A panel for each average of the first seed: its series in grey, itself in colour. Weights make a row of their own.
void draw(PictureFile& picture, const Options& options, const AverageRuns& result) {
  std::vector<Panel> panels;
  for (const AverageRun& run : result.runs) {
    if (run.drawn != 0) continue;
    const SeriesSet& set = result.drawn[0].set;
    Panel& panel = panels.emplace_back();
    panel.title =
        title_of(run.method) + (options.average.starts.size() > 1 && run.start ? " from " + start_text(run) : "");
    if (!options.average.weights.empty()) {
      std::string weights;
      for (const double weight : run.weights) weights += (weights.empty() ? "" : " : ") + rounded(weight, 2);
      panel.title += ", " + weights;
    }
    for (const Series& series : set.series) panel.lines.push_back({series.values, kFaint});
    panel.lines.push_back({run.average.reshaped(set.dims, run.average.size() / set.dims), kStrong, 2});
  }
  const std::size_t lists = options.average.weights.size();
  if (lists < 2) return picture.commit(draw_panels(panels, square_columns(panels.size())));
  std::vector<Panel> rows;  // the runs go by weights first
  const std::size_t row_count = panels.size() / lists;
  for (std::size_t k = 0; k < panels.size(); ++k) rows.push_back(panels[k % lists * row_count + k / lists]);
  picture.commit(draw_panels(rows, static_cast<Index>(lists)));
}

void run(const Options& options) {
  std::optional<OutputFile> json;  // outputs are opened first: a path that cannot be written is found before the work
  if (options.common.json) json.emplace(*options.common.json);
  std::optional<PictureFile> plot;
  if (options.plot) plot.emplace(*options.plot);

  AverageRuns result = planned_averages(load_one_set(options.common), options.average);
  AverageOptions average_options = options.average;
  Progress progress("averaging", "iterations",
                    static_cast<long>(result.runs.size()) * options.average.averaging.iterations,
                    options.common.progress);
  average_options.averaging.keep_going = [&] {
    progress.tick();
    return !interrupt_asked();
  };
  if (options.common.precision == Precision::single_precision)
    average<float>(result, average_options);
  else
    average<double>(result, average_options);
  progress.finish();

  if (!json || !json->is_stdout()) OutputFile("-").commit(table_report(options, result));
  if (json) json->commit(json_report(options, result));
  if (plot) draw(*plot, options, result);
  check_interrupt();  // the best averages so far have been told
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("average", [&] {
    if (const auto options = parse(argc, argv)) run(*options);
  });
}
