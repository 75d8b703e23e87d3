#include "softwarp/training/checkpoint.hpp"

#include <cmath>
#include <functional>
#include <utility>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;
using Catch::Matchers::ContainsSubstring;

namespace {

// A small checkpoint with everything that one can hold.
CheckpointContent<float> small_content() {
  Training<float> training{.theta = Vector<float>::LinSpaced(3, 1, 2), .epochs = 2};
  training.optimizer = {.steps = 8, .moments = {Vector<float>::Ones(3), Vector<float>::Zero(3)}};
  training.best = BestEpoch<float>{.epoch = 1, .error = 0.25, .theta = Vector<float>::LinSpaced(3, 5, 6)};
  const EpochRecord first{
      .epoch = 1, .loss = 3, .gradient_norm = 1, .rate = 0.1, .seconds = 2, .validation = ValidationErrors{0.25, 2, 3}};
  const EpochRecord second{.epoch = 2, .loss = 2.5, .validation = ValidationErrors{0.5, 2, 3}};
  CheckpointContent<float> content;
  content.identity = {{"--epochs", "30"}, {"--note", "\"checksum\":\"0000000000000000\""}};
  content.trainings["a/b"] = {training, {first, second}};
  content.trainings["fresh"] = {{.theta = Vector<float>::Ones(1), .finished = true}, {}};
  return content;
}

}  // namespace

TEST_CASE("a checkpoint is read back as it was written") {
  const CheckpointContent<float> content = small_content();
  const CheckpointContent<float> read = parse_checkpoint<float>(write_checkpoint(content), "c");
  CHECK(read.identity == content.identity);
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
  CHECK(history[1].validation->loss == 0.5);
  CHECK(read.trainings.at("fresh").training.finished);
  CHECK(!read.trainings.at("fresh").training.best);
}

TEST_CASE("a checkpoint that lost or changed a single byte is rejected") {
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

TEST_CASE("a checkpoint of another run is rejected, naming the difference") {
  const TempFolder folder;
  const std::string file = folder.file("state");
  Checkpoint<float>(file, {{"--epochs", "30"}, {"data", "one"}}, {}).write();
  const auto resume_as = [&](std::map<std::string, std::string> identity) {
    Checkpoint<float> checkpoint(folder.file("other"), std::move(identity), {});
    checkpoint.resume(file);
  };
  CHECK_NOTHROW(resume_as({{"--epochs", "30"}, {"data", "one"}}));
  CHECK_THROWS_WITH(resume_as({{"--epochs", "40"}, {"data", "one"}}),
                    file + ": expected a checkpoint of a run with --epochs = \"40\", found \"30\"");
  CHECK_THROWS_WITH(resume_as({{"--epochs", "30"}}), ContainsSubstring("data = unset, found \"one\""));
  CHECK_THROWS_WITH(resume_as({{"--clip", "1"}, {"--epochs", "30"}, {"data", "one"}}),
                    ContainsSubstring("--clip = \"1\", found unset"));
  CHECK(folder.count() == 1);
}

TEST_CASE("a forged checkpoint, of the right checksum, is refused, naming the tensor") {
  const TensorFile whole = read_safetensors(write_checkpoint(small_content()), "c");
  using Change = std::function<void(std::map<std::string, Tensor>&)>;
  const auto refused = [&](const Change& change) {
    TensorFile forged = whole;
    change(forged.tensors);
    return message_of<Error>([&] { parse_checkpoint<float>(write_with_checksum(forged), "c"); });
  };
  // One number of a tensor is another.
  const auto with = [&]<class Number>(const std::string& part, Index at, Number number) {
    return refused([&](std::map<std::string, Tensor>& tensors) {
      Tensor& tensor = tensors.at("a/b/" + part);
      Vector<Number> numbers = from_tensor<Number>(tensor, "");
      numbers[at] = number;
      tensor = to_tensor<Number>(numbers, tensor.shape);
    });
  };
  const auto with_shape = [&](const std::string& part, const std::vector<std::uint64_t>& shape) {
    return refused([&](std::map<std::string, Tensor>& tensors) { tensors.at("a/b/" + part).shape = shape; });
  };
  CHECK(refused([](const auto&) {}) == "(nothing thrown)");

  // Which tensors there are, and their shapes and types.
  for (const char* part : {"state", "theta", "best", "history"}) {
    CHECK(refused([&](auto& tensors) { tensors.erase(std::string("a/b/") + part); }) ==
          "c: a/b/" + std::string(part) + ": expected a tensor, found none");
  }
  for (const char* part : {"moment0", "velocity", ""}) {
    const std::string moved = part == std::string("moment0") ? "moment3" : part;
    CHECK(refused([&](auto& tensors) {
            auto moment = tensors.extract("a/b/moment1");
            moment.key() = "a/b/" + moved;
            tensors.insert(std::move(moment));
          }) == "c: a/b/" + moved + ": expected no tensor of this name, found one");
  }
  CHECK(with_shape("theta", {1, 3}) == "c: a/b/theta: expected 1 extents, found 1x3");
  CHECK(with_shape("moment0", {3, 1}) == "c: a/b/moment0: expected 1 extents, found 3x1");
  CHECK(with_shape("history", {16}) == "c: a/b/history: expected 2 extents, found 16");
  CHECK(with_shape("history", {4, 4}) == "c: a/b/history: expected shape 4x8, found 4x4");
  const auto of_one = [&](const std::string& part) {
    return refused(
        [&](auto& tensors) { tensors["a/b/" + part] = to_tensor<float>(Vector<float>::Ones(1).eval(), {1}); });
  };
  CHECK(of_one("best") == "c: a/b/best: expected shape 3, found 1");
  CHECK(of_one("moment1") == "c: a/b/moment1: expected shape 3, found 1");
  CHECK(of_one("state") == "c: a/b/state: expected shape 5, found 1");
  CHECK(refused([](auto& tensors) { tensors["a/b/theta"] = to_tensor<double>(Vector<double>::Ones(3).eval(), {3}); }) ==
        "c: a/b/theta: expected F32, found F64");

  // Their numbers.
  const float infinity = HUGE_VALF;
  for (const char* part : {"theta", "best"})
    CHECK(with(part, 1, infinity) == "c: a/b/" + std::string(part) + ": expected finite numbers, found others");
  const double nan = std::nan("");
  const std::string state = "c: a/b/state: expected ", rows = "as many epochs as rows in the history, 2, found others";
  CHECK(with("state", 0, 1e15) == state + rows);
  CHECK(with("state", 0, 1.0) == state + rows);
  for (const Index at : {0, 1, 2, 3, 4}) {
    CHECK(with("state", at, nan) == state + "epochs, 0 or 1, steps, the best epoch and its error, found others");
  }
  CHECK(with("state", 1, 2.0) == state + "epochs, 0 or 1, steps, the best epoch and its error, found others");
  for (const double best : {0.0, 3.0})
    CHECK(with("state", 3, best) == state + "the best epoch among those that are done, found others");
  const std::string history = "c: a/b/history: expected ";
  CHECK(with("history", 8, 1.0) == history + "a row for each epoch, numbered from 1, found others");
  CHECK(with("history", 0, nan) == history + "a row for each epoch, numbered from 1, found others");
  for (const Index at : {1, 2, 3, 4}) {
    CHECK(with("history", at, nan) ==
          history + "finite losses, and norms, rates and seconds of at least 0, found others");
  }
  for (const Index at : {5, 6, 7}) {
    CHECK(with("history", at, nan) == history + "three finite errors of validation or none, found others");
    CHECK(with("history", at, HUGE_VAL) == history + "three finite errors of validation or none, found others");
  }
  CHECK(refused([&](auto& tensors) {
          Vector<double> numbers = from_tensor<double>(tensors.at("a/b/history"), "");
          numbers.tail(3).setConstant(nan);
          tensors.at("a/b/history") = to_tensor<double>(numbers, {2, 8});
        }) == history + "errors of validation in every row or in none, found others");
}

TEST_CASE("a checkpoint of trainings that the run cannot have made is refused before any of them begins") {
  const CheckpointContent<float> whole = small_content();
  const TrainerOptions adam{.epochs = 2, .batch_size = 2};
  const auto refused = [&](const CheckpointContent<float>& content, const PlannedTraining& plan) {
    Checkpoint<float> checkpoint("/dev/null", content.identity, {});
    checkpoint.resume(write_checkpoint(content), "c");
    return message_of<Error>([&] { checkpoint.check("a/", plan); });
  };
  const PlannedTraining plan{.options = adam, .weights = 3, .examples = 7, .validates = true};
  CHECK(refused(whole, plan) == "(nothing thrown)");  // and "fresh", which is of no plan, is left alone

  CHECK(refused(whole, {adam, 4, 7, true}) == "c: a/b/theta: expected 4 weights, found 3");
  CHECK(refused(whole, {adam, 3, 9, true}) == "c: a/b/state: expected 10 steps, found 8");
  CHECK(refused(whole, {adam, 3, 7, false}) == "c: a/b/history: expected no errors of validation, found some");
  const auto with = [&](const auto& change) {
    TrainerOptions other = adam;
    change(other);
    return refused(whole, {other, 3, 7, true});
  };
  CHECK(with([](TrainerOptions& to) { to.epochs = 1; }) == "c: a/b/state: expected at most 1 epochs, found 2");
  CHECK(with([](TrainerOptions& to) { to.monitor = Monitor::dtw; }) ==
        "c: a/b/state: expected the error of the best epoch, 2, found 0.25");
  CHECK(with([](TrainerOptions& to) { to.optimizer->kind = OptimizerKind::sgd; }) ==
        "c: a/b/moment: optimizer: expected 1 moments after 8 steps, found 2");
  CHECK(with([](TrainerOptions& to) { to.optimizer.reset(); }) ==
        "c: a/b/state: expected a training by L-BFGS that is finished, found one that is not");

  CheckpointContent<float> forged = whole;
  forged.trainings.at("a/b").training.optimizer.moments.pop_back();
  CHECK(refused(forged, plan) == "c: a/b/moment: optimizer: expected 2 moments after 8 steps, found 1");
  forged = whole;
  forged.trainings.at("a/b").training.best.reset();
  for (EpochRecord& record : forged.trainings.at("a/b").history) record.validation.reset();
  CHECK(refused(forged, plan) == "c: a/b/history: expected errors of validation, found none");
}

TEST_CASE("a checkpoint of an earlier version is rejected as such") {
  std::string bytes = write_checkpoint(small_content());
  bytes.replace(bytes.find("checkpoint-2"), 12, "checkpoint-1");
  CHECK_THROWS_WITH(
      parse_checkpoint<float>(bytes, "c"),
      "c: expected a checkpoint (softwarp-checkpoint-2), found one of an earlier version, which cannot be "
      "resumed");
  bytes.replace(bytes.find("checkpoint-1"), 12, "checkpoint-x");
  CHECK_THROWS_WITH(parse_checkpoint<float>(bytes, "c"),
                    "c: expected a checkpoint (softwarp-checkpoint-2), found another file");
}
