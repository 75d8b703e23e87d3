/// align: aligns two series and reports values, entropy, distortion and path.
#include "align_arguments.hpp"
#include "align_report.hpp"
#include "app/cli/program.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/data/series_batch.hpp"

using namespace softwarp;

namespace {

// Both series, gaps filled.   Shapes: [D×n], [D×m].
std::vector<Matrix<double>> read_two(const AlignArguments& options) {
  ReadOptions reading = options.common.load.read;
  reading.labels = Labels::none;
  const std::size_t rows = options.files.size() == 1 ? 2 : 1;
  std::vector<Matrix<double>> series;
  for (const std::string& file : options.files) {
    const SeriesSet set = read_series(file, reading);
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

void run(const AlignArguments& options) {
  if (options.files.empty() || options.files.size() > 2)
    throw UsageError("expected one or two files, found " + std::to_string(options.files.size()));
  Outputs outputs(options.common.json, options.plot);
  const std::vector<Matrix<double>> series = read_two(options);
  const Aligned aligned = align(options.loss, series[0], series[1]);
  outputs.write(align_report(aligned));
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("align", [&] {
    if (const auto options = parse_options(align_command(), argc, argv, align_arguments)) run(*options);
  });
}
