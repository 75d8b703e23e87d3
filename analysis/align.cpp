/// align: aligns two series and reports values, entropy, distortion and path.
#include "align_report.hpp"
#include "app/cli/common_options.hpp"
#include "app/cli/loss_options.hpp"
#include "app/cli/program.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/data/series_batch.hpp"

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
      "Aligns two series, given as rows of values without a label: the first rows of A and B, or the first two of A;\n"
      "- is standard input. Prints soft-DTW and its divergence, DTW, the entropy of the alignments, and the temporal\n"
      "distortion of the best one; with --gamma 0, DTW and its path. Everything is computed in double and nothing is\n"
      "random, so --precision and --seed have no effect.\n"};
  spec.usage = "[options] A [B]";
  spec.groups.push_back(
      {"Alignment",
       {{"gamma", "G", "Smoothing strength, " + gamma_help() + "; or 0: only the best alignment", "1"},
        band_option("every row but plain DTW"),
        cost_option("every row but plain DTW"),
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
    const SeriesSet set = load_file(file, reading);
    if (set.series.size() < rows)
      throw Error(file + ": expected " + std::to_string(rows) + " series, found " + std::to_string(set.series.size()));
    const StoredBatch<double> batch = batch_of<double>(set, Vector<double>::Zero(set.dims));
    for (std::size_t i = 0; i < rows; ++i) {
      const auto values = batch.values.col(static_cast<Index>(i)).head(batch.lengths[i] * batch.dims);
      series.emplace_back(values.reshaped(batch.dims, batch.lengths[i]));
    }
  }
  return series;
}

void run(const Options& options) {
  Outputs outputs(options.common.json, options.plot);
  const std::vector<Matrix<double>> series = read_two(options);
  const Aligned aligned = align(options.loss, series[0], series[1], check_interrupt);
  outputs.write(align_report(aligned, check_interrupt));
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("align", [&] {
    if (const auto options = parse(argc, argv)) run(*options);
  });
}
