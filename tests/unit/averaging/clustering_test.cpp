#include <algorithm>
#include <numeric>

#include "softwarp/averaging/agreement.hpp"
#include "softwarp/averaging/euclidean_mean.hpp"
#include "softwarp/averaging/kmeans.hpp"
#include "softwarp/averaging/one_to_all.hpp"
#include "softwarp/averaging/registry.hpp"
#include "softwarp/averaging/weights.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/parallel.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

// Three groups of noisy bumps, at 3 levels: series i is of group i % 3.
Matrix<double> three_groups(Index count, Random& random) {
  Matrix<double> series = 0.1 * random_matrix(20, count, random);
  for (Index i = 0; i < count; ++i)
    series.col(i).segment(5 + random.below(5), 6).array() += 4 * static_cast<double>(i % 3);
  return series;
}

std::vector<Index> groups(Index count) {
  std::vector<Index> numbers;
  for (Index i = 0; i < count; ++i) numbers.push_back(i % 3);
  return numbers;
}

// All one-to-one matches, tried out.
double best_match(const std::vector<Index>& clusters, const std::vector<Index>& classes, Index size) {
  std::vector<Index> match(static_cast<std::size_t>(size));
  std::iota(match.begin(), match.end(), Index{0});
  double best = 0;
  do {
    double right = 0;
    for (std::size_t i = 0; i < clusters.size(); ++i)
      right += match[static_cast<std::size_t>(clusters[i])] == classes[i] ? 1 : 0;
    best = std::max(best, right / static_cast<double>(clusters.size()));
  } while (std::ranges::next_permutation(match).found);
  return best;
}

}  // namespace

TEST_CASE("matched accuracy is that of the best of all matches") {
  Random random(61);
  for (const Index size : {1, 2, 3, 5, 6}) {
    for (int trial = 0; trial < 20; ++trial) {
      std::vector<Index> clusters, classes;
      for (int i = 0; i < 30; ++i) {
        clusters.push_back(random.below(size));
        classes.push_back(random.below(1 + random.below(size)));  // fewer classes than clusters, too
      }
      CHECK(matched_accuracy(clusters, classes) == Approx(best_match(clusters, classes, size)).epsilon(1e-14));
    }
  }
}

TEST_CASE("the adjusted Rand index: 1 for equal partitions, 0 on average, and an example worked out by hand") {
  CHECK(adjusted_rand_index({0, 0, 1, 1}, {1, 1, 0, 0}) == 1);
  CHECK(adjusted_rand_index({0, 0, 0}, {0, 0, 0}) == 1);
  CHECK(adjusted_rand_index({0, 1, 2}, {2, 1, 0}) == 1);
  // Of 6 pairs, 2 are together in a cluster, 3 in a class, 1 in both.
  CHECK(adjusted_rand_index({0, 0, 1, 1}, {0, 0, 0, 1}) ==
        Approx((1 - 2.0 * 3 / 6) / (2.5 - 2.0 * 3 / 6)).margin(1e-14));
  Random random(62);
  double sum = 0;
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<Index> a, b;
    for (int i = 0; i < 50; ++i) {
      a.push_back(random.below(3));
      b.push_back(random.below(4));
    }
    sum += adjusted_rand_index(a, b);
  }
  CHECK(sum / 300 == Approx(0).margin(0.01));
}

TEST_CASE("k-means finds groups that lie apart, under every method and from every start") {
  Random random(63);
  const Matrix<double> series = three_groups(24, random);
  const auto start = GENERATE(KMeansStart::random, KMeansStart::mean, KMeansStart::kmeans_plus_plus);
  for (const MethodSpec& method : {MethodSpec{"softdtw", 0.1}, MethodSpec{"dba"}, MethodSpec{"subgradient"}}) {
    const auto averager = make_averager<double>(method);
    KMeansOptions options{.k = 3, .steps = 20, .start = start, .restarts = 8};
    const KMeansResult result = kmeans<double>(*averager, {series}, options);
    CAPTURE(method.name, static_cast<int>(start));
    CHECK(matched_accuracy(result.assignment, groups(24)) == 1);
    // What it says is so: each series is with the nearest centroid, and the objective is the mean loss to it.
    double sum = 0;
    for (Index i = 0; i < 24; ++i) {
      Vector<double> to(3);
      for (Index c = 0; c < 3; ++c)
        to[c] = one_to_all<double>(averager->loss(), result.centroids.col(c), {series.col(i)})[0];
      CHECK(to[result.assignment[static_cast<std::size_t>(i)]] == to.minCoeff());
      sum += to.minCoeff();
    }
    CHECK(result.objective == Approx(sum / 24).epsilon(1e-12));
  }
}

TEST_CASE("k-means with weights: each centroid is the weighted average of its series, the objective the weighted sum") {
  Random random(66);
  const Matrix<double> series = three_groups(18, random);
  const std::vector<Index> lengths{20, 15, 18, 20, 20, 17, 16, 20, 20, 20, 19, 20, 20, 15, 20, 20, 20, 20};
  const Batch<double> y{series, 1, lengths};
  const Vector<double> lambda = Vector<double>::LinSpaced(18, 1, 3) / 36, weights = per_step(lambda, y);
  const auto averager = make_averager<double>({"mean"});
  const KMeansResult result = kmeans(*averager, y, {.k = 3, .steps = 20, .weights = weights, .restarts = 4});
  double objective = 0;
  for (Index c = 0; c < 3; ++c) {
    Vector<double> sum = Vector<double>::Zero(20);
    double total = 0;
    for (Index i = 0; i < 18; ++i) {
      const Index length = lengths[static_cast<std::size_t>(i)];
      const double weight = lambda[i] / static_cast<double>(length);
      if (result.assignment[static_cast<std::size_t>(i)] != c) continue;
      const Vector<double> stretched = resampled(series.col(i).head(length), 1, 20);
      sum += weight * stretched;
      total += weight;
      objective += weight * (result.centroids.col(c) - stretched).squaredNorm();
    }
    CHECK((result.centroids.col(c) - sum / total).norm() <= 1e-12);
  }
  CHECK(result.objective == Approx(objective).epsilon(1e-12));
}

TEST_CASE("equal weights of k-means cluster as no weights do") {
  Random random(67);
  const Matrix<double> series = three_groups(16, random);
  const auto averager = make_averager<double>({"softdtw", 0.5});
  const auto start = GENERATE(KMeansStart::random, KMeansStart::mean, KMeansStart::kmeans_plus_plus);
  KMeansOptions options{.k = 3, .steps = 20, .start = start, .restarts = 3};
  const KMeansResult plain = kmeans<double>(*averager, {series}, options);
  options.weights = equal_weights(16);  // powers of 2: nothing is rounded
  const KMeansResult weighted = kmeans<double>(*averager, {series}, options);
  CHECK(weighted.centroids == plain.centroids);
  CHECK(weighted.assignment == plain.assignment);
  CHECK(weighted.objective == plain.objective);
}

TEST_CASE("no cluster stays empty, not even where all series are the same") {
  Random random(64);
  const Matrix<double> same = random_walks(10, 1, 1, random).replicate(1, 6);
  const auto averager = make_averager<double>({"dba", {}});
  for (const auto start : {KMeansStart::random, KMeansStart::kmeans_plus_plus}) {
    const KMeansResult result = kmeans<double>(*averager, {same}, {.k = 4, .steps = 10, .start = start});
    for (Index c = 0; c < 4; ++c) CHECK(std::ranges::count(result.assignment, c) > 0);
  }
  const Matrix<double> series = three_groups(5, random);
  const KMeansResult each = kmeans<double>(*averager, {series}, {.k = 5, .steps = 20});
  CHECK(each.objective <= 1e-20);
}

TEST_CASE("k-means is the same for any number of threads, and ends when it is told to") {
  Random random(65);
  const Matrix<float> series = three_groups(15, random).cast<float>();
  const auto averager = make_averager<float>({"softdtw", 1.0});
  const int before = threads();
  KMeansOptions options{.k = 4, .steps = 17, .restarts = 3, .seed = 9};
  set_threads(1);
  const KMeansResult one = kmeans<float>(*averager, {series}, options);
  set_threads(3);
  const KMeansResult three = kmeans<float>(*averager, {series}, options);
  CHECK(one.centroids == three.centroids);
  CHECK(one.assignment == three.assignment);

  set_threads(before);
}

TEST_CASE("an interrupt ends k-means with the best restart so far, if there is one") {
  Random random(65);
  const Matrix<float> series = three_groups(15, random).cast<float>();
  const auto averager = make_averager<float>({"softdtw", 1.0});
  const int before = threads();
  set_threads(1);
  KMeansOptions options{.k = 4, .steps = 17, .restarts = 3, .seed = 9};
  const KMeansResult three = kmeans<float>(*averager, {series}, options);
  options.restarts = 1'000'000'000;
  int restarts = 0;
  options.on_restart = [&] {
    if (++restarts == 3) interrupt();
  };
  const KMeansResult stopped = kmeans<float>(*averager, {series}, options);
  CHECK(restarts == 3);
  CHECK(stopped.centroids == three.centroids);
  CHECK(stopped.assignment == three.assignment);
  CHECK_THROWS_AS(kmeans<float>(*averager, {series}, options), Interrupted);

  // In its second round: the clusters of the first.
  forget_interrupt();
  int iterations = 0;
  options.restarts = 1;
  options.outer = 1;
  options.inner.on_iteration = [&](const Vector<double>&, int) { ++iterations; };
  const KMeansResult one_round = kmeans<float>(*averager, {series}, options);
  options.outer = 30;
  options.inner.on_iteration = [&, left = iterations](const Vector<double>&, int) mutable {
    if (left-- == 0) interrupt();
  };
  const KMeansResult of_one_round = kmeans<float>(*averager, {series}, options);
  forget_interrupt();
  CHECK(of_one_round.iterations == 1);
  CHECK(of_one_round.centroids == one_round.centroids);
  CHECK(of_one_round.objective == one_round.objective);
  set_threads(before);
}
