#include "softwarp/training/checkpoint.hpp"

#include "softwarp/comparison/comparison.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/data/synthetic.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;
using Catch::Matchers::ContainsSubstring;

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
  REQUIRE(one.runs.size() == other.runs.size());
  for (std::size_t k = 0; k < one.runs.size(); ++k) {
    const Run &a = one.runs[k], &b = other.runs[k];
    CHECK(a.theta == b.theta);
    CHECK(a.loss.gamma == b.loss.gamma);
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

// A small checkpoint with all that there can be in one.
CheckpointContent<float> small_content() {
  Training<float> training{.theta = Vector<float>::LinSpaced(3, 1, 2), .epochs = 2};
  training.optimizer = {.steps = 8, .moments = {Vector<float>::Ones(3), Vector<float>::Zero(3)}};
  training.best = BestEpoch<float>{.epoch = 1, .error = 0.25, .theta = Vector<float>::LinSpaced(3, 5, 6)};
  const EpochRecord first{
      .epoch = 1, .loss = 3, .gradient_norm = 1, .rate = 0.1, .seconds = 2, .validation = ValidationErrors{1, 2, 3}};
  const EpochRecord second{.epoch = 2, .loss = 2.5};
  CheckpointContent<float> content;
  content.owner = {{"--epochs", "30"}, {"--note", "\"checksum\":\"0000000000000000\""}};
  content.trainings["a/b"] = {training, {first, second}};
  content.trainings["fresh"] = {{.theta = Vector<float>::Ones(1), .finished = true}, {}};
  return content;
}

}  // namespace

TEMPLATE_TEST_CASE("a run that is stopped after any epoch goes on to the same bits", "", float, double) {
  const int threads_before = threads();
  set_threads(1);
  for (const OptimizerKind kind : {OptimizerKind::adam, OptimizerKind::sgd}) {
    const ComparisonOptions options = options_with(kind);
    const Comparison whole = compare<TestType>(data(), options);
    const TempFolder folder;
    const std::string file = folder.file("state");
    for (Index stop_at = 1; stop_at < 60; stop_at += 7) {
      Index epochs = 0;
      const auto count_and_stop = [&](Index done) {
        epochs += done;
        if (epochs >= stop_at) throw Stop{};
      };
      Checkpoint<TestType> stopped(file, {}, 1);  // not written at the end: as if killed
      CHECK_THROWS_AS(compare<TestType>(data(), options, count_and_stop, &stopped), Stop);
      Checkpoint<TestType> resumed(file, {}, 1000);
      resumed.resume(file);
      check_same(whole, compare<TestType>(data(), options, {}, &resumed));
      resumed.write();
      // Of a run that is done, nothing is trained again.
      Checkpoint<TestType> done(file, {}, 1);
      done.resume(file);
      ComparisonOptions untrainable = options;
      untrainable.trainer.on_step = [] { throw Stop{}; };
      check_same(whole, compare<TestType>(data(), untrainable, {}, &done));
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
  const Comparison whole = compare<double>(data(), options, {}, &checkpoint);
  checkpoint.write();
  Checkpoint<double> again(file, {}, 1);
  again.resume(file);
  options.trainer.on_step = [] { throw Stop{}; };
  check_same(whole, compare<double>(data(), options, {}, &again));
}

TEST_CASE("a checkpoint is read back as it was written") {
  const CheckpointContent<float> content = small_content();
  const CheckpointContent<float> read = parse_checkpoint<float>(write_checkpoint(content), "c");
  CHECK(read.owner == content.owner);
  REQUIRE(read.trainings.size() == 2);
  const auto& [training, history] = read.trainings.at("a/b");
  const auto& [expected, expected_history] = content.trainings.at("a/b");
  CHECK(training.theta == expected.theta);
  CHECK(training.epochs == 2);
  CHECK(!training.finished);
  CHECK(training.optimizer.steps == 8);
  CHECK(training.optimizer.moments == expected.optimizer.moments);
  CHECK(training.best->epoch == 1);
  CHECK(training.best->error == 0.25);
  CHECK(training.best->theta == expected.best->theta);
  REQUIRE(history.size() == 2);
  CHECK(history[0].seconds == 2);
  CHECK(history[0].validation->euclidean == 3);
  CHECK(history[1].loss == 2.5);
  CHECK(!history[1].validation);
  CHECK(read.trainings.at("fresh").training.finished);
  CHECK(!read.trainings.at("fresh").training.best);
}

TEST_CASE("a checkpoint that lost or changed a single byte is refused") {
  const std::string bytes = write_checkpoint(small_content());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_THROWS_AS(parse_checkpoint<float>(bytes.substr(0, size), "c"), Error);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int flip : {1, 32, 128}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      CAPTURE(at, flip);
      CHECK_THROWS_AS(parse_checkpoint<float>(changed, "c"), Error);
    }
  }
  CHECK_THROWS_AS(parse_checkpoint<float>(bytes + '\0', "c"), Error);
  CHECK_THROWS_WITH(parse_checkpoint<double>(bytes, "c"), ContainsSubstring("expected F64, found F32"));
}

TEST_CASE("a checkpoint of another run is refused by what is different") {
  const TempFolder folder;
  const std::string file = folder.file("state");
  Checkpoint<float>(file, {{"--epochs", "30"}, {"data", "one"}}, {}).write();
  const auto resume_as = [&](std::map<std::string, std::string> owner) {
    Checkpoint<float> checkpoint(folder.file("other"), std::move(owner), {});
    checkpoint.resume(file);
  };
  CHECK_NOTHROW(resume_as({{"--epochs", "30"}, {"data", "one"}}));
  CHECK_THROWS_WITH(resume_as({{"--epochs", "40"}, {"data", "one"}}),
                    file + ": expected a checkpoint of a run with --epochs = 40, found 30");
  CHECK_THROWS_WITH(resume_as({{"--epochs", "30"}}), ContainsSubstring("data = unset, found one"));
  CHECK_THROWS_WITH(resume_as({{"--clip", "1"}, {"--epochs", "30"}, {"data", "one"}}),
                    ContainsSubstring("--clip = 1, found unset"));
  CHECK(folder.count() == 1);
}
