/// align: two series, and what their alignments tell.
#include "app/cli/arguments.hpp"
#include "app/cli/common_options.hpp"
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
  double gamma = 1;
  std::optional<std::string> plot;
};

CommandSpec declare() {
  CommandSpec spec{"align",
                   "Aligns two series: rows of values without a label, A and B each in a file of its own, or "
                   "the first two rows of A;\n- reads standard input. Prints soft-DTW, its divergence, DTW, "
                   "the entropy of the alignments and the temporal\ndistortion of the best one.\n"};
  spec.usage = "[options] A [B]";
  spec.groups.push_back(
      {"Alignment",
       {{"gamma", "G", "Smoothing, in squared units of the data; > 0", "1"},
        {"plot", "FILE",
         "Draw the expected alignment with both series into FILE: .svg, .png or .pdf; needs gnuplot"}}});
  spec.takes_words = true;
  add_common_options(spec, DataUse::no_set);
  return spec;
}

std::optional<Options> parse(int argc, const char* const* argv) {
  const CommandSpec spec = declare();
  const auto answer = parse_command_line(spec, argc, argv);
  if (!answer) return std::nullopt;
  const CommandLine& parsed = *answer;
  Options options;
  options.common = common_options(parsed);
  options.gamma = real_argument("gamma", parsed.text("gamma"), {.low = 0, .open_low = true});
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

double loss_of(const LossSpec& loss, const Matrix<double>& x, const Matrix<double>& y) {
  const Matrix<double> x_column = x.reshaped(), y_column = y.reshaped();
  return make_loss<double>(loss)->mean({x_column, x.rows()}, {y_column, y.rows()});
}

void run(const Options& options) {
  std::optional<OutputFile> json;  // outputs are opened first: a path that cannot be written is found before the work
  if (options.common.json) json.emplace(*options.common.json);
  std::optional<PictureFile> plot;
  if (options.plot) plot.emplace(*options.plot);

  const std::vector<Matrix<double>> series = read_two(options);
  const Matrix<double>&x = series[0], &y = series[1];
  const SeriesView<double> x_series(x.data(), x.rows(), x.cols()), y_series(y.data(), y.rows(), y.cols());
  const Alignment<double> how{.gamma = options.gamma};
  const double value = loss_of({"softdtw", options.gamma}, x, y);
  const double divergence = loss_of({"softdtw-divergence", options.gamma}, x, y);
  const double dtw = loss_of({"dtw", {}}, x, y);
  const double entropy = alignment_entropy(x_series, y_series, how);
  const double distortion = temporal_distortion(x_series, y_series);
  check_interrupt();

  if (!json || !json->is_stdout()) {
    Table table({"measure", "value", "unit"});
    table.add({"soft-DTW, gamma = " + to_text(options.gamma), rounded(value, 6), "squared units"});
    table.add({"soft-DTW divergence", rounded(divergence, 6), "squared units"});
    table.add({"DTW", rounded(dtw, 6), "squared units"});
    table.add({"entropy of the alignments", rounded(entropy, 6), "nats"});
    table.add({"temporal distortion (TDI)", rounded(distortion, 6), "none"});
    OutputFile("-").commit("Series of " + std::to_string(x.cols()) + " and " + std::to_string(y.cols()) +
                           " steps.\n\n" + table.text());
  }
  if (json) {
    nlohmann::ordered_json report = json_header("align");
    report.update({{"lengths", {x.cols(), y.cols()}},
                   {"dims", x.rows()},
                   {"gamma", options.gamma},
                   {"value", value},
                   {"divergence", divergence},
                   {"dtw", dtw},
                   {"entropy", entropy},
                   {"temporal_distortion", distortion}});
    json->commit(json_text(report));
  }
  if (plot) plot->commit(draw_alignment(expected_alignment(x_series, y_series, how), x, y));
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("align", [&] {
    if (const auto options = parse(argc, argv)) run(*options);
  });
}
