#include "softwarp/training/checkpoint.hpp"

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
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
      .epoch = 1, .loss = 3, .gradient_norm = 1, .rate = 0.1, .seconds = 2, .validation = ValidationErrors{1, 2, 3}};
  const EpochRecord second{.epoch = 2, .loss = 2.5};
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
  CHECK(!history[1].validation);
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
                    file + ": expected a checkpoint of a run with --epochs = 40, found 30");
  CHECK_THROWS_WITH(resume_as({{"--epochs", "30"}}), ContainsSubstring("data = unset, found one"));
  CHECK_THROWS_WITH(resume_as({{"--clip", "1"}, {"--epochs", "30"}, {"data", "one"}}),
                    ContainsSubstring("--clip = 1, found unset"));
  CHECK(folder.count() == 1);
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
