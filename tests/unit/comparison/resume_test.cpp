// A comparison that is stopped resumes from its checkpoint as if it had not been stopped.

#include "softwarp/comparison/comparison.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/data/cut_series.hpp"
#include "softwarp/data/synthetic.hpp"
#include "support/all_runs.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

// Every kind of state there is: an optimizer's, a schedule, an annealed loss, a best epoch, the choice of a γ.
ComparisonOptions options_with(OptimizerKind kind) {
  ComparisonOptions options;
  options.losses = {{"euclidean", {}}, {"softdtw", {}}, {"softdtw", 0.1}};
  options.losses.back().first_gamma = 1;
  options.inits = {Init::euclidean};
  options.hidden = {3};
  options.restarts = 2;
  options.validation = 0.3;
  options.trainer = {.optimizer = OptimizerOptions{.kind = kind, .weight_decay = 0.1},
                     .schedule = {.kind = RateSchedule::Kind::cosine, .warm_up = 1},
                     .clip = 5,
                     .epochs = 4,
                     .batch_size = 3,
                     .patience = 3};
  return options;
}

TrainTest data() { return {cylinder_bell_funnel(12, 5), cylinder_bell_funnel(6, 6)}; }

void check_same(const Comparison& one, const Comparison& other) {
  REQUIRE(one.settings.size() == other.settings.size());
  for (std::size_t k = 0; k < one.settings.size(); ++k)
    CHECK(one.settings[k].loss.gamma == other.settings[k].loss.gamma);
  const auto runs = test::all_runs(one), others = test::all_runs(other);
  REQUIRE(runs.size() == others.size());
  for (std::size_t k = 0; k < runs.size(); ++k) {
    const Run &a = runs[k], &b = others[k];
    CHECK(a.theta == b.theta);
    CHECK(a.test.dtw == b.test.dtw);
    CHECK(a.epochs == b.epochs);
    CHECK(a.best_epoch == b.best_epoch);
    REQUIRE(a.history.size() == b.history.size());
    for (std::size_t e = 0; e < a.history.size(); ++e) {
      CHECK(a.history[e].epoch == b.history[e].epoch);
      CHECK(a.history[e].loss == b.history[e].loss);
      CHECK(a.history[e].validation->dtw == b.history[e].validation->dtw);
    }
  }
}

struct Stop {};

}  // namespace

TEMPLATE_TEST_CASE("a run that is stopped after any epoch resumes, bit-identical", "", float, double) {
  const int threads_before = threads();
  set_threads(1);
  for (const OptimizerKind kind : {OptimizerKind::adam, OptimizerKind::sgd}) {
    const ComparisonOptions options = options_with(kind);
    const Comparison whole = compare<TestType>(data(), options);
    const TempFolder folder;
    const std::string file = folder.file("state");
    for (Index stop_at = 1; stop_at < 60; stop_at += 7) {
      Index epochs = 0;
      const auto count_and_stop = [&](Index done, const std::string&) {
        epochs += done;
        if (epochs >= stop_at) throw Stop{};
      };
      Checkpoint<TestType> stopped(file, {}, 1);  // not written at the end: as if killed
      CHECK_THROWS_AS(compare<TestType>(data(), options, {count_and_stop, &stopped}), Stop);
      Checkpoint<TestType> resumed(file, {}, 1000);
      resumed.resume(file);
      check_same(whole, compare<TestType>(data(), options, {{}, &resumed}));
      resumed.write();
      // Of a run that is done, nothing is trained again.
      Checkpoint<TestType> done(file, {}, 1);
      done.resume(file);
      ComparisonOptions untrainable = options;
      untrainable.trainer.on_step = [] { throw Stop{}; };
      check_same(whole, compare<TestType>(data(), untrainable, {{}, &done}));
    }
  }
  set_threads(threads_before);
}

TEST_CASE("the choice of a network resumes, too, after a stop before or after its end") {
  const int threads_before = threads();
  set_threads(1);
  std::vector<ComparisonOptions> networks;
  for (const NetworkKind network : {NetworkKind::mlp, NetworkKind::linear}) {
    ComparisonOptions options = options_with(OptimizerKind::adam);
    options.losses.pop_back();
    options.restarts = 1;
    options.network = network;
    networks.push_back(options);
  }
  const TrainTest set = data();
  const ForecastShape shape = forecast_shape(set, networks[0].split);
  const CutSeries train(set.train, networks[0].split, shape), test(set.test, networks[0].split, shape);
  const auto best = [&](const TrainingLog<float>& log) {
    return compare<float>(train, test, networks, log, Selection::best);
  };
  const Comparison whole = best({});
  const Index planned = planned_epochs(networks, Selection::best);
  const TempFolder folder;
  const std::string file = folder.file("state");
  for (const Index stop_at : {Index{7}, planned / 2, planned - 7}) {
    Index epochs = 0;
    const auto count_and_stop = [&](Index done, const std::string&) {
      epochs += done;
      if (epochs >= stop_at) throw Stop{};
    };
    Checkpoint<float> stopped(file, {}, 3);
    CHECK_THROWS_AS(best({count_and_stop, &stopped}), Stop);
    Checkpoint<float> resumed(file, {}, 1000);
    resumed.resume(file);
    Index in_all = 0;
    const Comparison same = best({[&](Index done, const std::string&) { in_all += done; }, &resumed});
    CHECK(in_all == planned);
    check_same(whole, same);
    for (std::size_t s = 0; s < whole.settings.size(); ++s) {
      CHECK(same.settings[s].network_name == whole.settings[s].network_name);
      CHECK(same.settings[s].network_choice->validation_error == whole.settings[s].network_choice->validation_error);
    }
  }
  set_threads(threads_before);
}

TEST_CASE("trainings by L-BFGS are kept when they are done") {
  ComparisonOptions options = options_with(OptimizerKind::adam);
  options.losses = {{"euclidean", {}}, {"softdtw", 0.1}};
  options.trainer.optimizer.reset();
  const TempFolder folder;
  const std::string file = folder.file("state");
  Checkpoint<double> checkpoint(file, {}, 1);
  const Comparison whole = compare<double>(data(), options, {{}, &checkpoint});
  checkpoint.write();
  Checkpoint<double> again(file, {}, 1);
  again.resume(file);
  options.trainer.on_step = [] { throw Stop{}; };
  check_same(whole, compare<double>(data(), options, {{}, &again}));
}

TEST_CASE("two settings that differ in nothing but their place have records of their own") {
  // This happens where a γ is chosen that is listed, too. Two threads must not write to one record.
  ComparisonOptions options = options_with(OptimizerKind::adam);
  options.losses = {{"softdtw", 0.1}, {"softdtw", 0.1}};
  options.inits = {Init::random};
  options.restarts = 1;
  const TempFolder folder;
  const std::string file = folder.file("state");
  Checkpoint<double> checkpoint(file, {}, 1);
  compare<double>(data(), options, {{}, &checkpoint});
  checkpoint.write();
  CHECK(parse_checkpoint<double>(read_file(file), file).trainings.size() == 2);
}
