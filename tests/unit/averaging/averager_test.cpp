#include "softwarp/averaging/averager.hpp"

#include "softwarp/averaging/euclidean_mean.hpp"
#include "softwarp/averaging/one_to_all.hpp"
#include "softwarp/averaging/registry.hpp"
#include "softwarp/averaging/start.hpp"
#include "softwarp/averaging/weights.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/loss/registry.hpp"
#include "support/catch.hpp"
#include "support/gradient_check.hpp"
#include "support/message.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

std::vector<MethodSpec> methods() {
  std::vector<MethodSpec> all;
  for (const AveragerEntry& entry : known_averagers()) {
    all.push_back({.name = std::string(entry.name)});
    if (!entry.has_gamma) continue;
    all.back().gamma = 1;
    all.push_back({.name = std::string(entry.name), .gamma = 0.01});
  }
  return all;
}

Vector<double> weights_of(Index count) { return Vector<double>::LinSpaced(count, 0.5, 2); }

}  // namespace

TEST_CASE("no method makes the average worse, and what it reports is the objective of what it returns") {
  Random random(51);
  const Index dims = GENERATE(1, 2), steps = GENERATE(1, 12, 17);
  const Matrix<double> series = random_walks(14, dims, 9, random);
  const Batch<double> y{series, dims};
  const Vector<double> weights = weights_of(9), start = random_start(y, steps, random);
  for (const MethodSpec& method : methods()) {
    CAPTURE(method.name, dims, steps);
    const auto averager = make_averager<double>(method);
    const auto objective = [&](const Vector<double>& x) { return weights.dot(one_to_all(averager->loss(), x, y)); };
    Vector<double> x = start;
    const AveragingResult result = averager->improve(x, y, weights, {});
    CHECK(result.objective < objective(start));
    CHECK(result.objective == Approx(objective(x)).epsilon(1e-12));
    CHECK(result.iterations >= 1);
    CHECK(result.iterations <= 100);
  }
}

TEST_CASE("the weighted sum and its gradient agree with the pairs and with central differences") {
  Random random(52);
  const Matrix<double> series = random_walks(10, 2, 5, random);
  const Batch<double> y{series, 2};
  const Vector<double> weights = weights_of(5), x = random_start(y, 7, random);
  const auto loss = make_loss<double>({"softdtw", 0.5});
  WeightedSum<double> sum(*loss, y, weights);
  Vector<double> g, unused;
  CHECK(sum(x, g) == Approx(weights.dot(one_to_all(*loss, x, y))).epsilon(1e-14));
  CHECK(gradient_error([&](const Vector<double>& at) { return sum(at, unused); }, x, g, 1e-3) <= 1e-7);
}

TEST_CASE("the average of a single series, and of copies of it, has no distance to it") {
  Random random(53);
  const Matrix<double> one = random_walks(20, 1, 1, random), three = one.replicate(1, 3);
  for (const Matrix<double>* series : {&one, &three}) {
    const Batch<double> y{*series};
    const Vector<double> weights = equal_weights(y.count());
    for (const char* name : {"dba", "subgradient", "mean"}) {
      Vector<double> x = euclidean_mean(y, weights, 20);
      CHECK(make_averager<double>({name, {}})->improve(x, y, weights, {}).objective <= 1e-25);
      CHECK((x - one).norm() <= 1e-12);
    }
  }
}

TEST_CASE("the order of the series does not matter to DBA, and a weight of 2 equals a series listed twice") {
  Random random(54);
  const Matrix<double> series = random_walks(15, 1, 3, random);
  const Matrix<double> doubled = series(Eigen::all, std::vector<Index>{2, 0, 1, 0});
  const Vector<double> weights = (Vector<double>(3) << 2, 1, 1).finished(), ones = Vector<double>::Ones(4);
  const Batch<double> y{series}, y_doubled{doubled};
  const auto dba = make_averager<double>({"dba", {}});
  Vector<double> x = euclidean_mean(y, weights, 15), x_doubled = euclidean_mean(y_doubled, ones, 15);
  CHECK((x - x_doubled).norm() <= 1e-12);
  const double objective = dba->improve(x, y, weights, {}).objective;
  CHECK(dba->improve(x_doubled, y_doubled, ones, {}).objective == Approx(objective).epsilon(1e-10));
  CHECK((x - x_doubled).norm() <= 1e-9);
}

TEST_CASE("an average shifts and scales with its series; gamma scales with the square") {
  Random random(55);
  const Matrix<double> series = random_walks(12, 1, 4, random), moved = (4 * series).array() + 8;
  const Batch<double> y{series}, y_moved{moved};
  const Vector<double> weights = equal_weights(4);
  for (const std::string name : {"softdtw", "dba", "mean"}) {
    const bool soft = name == "softdtw";
    Vector<double> x = euclidean_mean(y, weights, 12), x_moved = euclidean_mean(y_moved, weights, 12);
    const AveragingOptions exact{.iterations = 500, .tolerance = 0};
    const MethodSpec here{name, soft ? std::optional(0.5) : std::nullopt},
        there{name, soft ? std::optional(8.0) : std::nullopt};
    make_averager<double>(here)->improve(x, y, weights, exact);
    make_averager<double>(there)->improve(x_moved, y_moved, weights, exact);
    CHECK((x_moved - ((4 * x).array() + 8).matrix()).norm() <= 1e-3 * x_moved.norm());
  }
}

TEST_CASE("series of unequal length: padding cannot leak, for any number of threads") {
  Random random(56);
  const std::vector<Index> lengths{10, 7, 3, 10, 1};
  Matrix<double> series = random_walks(10, 1, 5, random), padded = series;
  for (Index i = 0; i < 5; ++i) padded.col(i).tail(10 - lengths[static_cast<std::size_t>(i)]).setConstant(1e300);
  const Vector<double> weights = equal_weights(5), start = random_start(Batch<double>{series}, 8, random);
  const int before = threads();
  for (const MethodSpec& method : methods()) {
    CAPTURE(method.name);
    const auto averager = make_averager<double>(method);
    Vector<double> x = start, x_padded = start;
    set_threads(1);
    averager->improve(x, {series, 1, lengths}, weights, {});
    set_threads(3);
    averager->improve(x_padded, {padded, 1, lengths}, weights, {});
    CHECK(x == x_padded);
  }
  set_threads(before);
}

TEST_CASE("a callback sees the best average after each iteration, and may stop the search") {
  Random random(57);
  const Matrix<double> series = random_walks(30, 1, 6, random);
  const Batch<double> y{series};
  const Vector<double> weights = equal_weights(6), start = random_start(y, 30, random);
  for (const std::string name : {"softdtw", "dba", "subgradient"}) {
    const auto averager = make_averager<double>({name, name == "softdtw" ? std::optional(1.0) : std::nullopt});
    Vector<double> stopped = start, seen, limited = start;
    int calls = 0;
    const auto stop_at_second = [&](const Vector<double>& best, int iterations) {
      CHECK(iterations == ++calls);
      seen = best;
      if (calls == 2) throw Error("stop");
    };
    CHECK_THROWS_WITH(averager->improve(stopped, y, weights, {.tolerance = 0, .on_iteration = stop_at_second}), "stop");
    averager->improve(limited, y, weights, {.iterations = 2, .tolerance = 0});
    CHECK(calls == 2);
    CHECK(seen == limited);
  }
}

TEST_CASE("resampling keeps the ends and straight lines") {
  const Vector<double> line = Vector<double>::LinSpaced(5, 1, 3);
  CHECK((resampled(line, 1, 9) - Vector<double>::LinSpaced(9, 1, 3)).norm() <= 1e-14);
  CHECK(resampled(line, 1, 5) == line);
  CHECK(resampled(line, 1, 1)[0] == 1);
  CHECK(resampled(line.head(1), 1, 3) == Vector<double>::Ones(3));
  const Vector<double> two = (Vector<double>(4) << 0, 10, 2, 30).finished();  // steps (0, 10) and (2, 30)
  CHECK(resampled(two, 2, 3) == (Vector<double>(6) << 0, 10, 1, 20, 2, 30).finished());
}

TEST_CASE("random starts have the mean and deviation of the data") {
  Random random(58);
  Matrix<double> series = random_matrix(100, 50, random);
  for (Index k = 1; k < 100; k += 2) series.row(k) = series.row(k).array() * 5 + 100;
  const Vector<double> x = random_start(Batch<double>{series, 2}, 20000, random);
  const auto steps = x.reshaped(2, 20000);
  CHECK(steps.row(0).mean() == Approx(0).margin(0.05));
  CHECK(steps.row(1).mean() == Approx(100).epsilon(0.01));
  CHECK((steps.row(1).array() - 100).matrix().norm() / std::sqrt(20000) == Approx(5).epsilon(0.05));
}

TEST_CASE("the registry: every loss but the Euclidean, and the methods of their own") {
  std::vector<std::string> names;
  for (const AveragerEntry& entry : known_averagers()) names.emplace_back(entry.name);
  CHECK(names == std::vector<std::string>{"dba", "subgradient", "mean", "softdtw", "softdtw-divergence", "sharp",
                                          "sharp-divergence", "dilate", "dtw"});
  const auto message = [](const MethodSpec& spec) { return message_of<Error>([&] { make_averager<double>(spec); }); };
  CHECK(message({"median"}) ==
        "averaging: expected one of dba, subgradient, mean, softdtw, softdtw-divergence, sharp, sharp-divergence, "
        "dilate, dtw; found \"median\"");
  CHECK(message({"dba", 1.0}) == "dba: expected no gamma, found one");
  CHECK(message({"softdtw"}) == "softdtw: expected a gamma, found none");
  CHECK(message({.name = "mean", .band = 3}) == "mean: expected no band, found one");
  CHECK(message({.name = "softdtw", .gamma = 1, .alpha = 0.3}) == "softdtw: expected no alpha, found one");
  CHECK(message({.name = "subgradient", .alpha = 0.3}) == "subgradient: expected no alpha, found one");
}

TEST_CASE("a barycenter minimises the loss that its parameters describe") {
  Random random(59);
  const Matrix<double> series = random_walks(12, 1, 3, random), x = random_walks(12, 1, 1, random);
  const auto averager =
      make_averager<double>({.name = "dilate", .gamma = 0.1, .band = 2, .alpha = 0.3, .cost = "huber"});
  const auto loss = make_loss<double>({.name = "dilate", .gamma = 0.1, .band = 2, .alpha = 0.3, .cost = "huber"});
  CHECK(one_to_all<double>(averager->loss(), x, {series}) == one_to_all<double>(*loss, x, {series}));
}

TEST_CASE("DBA in a band, and under a multiple of the squared Euclidean cost") {
  Random random(61);
  const Matrix<double> series = random_walks(16, 2, 5, random);
  const Batch<double> y{series, 2};
  const Vector<double> weights = weights_of(5), start = euclidean_mean(y, weights, 13);
  const auto improved = [&](const MethodSpec& method) {
    const auto averager = make_averager<double>(method);
    Vector<double> x = start;
    const AveragingResult result = averager->improve(x, y, weights, {});
    CHECK(result.objective == Approx(weights.dot(one_to_all(averager->loss(), x, y))).epsilon(1e-12));
    CHECK(result.objective < weights.dot(one_to_all(averager->loss(), start, y)));
    return std::pair(x, result.objective);
  };
  const auto free = improved({"dba"}), band = improved({.name = "dba", .band = 2}),
             wide = improved({.name = "dba", .band = 16}), half = improved({.name = "dba", .cost = "halfsqeuclidean"});
  CHECK(band.second > free.second);
  CHECK(wide == free);
  CHECK(half.first == free.first);
  CHECK(2 * half.second == free.second);
  // Where every alignment is the diagonal, the best average is the mean.
  const auto diagonal = make_averager<double>({.name = "dba", .band = 0});
  Vector<double> x = random_start(y, 16, random);
  diagonal->improve(x, y, weights, {});
  CHECK((x - euclidean_mean(y, weights, 16)).norm() <= 1e-12);
}

TEST_CASE("the subgradient method takes any cost, DBA only multiples of the squared Euclidean one") {
  Random random(62);
  const Matrix<double> series = random_walks(14, 1, 4, random);
  const Batch<double> y{series};
  const Vector<double> weights = equal_weights(4), start = random_start(y, 14, random);
  for (const std::string cost : {"halfsqeuclidean", "absolute", "huber", "huber:0.1", "huber:10"}) {
    const auto averager = make_averager<double>({.name = "subgradient", .band = 3, .cost = cost});
    Vector<double> x = start;
    CHECK(averager->improve(x, y, weights, {}).objective < weights.dot(one_to_all(averager->loss(), start, y)));
  }
  CHECK(message_of<Error>([] { make_averager<double>({.name = "dba", .cost = "huber"}); }) ==
        "dba: expected a multiple of the squared Euclidean cost, under which the mean of steps is the best one, found "
        "huber");
}

TEST_CASE("a method has one text, as a loss has") {
  CHECK(to_text(MethodSpec{"mean"}) == "mean");
  CHECK(to_text(MethodSpec{"softdtw", 0.1}) == "softdtw(gamma=0.1)");
  CHECK(to_text(MethodSpec{.name = "dba", .band = 6, .cost = "sqeuclidean"}) == "dba(band=6)");
  CHECK(to_text(MethodSpec{.name = "dilate", .gamma = 1, .alpha = 0.3, .cost = "huber"}) ==
        "dilate(gamma=1, alpha=0.3, cost=huber)");
}

TEST_CASE("weights per step: the sum of losses, each divided by the length of its series") {
  Random random(60);
  const Matrix<double> series = random_walks(10, 2, 3, random);
  const std::vector<Index> lengths{10, 4, 7};
  const Batch<double> y{series, 2, lengths};
  const Vector<double> lambda = (Vector<double>(3) << 0.5, 0.2, 0.3).finished(), weights = per_step(lambda, y);
  const Vector<double> x = random_start(y, 6, random);
  const auto loss = make_loss<double>({"softdtw", 0.5});
  Vector<double> g;
  double sum = 0;
  for (const Index i : {0, 1, 2}) {
    const Matrix<double> own = series.col(i).head(2 * lengths[static_cast<std::size_t>(i)]);
    sum += lambda[i] / static_cast<double>(lengths[static_cast<std::size_t>(i)]) *
           one_to_all<double>(*loss, x, {own, 2})[0];
  }
  CHECK(WeightedSum<double>(*loss, y, weights)(x, g) == Approx(sum).epsilon(1e-13));
}
