#include "softwarp/loss/search.hpp"

#include <limits>

#include "softwarp/core/error.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/loss/pair_bounds.hpp"
#include "softwarp/loss/registry.hpp"
#include "support/all_losses.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;
using Catch::Matchers::ContainsSubstring;

namespace {

// Walks of several lengths, or of one, in units of `scale` about an offset.
template <class Real>
StoredBatch<Real> walks(Index steps, Index dims, Index count, bool one_length, double scale, double offset,
                        Random& random) {
  StoredBatch<Real> batch{(scale * (random_walks(steps, dims, count, random).array() + offset)).matrix().cast<Real>(),
                          dims};
  if (one_length) return batch;
  for (Index i = 0; i < count; ++i) {
    batch.lengths.push_back(i == 0 ? 1 : 1 + random.below(steps));
    batch.values.col(i).tail((steps - batch.lengths.back()) * dims).setZero();
  }
  return batch;
}

// By the losses of all pairs.
template <class Real>
Nearest by_all_pairs(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y, const SearchOptions& options) {
  Matrix<double> value(y.count(), x.count());
  loss.cross(x, y, value);
  if (options.of_y) value.transposeInPlace();
  Nearest found{Matrix<Index>(options.k, value.cols()), Matrix<double>(options.k, value.cols()), {}};
  for (Index q = 0; q < value.cols(); ++q) {
    if (options.leave_out) value(q, q) = std::numeric_limits<double>::infinity();
    for (Index k = 0; k < options.k; ++k) {
      found.value(k, q) = value.col(q).minCoeff(&found.series(k, q));  // the first of equals
      value(found.series(k, q), q) = std::numeric_limits<double>::infinity();
    }
  }
  return found;
}

template <class Real>
Index check_search(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y, const SearchOptions& options) {
  const Nearest expected = by_all_pairs(loss, x, y, options), found = nearest(loss, x, y, options);
  CHECK(found.series == expected.series);
  CHECK(found.value == expected.value);
  const Index candidates = (options.of_y ? x : y).count() - (options.leave_out ? 1 : 0);
  CHECK(found.counts.pairs() == candidates * (options.of_y ? y : x).count());
  return found.counts.compared;
}

template <class Real>
void check_bounds(const Loss<Real>& loss, const PairBounds<Real>& bounds, const Batch<Real>& x, const Batch<Real>& y) {
  Matrix<double> value(y.count(), x.count());
  loss.cross(x, y, value);
  for (Index i = 0; i < x.count(); ++i) {
    for (Index j = 0; j < y.count(); ++j) {
      CAPTURE(i, j);
      const auto [kim, keogh] = bounds.first(i, j);
      const double improved = bounds.improved(i, j);
      CHECK(kim <= keogh);
      CHECK(keogh <= improved);
      CHECK(improved <= value(j, i));
      CHECK(bounds.other_way(i, j) <= value(j, i));
      const std::pair pair(i, j);
      double same = 0;
      bounds.values({&pair, 1}, {}, {&same, 1});
      CHECK(same == value(j, i));
    }
  }
}

}  // namespace

TEMPLATE_TEST_CASE("no bound exceeds the loss, and each is at least the one before", "", float, double) {
  Random random(91);
  const bool one_length = GENERATE(true, false);
  const double scale = GENERATE(1.0, 1e-6, 1e5), offset = GENERATE(0.0, 300.0);
  const std::string cost = GENERATE("sqeuclidean", "halfsqeuclidean", "absolute", "huber");
  const Index dims = 1 + random.below(2);
  auto x = walks<TestType>(19, dims, 5, one_length, scale, offset, random);
  auto y = walks<TestType>(19 + random.below(2), dims, 5, one_length, scale, offset, random);
  x.values.col(1).setConstant(x.values(0, 1));  // one that never moves, and one that is in both
  y.values.col(2).head(19 * dims) = x.values.col(2);
  const double unit = cost == "absolute" ? scale : scale * scale;
  for (const std::optional<Index> band : {std::optional<Index>(), {0}, {3}}) {
    for (const double gamma : {1e-4 * unit, unit}) {
      for (const LossSpec& spec : all_aligning_losses(gamma, {.band = band, .alpha = 0.3, .cost = cost})) {
        CAPTURE(to_text(spec), scale, offset, one_length, dims);
        const auto loss = make_loss<TestType>(spec);
        const auto bounds = PairBounds<TestType>::of(*loss, x, y);
        REQUIRE(bounds);
        check_bounds<TestType>(*loss, *bounds, x, y);
      }
    }
  }
}

TEMPLATE_TEST_CASE("a search finds what all pairs give, to the last bit", "", float, double) {
  Random random(92);
  for (const bool one_length : {true, false}) {
    const auto x = walks<TestType>(50, 1, 12, one_length, 1, 0, random);
    auto y = walks<TestType>(50, 1, 31, one_length, 1, 0, random);
    for (const Index twin : {7, 19, 30}) {  // equal losses: the first of them is found
      y.values.col(twin) = y.values.col(4);
      if (!one_length) y.lengths[static_cast<std::size_t>(twin)] = y.lengths[4];
    }
    for (const std::optional<Index> band : {std::optional<Index>(), {4}}) {
      for (const LossSpec& spec : all_aligning_losses(0.01, {.band = band})) {
        CAPTURE(to_text(spec), one_length);
        const auto loss = make_loss<TestType>(spec);
        check_search<TestType>(*loss, x, y, {});
        check_search<TestType>(*loss, x, y, {.k = 3});
        check_search<TestType>(*loss, x, y, {.k = 12, .of_y = true});
        check_search<TestType>(*loss, y, y, {.leave_out = true});
      }
    }
  }
}

TEST_CASE("a search of many queries spares most pairs of series that differ, the same ones on any number of threads") {
  Random random(93);
  const auto y = walks<float>(90, 1, 40, true, 1, 0, random);
  StoredBatch<float> x{Matrix<float>(90, 100)};  // each is near one of y
  for (Index i = 0; i < 100; ++i)
    x.values.col(i) = y.values.col(i % 40) + random_walks(90, 1, 1, random, 0.02).cast<float>();
  const auto loss = make_loss<float>({.name = "dtw", .band = 9});
  const int before = threads();
  set_threads(1);
  const Index compared = check_search<float>(*loss, x, y, {});
  CHECK(compared < 1000);
  set_threads(3);
  CHECK(check_search<float>(*loss, x, y, {}) == compared);
  set_threads(before);
  // Among noise no bound is of use, and nearly all pairs are compared.
  const Matrix<float> noise = random_matrix(90, 100, random).cast<float>();
  const auto free = make_loss<float>({.name = "softdtw", .gamma = 1});
  CHECK(check_search<float>(*free, {noise}, y, {}) > 3600);
}

TEST_CASE("where nothing bounds a loss all pairs are compared") {
  Random random(94);
  auto x = walks<double>(40, 1, 6, true, 1, 0, random), y = walks<double>(40, 1, 9, true, 1, 0, random);
  CHECK(check_search<double>(*make_loss<double>({"euclidean"}), x, y, {}) == 54);
  const auto dtw = make_loss<double>({"dtw"});
  y.values(3, 5) = std::numeric_limits<double>::quiet_NaN();  // a step is missing
  CHECK(check_search<double>(*dtw, x, y, {.k = 2}) == 54);
  y.values(3, 5) = 1e160;  // its squares are infinite
  CHECK_THROWS_WITH(nearest<double>(*dtw, x, y), ContainsSubstring("expected costs below"));
  x.values(2, 1) = std::numeric_limits<double>::infinity();
  CHECK_THROWS_WITH(nearest<double>(*dtw, x, y), ContainsSubstring("series 2, step 3"));
}

TEST_CASE("a search rejects a number of neighbours that there is not") {
  const Matrix<double> x = Matrix<double>::Zero(4, 2);
  const auto dtw = make_loss<double>({"dtw"});
  CHECK_THROWS_WITH(nearest<double>(*dtw, {x}, {x}, {.k = 3}), ContainsSubstring("a k from 1 to"));
  CHECK_THROWS_WITH(nearest<double>(*dtw, {x}, {x}, {.k = 2, .leave_out = true}), ContainsSubstring("found 2"));
}
