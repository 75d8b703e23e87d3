/// align: two series, and what their alignments tell.
#include <utility>

#include "app/cli/common_options.hpp"
#include "app/cli/loss_options.hpp"
#include "app/cli/outputs.hpp"
#include "app/cli/program.hpp"
#include "app/report/alignment_picture.hpp"
#include "app/report/json_report.hpp"
#include "app/report/table.hpp"
#include "softwarp/alignment/expected_alignment.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/data/series_batch.hpp"
#include "softwarp/loss/registry.hpp"

using namespace softwarp;

namespace {

struct Options {
  CommonOptions common;
  std::vector<std::string> files;
  LossSpec loss;  // softdtw, or dtw for gamma 0
  std::optional<std::string> plot;
};

CommandSpec declare() {
  CommandSpec spec{
      "align",
      "Aligns two series: rows of values without a label, A and B each in a file of its own, or the first "
      "two rows of A;\n- reads standard input. Prints soft-DTW and its divergence, DTW, the entropy of the "
      "alignments, and the temporal\ndistortion of the best one; with --gamma 0, DTW and its path.\n"};
  spec.usage = "[options] A [B]";
  spec.groups.push_back(
      {"Alignment",
       {{"gamma", "G", "Smoothing strength, " + gamma_help() + "; or 0: only the best alignment", "1"},
        band_option("all but the row that says otherwise"),
        cost_option("all but the row that says otherwise"),
        {"plot", "FILE",
         "Draw the expected alignment, for gamma 0 the best one, with both series into FILE: .svg, .png or .pdf; needs "
         "gnuplot"}}});
  spec.takes_words = true;
  add_common_options(spec, DataUse::no_set);
  return spec;
}

LossSpec loss_argument(const CommandLine& parsed) {
  const AlignmentArguments given = alignment_arguments(parsed);
  LossSpec loss{.name = "softdtw", .band = given.band, .cost = given.cost.value_or("sqeuclidean")};
  const std::string gamma = parsed.text("gamma");
  if (parse_double(gamma) == 0)
    loss.name = "dtw";
  else
    loss.gamma = gamma_argument(gamma);
  return loss;
}

std::optional<Options> parse(int argc, const char* const* argv) {
  const CommandSpec spec = declare();
  const auto answer = parse_command_line(spec, argc, argv);
  if (!answer) return std::nullopt;
  const CommandLine& parsed = *answer;
  Options options;
  options.common = common_options(parsed);
  options.loss = loss_argument(parsed);
  options.plot = parsed.value("plot");
  options.files = parsed.words();
  if (options.files.empty() || options.files.size() > 2)
    throw UsageError("expected one or two files, found " + std::to_string(options.files.size()));
  return options;
}

// Both series, gaps filled.   Shapes: [D×n], [D×m].
std::vector<Matrix<double>> read_two(const Options& options) {
  ReadOptions reading = options.common.load.read;
  reading.labels = Labels::none;
  const std::size_t rows = options.files.size() == 1 ? 2 : 1;
  std::vector<Matrix<double>> series;
  for (const std::string& file : options.files) {
    SeriesSet set = read_series(file, reading);
    check_interrupt();  // an interrupted read looks like the end of the data
    if (set.series.size() < rows)
      throw Error(file + ": expected " + std::to_string(rows) + " series, found " + std::to_string(set.series.size()));
    const StoredBatch<double> batch = batch_of<double>(set);
    for (std::size_t i = 0; i < rows; ++i) {
      const auto values = batch.values.col(static_cast<Index>(i)).head(batch.lengths[i] * batch.dims);
      series.emplace_back(values.reshaped(batch.dims, batch.lengths[i]));
    }
  }
  return series;
}

// What the alignments of two series tell.
struct Findings {
  double value = 0;                  // soft-DTW, or DTW for gamma 0
  std::optional<double> divergence;  // these two for gamma > 0
  std::optional<double> entropy;
  std::vector<Match> path;  // the best one
  double distortion = 0;    // its own
  double dtw = 0;           // under the squared Euclidean cost, without a band
};

double loss_of(const LossSpec& loss, const Matrix<double>& x, const Matrix<double>& y) {
  const Matrix<double> x_column = x.reshaped(), y_column = y.reshaped();
  return make_loss<double>(loss)->mean({x_column, x.rows()}, {y_column, y.rows()});
}

SeriesView<double> view(const Matrix<double>& x) { return {x.data(), x.rows(), x.cols()}; }

Findings find(const LossSpec& loss, const Matrix<double>& x, const Matrix<double>& y) {
  Findings found;
  found.value = loss_of(loss, x, y);
  Alignment<double> how = alignment_of<double>(loss);
  if (loss.gamma) {
    LossSpec divergence = loss;
    divergence.name = "softdtw-divergence";
    found.divergence = loss_of(divergence, x, y);
    found.entropy = alignment_entropy(view(x), view(y), how);
  }
  how.gamma = 0;
  found.path = best_path(view(x), view(y), how);
  found.distortion = temporal_distortion(view(x), view(y), how);
  found.dtw = loss_of({.name = "dtw"}, x, y);
  return found;
}

// The matches in lines, or how many there are if they would fill the screen.
std::string path_text(const std::vector<Match>& path) {
  constexpr std::size_t kMost = 200, kWidth = 100;
  std::string text = "Best alignment: " + std::to_string(path.size()) + " pairs of steps, counted from 0";
  if (path.size() > kMost) return text + "; see --json.\n";
  text += ".\n";
  std::string line;
  for (const auto& [i, j] : path) {
    const std::string match = "(" + std::to_string(i) + "," + std::to_string(j) + ")";
    if (line.size() + 1 + match.size() > kWidth) text += std::exchange(line, "") + "\n";
    line += (line.empty() ? "" : " ") + match;
  }
  return text + line + "\n";
}

std::string table(const LossSpec& loss, const Findings& found, const Matrix<double>& x, const Matrix<double>& y) {
  const bool squares = *loss.cost == "sqeuclidean" || *loss.cost == "halfsqeuclidean";
  const std::string unit = squares ? "squared units" : *loss.cost == "absolute" ? "units" : "units of the cost";
  const auto or_none = [](const std::optional<double>& number) { return number ? rounded(*number, 6) : "-"; };
  Table rows({"measure", "value", "unit"});
  rows.add({to_text(loss), rounded(found.value, 6), unit});
  rows.add({"soft-DTW divergence", or_none(found.divergence), unit});
  rows.add({"DTW, squared Euclidean, no band", rounded(found.dtw, 6), "squared units"});
  rows.add({"entropy of the alignments", or_none(found.entropy), "nats"});
  rows.add({"temporal distortion (TDI)", rounded(found.distortion, 6), "none"});
  std::string text =
      "Series of " + std::to_string(x.cols()) + " and " + std::to_string(y.cols()) + " steps.\n\n" + rows.text();
  if (!loss.gamma) text += "\n" + path_text(found.path);
  return text;
}

nlohmann::ordered_json json(const LossSpec& loss, const Findings& found, const Matrix<double>& x,
                            const Matrix<double>& y) {
  nlohmann::ordered_json report = json_header("align");
  report.update({{"lengths", {x.cols(), y.cols()}},
                 {"dims", x.rows()},
                 {"gamma", loss.gamma.value_or(0)},
                 {"options", {{"band", shared_option(std::vector{loss}, &LossSpec::band)}, {"cost", *loss.cost}}},
                 {"value", found.value},
                 {"divergence", json_or_null(found.divergence)},
                 {"dtw", found.dtw},
                 {"entropy", json_or_null(found.entropy)},
                 {"temporal_distortion", found.distortion}});
  if (loss.gamma) return report;
  report["path"] = nlohmann::ordered_json::array();
  for (const auto& [i, j] : found.path) report["path"].push_back({i, j});
  return report;
}

void run(const Options& options) {
  Outputs outputs(options.common.json, options.plot);
  const std::vector<Matrix<double>> series = read_two(options);
  const Matrix<double>&x = series[0], &y = series[1];
  const Findings found = find(options.loss, x, y);
  check_interrupt();
  const auto drawing = [&] {
    return draw_alignment(expected_alignment(view(x), view(y), alignment_of<double>(options.loss)), x, y);
  };
  outputs.write({.table = [&] { return table(options.loss, found, x, y); },
                 .json = [&] { return json(options.loss, found, x, y); },
                 .drawing = drawing});
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("align", [&] {
    if (const auto options = parse(argc, argv)) run(*options);
  });
}
