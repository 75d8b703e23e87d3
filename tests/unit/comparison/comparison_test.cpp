#include "softwarp/comparison/comparison.hpp"

#include <atomic>

#include "softwarp/core/parallel.hpp"
#include "softwarp/data/synthetic.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

TrainTest small_data() { return {cylinder_bell_funnel(12, 5), cylinder_bell_funnel(15, 6)}; }

ComparisonOptions quick() {
  ComparisonOptions options;
  options.losses = {{"euclidean", {}}, {"softdtw", 1.0}, {"softdtw", 0.1}};
  options.inits = {Init::random, Init::euclidean};
  options.repeats = 2;
  options.seed = 7;
  options.trainer.epochs = 2;
  options.trainer.batch_size = 4;
  return options;
}

void check_same(const Comparison& a, const Comparison& b) {
  REQUIRE(a.runs.size() == b.runs.size());
  for (std::size_t k = 0; k < a.runs.size(); ++k) {
    CHECK(a.runs[k].test.dtw == b.runs[k].test.dtw);
    CHECK(a.runs[k].test.euclidean == b.runs[k].test.euclidean);
    CHECK(a.runs[k].train_loss == b.runs[k].train_loss);
  }
}

}  // namespace

TEST_CASE("runs are planned by loss, initialisation and seed; Euclidean is its own Euclidean start") {
  const auto runs = planned_runs(quick());
  REQUIRE(runs.size() == 2 + 2 * 2 * 2);
  CHECK(runs[0].loss.name == "euclidean");
  CHECK(runs[0].init == Init::random);
  CHECK(runs[1].seed == 8);
  CHECK(runs[2].init == Init::random);
  CHECK(runs[4].init == Init::euclidean);
  CHECK(runs[9].loss.gamma == 0.1);
  CHECK(planned_epochs(quick()) == 20);

  ComparisonOptions hidden_start = quick();
  hidden_start.losses = {{"softdtw", 1.0}};
  hidden_start.inits = {Init::euclidean};
  CHECK(planned_runs(hidden_start).size() == 2);
  CHECK(planned_epochs(hidden_start) == 8);  // the Euclidean start is trained all the same
}

TEST_CASE("a comparison is the same for any number of threads, and for each run alone") {
  const int before = threads();
  std::atomic<Index> epochs{0};
  set_threads(1);
  const Comparison one = compare<float>(small_data(), quick(), [&](Index done) { epochs += done; });
  CHECK(epochs == 20);
  set_threads(3);
  check_same(one, compare<float>(small_data(), quick()));

  ComparisonOptions alone = quick();
  alone.losses = {{"softdtw", 0.1}};
  alone.inits = {Init::euclidean};
  alone.repeats = 1;
  alone.seed = 8;
  const Comparison last = compare<float>(small_data(), alone);
  CHECK(last.runs[0].test.dtw == one.runs[9].test.dtw);
  set_threads(before);
}

TEST_CASE("DTW errors are never above Euclidean ones; float and double agree roughly") {
  const Comparison in_float = compare<float>(small_data(), quick()), in_double = compare<double>(small_data(), quick());
  for (std::size_t k = 0; k < in_float.runs.size(); ++k) {
    CHECK(in_float.runs[k].test.dtw <= in_float.runs[k].test.euclidean);
    CHECK(in_float.runs[k].test.dtw == Approx(in_double.runs[k].test.dtw).epsilon(1e-3));
  }
  REQUIRE(in_float.baselines.size() == 2);
}

TEST_CASE("z-normalisation: errors stay in the units of the data, and shifted, scaled data scale them") {
  ComparisonOptions options = quick();
  options.z_normalise = true;
  options.inits = {Init::random};
  TrainTest data = small_data(), moved = small_data();
  for (SeriesSet* set : {&moved.train, &moved.test}) {
    for (Series& series : set->series) series.values = (100 * series.values).array() + 4000;
  }
  const Comparison here = compare<double>(data, options), there = compare<double>(moved, options);
  for (std::size_t k = 0; k < here.runs.size(); ++k) {
    CHECK(there.runs[k].train_loss == Approx(here.runs[k].train_loss).epsilon(1e-8));
    CHECK(there.runs[k].test.dtw == Approx(1e4 * here.runs[k].test.dtw).epsilon(1e-8));
  }
}
