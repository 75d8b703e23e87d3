#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <variant>
#include <vector>

#include "softwarp/averaging/classifier.hpp"
#include "softwarp/averaging/euclidean_mean.hpp"
#include "softwarp/averaging/kmeans.hpp"
#include "softwarp/averaging/one_to_all.hpp"
#include "softwarp/averaging/registry.hpp"
#include "softwarp/averaging/weights.hpp"
#include "softwarp/c/bridge/batches.hpp"
#include "softwarp/c/bridge/status.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/data/series_batch.hpp"
#include "softwarp/loss/computable.hpp"

using namespace softwarp;
using namespace softwarp::c;

struct softwarp_centroids {
  Vector<double> centre;  // taken off the series
  Index steps;
  std::variant<std::unique_ptr<NearestCentroid<float>>, std::unique_ptr<NearestCentroid<double>>> classifier;
};

namespace {

MethodSpec method_named(const char* text) {
  require(text, "method");
  const LossSpec spec = parse_loss(text);
  return {spec.name, spec.gamma, spec.band, spec.alpha, spec.cost};
}

void require_in(std::int64_t low, std::int64_t high, std::int64_t number, const char* name) {
  if (number >= low && number <= high) return;
  throw Error(std::string(name) + ": expected a number from " + std::to_string(low) + " to " + std::to_string(high) +
              ", found " + std::to_string(number));
}

AveragingOptions averaging_options(const softwarp_averaging& options) {
  require_in(0, std::numeric_limits<int>::max(), options.iterations, "iterations");
  if (!(options.tolerance >= 0 && std::isfinite(options.tolerance)))
    throw Error("tolerance: expected a finite number >= 0, found " + to_text(options.tolerance));
  AveragingOptions averaging;
  averaging.iterations = static_cast<int>(options.iterations);
  averaging.tolerance = options.tolerance;
  averaging.on_iteration = [](const Vector<double>&, int) { check_interrupt(); };
  return averaging;
}

void check_steps(std::int64_t steps) { require_in(1, std::int64_t{1} << 32, steps, "steps"); }

// Series less their mean, in the type of the batch, and in double to judge what is found.
struct Centred {
  SeriesSet set;
  Vector<double> centre;

  Centred(const softwarp_batch* batch, const char* name) {
    check(batch, name);
    set = series_of(*batch, name);
    centre = centre_of(set);
  }

  template <class Real>
  StoredBatch<Real> batch() const {
    return batch_of<Real>(set, centre);
  }
};

Vector<double> read_average(const double* values, const Vector<double>& centre, Index steps) {
  Vector<double> x = Eigen::Map<const Vector<double>>(values, steps * centre.size());
  if (!x.allFinite()) throw NonFiniteError("start: expected finite numbers, found NaN or infinity");
  add_centre(x, -centre);
  return x;
}

void write_averages(Matrix<double> averages, const Vector<double>& centre, double* values) {
  add_centre(averages, centre);
  Eigen::Map<Matrix<double>>(values, averages.rows(), averages.cols()) = averages;
}

// Weights of sum 1, and their sum before.
struct Weights {
  Vector<double> lambda;
  double sum = 1;
};

Weights read_weights(const double* given, Index count) {
  if (given == nullptr) return {.lambda = equal_weights(count)};
  Vector<double> weights = Eigen::Map<const Vector<double>>(given, count);
  if (!weights.allFinite() || weights.minCoeff() < 0 || weights.maxCoeff() == 0)
    throw Error("weights: expected finite numbers >= 0, not all of them 0");
  const double largest = weights.maxCoeff();  // the sum of weights may be infinite, that of shares is not
  weights /= largest;
  const double sum = weights.sum();
  return {.lambda = weights / sum, .sum = sum * largest};
}

}  // namespace

softwarp_status softwarp_average(const char* method, const softwarp_batch* y, const double* weights, int64_t steps,
                                 const double* start, softwarp_averaging options, double* average, double* objective,
                                 int64_t* iterations) {
  return guarded([&] {
    const MethodSpec spec = method_named(method);
    const AveragingOptions averaging = averaging_options(options);
    check_steps(steps);
    require(average, "average");
    const Centred series(y, "y");
    const auto [lambda, sum] = read_weights(weights, y->count);
    const auto judge = make_averager<double>(spec);
    const StoredBatch<double> exact = series.batch<double>();
    check_computable<double>(judge->loss(), exact);
    Vector<double> x =
        start == nullptr ? euclidean_mean<double>(exact, lambda, steps) : read_average(start, series.centre, steps);
    const AveragingResult found = with_real(y->type, [&, &lambda = lambda]<class Real>() {
      return make_averager<Real>(spec)->improve(x, series.batch<Real>(), lambda, averaging);
    });
    if (objective != nullptr) *objective = sum * lambda.dot(one_to_all<double>(judge->loss(), x, exact));
    if (iterations != nullptr) *iterations = found.iterations;
    write_averages(x, series.centre, average);
  });
}

softwarp_status softwarp_cluster(const char* method, const softwarp_batch* y, softwarp_clustering options,
                                 double* centroids, int64_t* assignment, double* objective, int64_t* rounds) {
  return guarded([&] {
    const MethodSpec spec = method_named(method);
    require(centroids, "centroids");
    require(assignment, "assignment");
    const Centred series(y, "y");
    KMeansOptions kmeans_options;
    require_in(1, y->count, options.k, "k");
    kmeans_options.k = options.k;
    check_steps(options.steps);
    kmeans_options.steps = options.steps;
    require_in(SOFTWARP_START_RANDOM, SOFTWARP_START_KMEANS_PP, options.start, "start");
    if (options.start == SOFTWARP_START_RANDOM) kmeans_options.start = KMeansStart::random;
    if (options.start == SOFTWARP_START_MEAN) kmeans_options.start = KMeansStart::mean;
    require_in(0, std::numeric_limits<int>::max(), options.rounds, "rounds");
    kmeans_options.outer = static_cast<int>(options.rounds);
    require_in(1, std::numeric_limits<int>::max(), options.restarts, "restarts");
    kmeans_options.restarts = options.restarts;
    kmeans_options.inner = averaging_options(options.averaging);
    kmeans_options.seed = options.seed;
    check_computable<double>(make_averager<double>(spec)->loss(), series.batch<double>());
    with_real(y->type, [&]<class Real>() {
      const KMeansResult found = kmeans<Real>(*make_averager<Real>(spec), series.batch<Real>(), kmeans_options);
      check_interrupt();  // which kmeans() answers with the best so far
      std::ranges::copy(found.assignment, assignment);
      if (objective != nullptr) *objective = found.objective;
      if (rounds != nullptr) *rounds = found.iterations;
      write_averages(found.centroids, series.centre, centroids);
    });
  });
}

softwarp_status softwarp_centroids_new(const char* metric, const softwarp_batch* train, const int64_t* classes,
                                       int64_t steps, softwarp_averaging options, softwarp_centroids** centroids) {
  return guarded([&] {
    require(metric, "metric");
    require(classes, "classes");
    require(centroids, "centroids");
    const LossSpec spec = parse_loss(metric);
    check_steps(steps);
    const AveragingOptions averaging = averaging_options(options);
    const Centred series(train, "train");
    const std::vector<Index> numbers(classes, classes + train->count);
    for (const Index number : numbers) require_in(0, train->count - 1, number, "classes");
    const Index count = *std::ranges::max_element(numbers) + 1;
    std::vector<char> seen(static_cast<std::size_t>(count), false);
    for (const Index number : numbers) seen[static_cast<std::size_t>(number)] = true;
    if (std::ranges::count(seen, char{false}) > 0)
      throw Error("classes: expected each number from 0 to " + std::to_string(count - 1) + ", found none of " +
                  std::to_string(std::ranges::find(seen, char{false}) - seen.begin()));
    with_real(train->type, [&]<class Real>() {
      auto classifier = std::make_unique<NearestCentroid<Real>>(
          spec, LabelledBatch<Real>{series.batch<Real>(), numbers}, steps, averaging);
      *centroids = new softwarp_centroids{series.centre, steps, std::move(classifier)};
    });
  });
}

void softwarp_centroids_free(softwarp_centroids* centroids) { delete centroids; }

softwarp_status softwarp_centroids_values(const softwarp_centroids* centroids, double* values) {
  return guarded([&] {
    require(centroids, "centroids");
    require(values, "values");
    std::visit(
        [&](const auto& classifier) {
          for (const Vector<double>& average : classifier->centroids()) {
            write_averages(average, centroids->centre, values);
            values += average.size();
          }
        },
        centroids->classifier);
  });
}

softwarp_status softwarp_centroids_predict(const softwarp_centroids* centroids, const softwarp_batch* series,
                                           int64_t* classes) {
  return guarded([&] {
    require(centroids, "centroids");
    require(classes, "classes");
    check(series, "series");
    if (series->dims != centroids->centre.size())
      throw Error("series: expected " + std::to_string(centroids->centre.size()) +
                  " dimensions as in training, found " + std::to_string(series->dims));
    const SeriesSet set = series_of(*series, "series");
    std::visit(
        [&]<class Real>(const std::unique_ptr<NearestCentroid<Real>>& classifier) {
          std::ranges::copy(classifier->predict(batch_of<Real>(set, centroids->centre)), classes);
        },
        centroids->classifier);
  });
}
