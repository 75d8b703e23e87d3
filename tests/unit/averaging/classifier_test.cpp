#include "softwarp/averaging/classifier.hpp"

#include "softwarp/averaging/euclidean_mean.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

// Noise with a bump somewhere, whose shape is that of its class.
LabelledBatch<double> bumps(Index count, Random& random) {
  LabelledBatch<double> batch{{0.2 * random_matrix(24, count, random)}, {}};
  for (Index i = 0; i < count; ++i) {
    const Index shape = i % 2, at = 4 + random.below(8);
    for (Index t = 0; t < 8; ++t)
      batch.series.values(at + t, i) += shape == 0 ? 0.5 * static_cast<double>(t) : 0.5 * static_cast<double>(7 - t);
    batch.classes.push_back(2 * shape);  // classes 0 and 2: there is none of number 1
  }
  return batch;
}

}  // namespace

TEST_CASE("elastic classifiers tell shapes apart wherever they occur") {
  Random random(71);
  const LabelledBatch<double> train = bumps(20, random), test = bumps(30, random);
  for (const LossSpec& metric : {LossSpec{"softdtw", 0.1}, LossSpec{"dtw", {}}}) {
    CAPTURE(metric.name);
    const NearestCentroid<double> centroid(metric, train, 24, {});
    CHECK(accuracy(centroid.predict(test.series), test.classes) >= 0.9);
    const NearestNeighbour<double> neighbour(metric, train);
    CHECK(accuracy(neighbour.predict(test.series), test.classes) >= 0.9);
    CHECK(accuracy(neighbour.predict(train.series), train.classes) == 1);
    CHECK(accuracy(neighbour.leave_one_out(), train.classes) >= 0.8);
  }
}

TEST_CASE("the Euclidean nearest centroid is the nearest class mean") {
  Random random(72);
  const LabelledBatch<double> train = bumps(20, random), test = bumps(30, random);
  Vector<double> means[2] = {Vector<double>::Zero(24), Vector<double>::Zero(24)};
  for (Index i = 0; i < 20; ++i) means[i % 2] += train.series.values.col(i) / 10;
  const auto predicted = NearestCentroid<double>({"euclidean", {}}, train, 24, {}).predict(test.series);
  for (Index i = 0; i < 30; ++i) {
    const auto x = test.series.values.col(i);
    CHECK(predicted[static_cast<std::size_t>(i)] == ((x - means[0]).norm() <= (x - means[1]).norm() ? 0 : 2));
  }
}

TEST_CASE("a class of one series, and series of unequal length") {
  LabelledBatch<double> train{{Matrix<double>::Zero(4, 3), 1, {4, 2, 3}}, {0, 1, 1}};
  train.series.values.col(0) << 5, 5, 5, 5;
  const NearestCentroid<double> centroid({"softdtw", 0.1}, train, 4, {});
  Matrix<double> test(3, 2);
  test << 4, 0.1, 5, 0, 6, -0.1;
  CHECK(centroid.predict({test}) == std::vector<Index>{0, 1});
  CHECK(NearestNeighbour<double>({"euclidean", {}}, train).predict({test}) == std::vector<Index>{0, 1});
}

TEST_CASE("a metric keeps its band and its cost, also where a divergence starts from the loss without it") {
  Random random(74);
  const LabelledBatch<double> train = bumps(12, random), test = bumps(40, random);
  for (const std::string name : {"softdtw", "softdtw-divergence"}) {
    const LossSpec metric{.name = name, .gamma = 0.1, .band = 0, .cost = "halfsqeuclidean"};
    // With the diagonal alone, soft-DTW is half the squared Euclidean distance, whose average is the mean.
    const NearestCentroid<double> centroid(metric, train, 24, {.iterations = 500, .tolerance = 0});
    CHECK(centroid.predict(test.series) == NearestCentroid<double>({"euclidean"}, train, 24, {}).predict(test.series));
    CHECK(NearestNeighbour<double>(metric, train).predict(test.series) ==
          NearestNeighbour<double>({"euclidean"}, train).predict(test.series));
  }
}

TEST_CASE("the average under a metric") {
  CHECK(centroid_method({"euclidean"}).name == "mean");
  const MethodSpec dba = centroid_method({.name = "dtw", .band = 4, .cost = "halfsqeuclidean"});
  CHECK(dba.name == "dba");
  CHECK(dba.band == 4);
  CHECK(dba.cost == "halfsqeuclidean");
  CHECK(centroid_method({"sharp", 0.5}).gamma == 0.5);
}

TEST_CASE("accuracy is the share of correct predictions") { CHECK(accuracy({0, 1, 2, 2}, {0, 1, 1, 2}) == 0.75); }
