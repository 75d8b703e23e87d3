/// align: aligns two series and reports values, entropy, distortion and path.
#include "align_arguments.hpp"
#include "align_report.hpp"
#include "app/cli/program.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/data/series_batch.hpp"

using namespace softwarp;

namespace {

struct TwoSeries {
  std::vector<Matrix<double>> series;  // gaps filled: [D×n], [D×m]
  std::string reading;
};

// How a file was read, and what is not as it stands there.
std::string reading_of(const SeriesSet& set, std::size_t rows) {
  Index missing = 0;
  for (std::size_t i = 0; i < rows; ++i) missing += set.series[i].values.array().isNaN().count();
  if (missing == 0) return set.reading;
  return set.reading + (set.reading.empty() ? "" : ", ") + std::to_string(missing) +
         (missing == 1 ? " missing value" : " missing values") + " filled in";
}

TwoSeries read_two(const AlignArguments& options) {
  ReadOptions reading = options.common.load.read;
  reading.labels = "none";
  reading.join_steps = true;
  const std::size_t rows = options.files.size() == 1 ? 2 : 1;
  TwoSeries two;
  for (const std::string& file : options.files) {
    const SeriesSet set = read_series(file, reading);
    if (set.series.size() < rows)
      throw Error(file + ": expected " + std::to_string(rows) + " series, found " + std::to_string(set.series.size()));
    const StoredBatch<double> batch = batch_of<double>(set, Vector<double>::Zero(set.dims));
    for (std::size_t i = 0; i < rows; ++i) {
      const auto values = batch.values.col(static_cast<Index>(i)).head(batch.lengths[i] * batch.dims);
      two.series.emplace_back(values.reshaped(batch.dims, batch.lengths[i]));
    }
    const std::string read = reading_of(set, rows);
    if (two.reading.empty())
      two.reading = read;
    else if (two.reading != read)
      two.reading += "; second file: " + read;
  }
  return two;
}

void run(const AlignArguments& options) {
  if (options.files.empty() || options.files.size() > 2)
    throw UsageError("expected one or two files, found " + std::to_string(options.files.size()));
  Outputs outputs(options.common.json, options.plot);
  const auto [series, reading] = read_two(options);
  Aligned aligned = align(options.loss, series[0], series[1], options.matrices);
  aligned.reading = reading;
  outputs.write(align_report(aligned));
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("align", [&] {
    if (const auto options = parse_options(align_command(), argc, argv, align_arguments)) run(*options);
  });
}
