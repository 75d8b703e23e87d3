#include "softwarp/comparison/gamma_choice.hpp"

#include <limits>

#include "softwarp/core/parallel.hpp"
#include "softwarp/data/synthetic.hpp"
#include "softwarp/training/hold_out.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

ComparisonOptions quick() {
  ComparisonOptions options;
  options.losses = {{"euclidean", {}}, {"softdtw", {}}, {"softdtw", 0.3}, {"dtw", {}}};
  options.inits = {Init::random, Init::euclidean};
  options.repeats = 2;
  options.trainer.epochs = 2;
  options.trainer.batch_size = 4;
  return options;
}

}  // namespace

TEST_CASE("candidates follow the scale of the targets, in powers of ten") {
  Matrix<double> targets(2, 3);
  targets << 1, -1, 1, -1, 1, std::numeric_limits<double>::quiet_NaN();
  CHECK(gamma_candidates(targets) == std::vector<double>{1, 0.1, 0.01, 0.001});
  CHECK(gamma_candidates(1000 * targets) == std::vector<double>{1e6, 1e5, 1e4, 1e3});
  CHECK(gamma_candidates((0.01 * targets).array() + 7) == std::vector<double>{1e-4, 1e-5, 1e-6, 1e-7});
  CHECK(gamma_candidates(Matrix<double>::Ones(2, 2)) == std::vector<double>{1, 0.1, 0.01, 0.001});
}

TEST_CASE("gamma is chosen where none is given, by the validation error alone") {
  const ComparisonOptions options = quick();
  const TrainTest data{cylinder_bell_funnel(12, 5), cylinder_bell_funnel(15, 6)};
  Index epochs = 0;
  const int threads_before = threads();
  set_threads(1);
  const Comparison result = compare<float>(data, options, [&](Index done) { epochs += done; });
  CHECK(epochs == planned_epochs(options));

  // The same choice by hand: train on the rest, judge on the validation part.
  const TrainTest parts = hold_out(data.train, kGammaShare, options.seed);
  for (const Run& run : result.runs) {
    const bool chosen = run.loss.name == "softdtw" && run.loss.gamma != 0.3;
    REQUIRE(run.gamma_choice.has_value() == chosen);
    if (!chosen) continue;
    CHECK(run.gamma_choice->series == 3);
    CHECK(run.loss.gamma == run.gamma_choice->gamma);
    double least = std::numeric_limits<double>::infinity(), best = 0;
    for (const double gamma : run.gamma_choice->candidates) {
      ComparisonOptions alone = options;
      alone.losses = {{"softdtw", gamma}};
      alone.inits = {run.init};
      const Comparison tried = compare<float>(parts, alone);
      const double dtw = (tried.runs[0].test.dtw + tried.runs[1].test.dtw) / 2;
      if (dtw < least) {
        least = dtw;
        best = gamma;
      }
    }
    CHECK(run.gamma_choice->gamma == best);
  }

  // Another test set: the same choice, so that it was not looked at. And the network is trained on all series.
  const Comparison elsewhere = compare<float>({data.train, cylinder_bell_funnel(7, 9)}, options);
  ComparisonOptions given = options;
  given.losses = {{"softdtw", result.runs[2].loss.gamma}};
  const Comparison direct = compare<float>(data, given);
  for (std::size_t k = 0; k < 2; ++k) {
    CHECK(elsewhere.runs[2 + k].loss.gamma == result.runs[2 + k].loss.gamma);
    CHECK(direct.runs[k].test.dtw == result.runs[2 + k].test.dtw);
  }
  set_threads(threads_before);
}
