#include "softwarp/averaging/classifier.hpp"

#include <algorithm>

#include "softwarp/averaging/euclidean_mean.hpp"
#include "softwarp/averaging/validation.hpp"
#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

// Class c is a bump of its own shape somewhere, in noise.
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

TEST_CASE("elastic classifiers tell shapes apart wherever they are") {
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

TEST_CASE("what is right of predictions") { CHECK(accuracy({0, 1, 2, 2}, {0, 1, 1, 2}) == 0.75); }

TEST_CASE("stratified splits take their share of every class, at least one, and each series once") {
  std::vector<Index> classes(60, 0);
  std::fill_n(classes.begin(), 20, 1);
  classes[59] = 7;
  Random random(73);
  const Split split = stratified_split(classes, 0.25, random);
  CHECK(split.learn.size() == 5 + 10 + 1);
  std::vector<Index> all = split.learn;
  all.insert(all.end(), split.judge.begin(), split.judge.end());
  std::ranges::sort(all);
  for (Index i = 0; i < 60; ++i) CHECK(all[static_cast<std::size_t>(i)] == i);
  CHECK(std::ranges::find(split.learn, 59) != split.learn.end());
  CHECK(stratified_split(classes, 0.25, random).learn != split.learn);
}

TEST_CASE("the best candidate has the highest mean score; of equals the middle one") {
  const std::vector<Split> splits(2);
  const auto choose = [&](const std::vector<double>& scores) {
    return best_candidate(static_cast<Index>(scores.size()), splits,
                          [&](Index c, const Split&) { return scores[static_cast<std::size_t>(c)]; });
  };
  CHECK(choose({0.1, 0.5, 0.4}) == 1);
  CHECK(choose({0.5, 0.5, 0.5, 0.1}) == 1);
  CHECK(choose({0.5, 0.1, 0.2, 0.5, 0.5}) == 3);
  CHECK_THROWS_WITH(best_candidate(1, splits, [](Index, const Split&) -> double { throw Error("stop"); }), "stop");
  const auto gammas = log_spaced(1e-3, 10, 15);
  CHECK(gammas.size() == 15);
  CHECK(gammas.front() == 1e-3);
  CHECK(gammas.back() == Approx(10));
  CHECK(gammas[7] == Approx(0.1));
}
