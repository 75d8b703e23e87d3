#include <limits>

#include "softwarp/core/parallel.hpp"
#include "softwarp/loss/registry.hpp"
#include "support/all_losses.hpp"
#include "support/catch.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

Vector<double> values_of(const LossSpec& spec, const Matrix<double>& x, const Matrix<double>& y, Index dims = 1) {
  Vector<double> value(x.cols());
  make_loss<double>(spec)->pairs({x, dims}, {y, dims}, value);
  return value;
}

const LossSpec kEuclidean{"euclidean", {}}, kDtw{"dtw", {}};
LossSpec soft(double gamma) { return {"softdtw", gamma}; }

}  // namespace

TEST_CASE("softdtw <= dtw <= euclidean, and softdtw tends to dtw as gamma goes to 0") {
  Random random(31);
  const auto x = random_walks(30, 2, 20, random), y = random_walks(30, 2, 20, random);
  const auto euclidean = values_of(kEuclidean, x, y, 2), dtw = values_of(kDtw, x, y, 2);
  CHECK((dtw.array() <= euclidean.array() * (1 + 1e-14)).all());
  double gap_before = std::numeric_limits<double>::infinity();
  for (const double gamma : {10.0, 1.0, 0.1, 0.01, 1e-3, 1e-4}) {
    const auto softdtw = values_of(soft(gamma), x, y, 2);
    CHECK((softdtw.array() <= dtw.array() + 1e-12).all());
    const double gap = (dtw - softdtw).maxCoeff();
    CHECK(gap <= gap_before);
    CHECK(gap <= gamma * 30 * 2 * std::log(3));  // at most 3 ways on at each of n + m − 1 cells
    gap_before = gap;
  }
}

TEST_CASE("swapping x and y leaves the value, reversing both leaves the value") {
  Random random(32);
  const auto x = random_walks(13, 1, 10, random), y = random_walks(21, 1, 10, random);
  for (const LossSpec& spec : {kDtw, soft(1), soft(0.01)}) {
    const auto value = values_of(spec, x, y);
    CHECK((value - values_of(spec, y, x)).norm() <= 1e-12 * value.norm());
    CHECK((value - values_of(spec, x.colwise().reverse(), y.colwise().reverse())).norm() <= 1e-12 * value.norm());
  }
}

TEST_CASE("the same shift of x and y leaves value and gradient") {
  Random random(33);
  const Matrix<double> x = random_walks(12, 1, 5, random), y = random_walks(15, 1, 5, random);
  for (const LossSpec& spec : {kDtw, soft(0.1)}) {
    const auto loss = make_loss<double>(spec);
    Vector<double> value(5), shifted_value(5);
    Matrix<double> dx(12, 5), shifted_dx(12, 5);
    loss->pairs({x}, {y}, value, dx);
    loss->pairs({(x.array() + 8).matrix()}, {(y.array() + 8).matrix()}, shifted_value, shifted_dx);
    CHECK((value - shifted_value).norm() <= 1e-11 * value.norm());
    CHECK((dx - shifted_dx).norm() <= 1e-9 * dx.norm());
  }
}

TEST_CASE("DTW of a series with a stretched copy of itself is zero") {
  Random random(34);
  const auto x = random_walks(10, 1, 1, random);
  Matrix<double> stretched(25, 1);
  for (Index t = 0; t < 25; ++t) stretched(t) = x(t * 10 / 25);
  CHECK(values_of(kDtw, x, stretched)(0) == 0);
}

TEST_CASE("scaling x and y by s and gamma by s^2 scales the value by s^2") {
  Random random(35);
  const Matrix<double> x = random_walks(12, 1, 5, random), y = random_walks(9, 1, 5, random);
  const auto value = values_of(soft(0.3), x, y), scaled = values_of(soft(0.3 * 16), 4 * x, 4 * y);
  CHECK((scaled - 16 * value).norm() <= 1e-12 * scaled.norm());
}

TEST_CASE("a batch of B is B batches of one, bit for bit, for any number of threads") {
  Random random(36);
  const auto x = random_walks(17, 1, 37, random), y = random_walks(17, 1, 37, random);
  const int threads_before = threads();
  for (const LossSpec& spec : {kEuclidean, kDtw, soft(1), soft(0.001)}) {
    const auto loss = make_loss<double>(spec);
    Vector<double> one_by_one(37), single(1);
    Matrix<double> dx_one_by_one(17, 37), dy_one_by_one(17, 37);
    for (Index b = 0; b < 37; ++b) {
      loss->pairs({x.col(b)}, {y.col(b)}, single, dx_one_by_one.col(b), dy_one_by_one.col(b));
      one_by_one[b] = single[0];
    }
    for (const int count : {1, 2, 5}) {
      set_threads(count);
      Vector<double> value(37);
      Matrix<double> dx(17, 37), dx_alone(17, 37), dy(17, 37);
      loss->pairs({x}, {y}, value, dx, dy);
      CHECK(value == one_by_one);
      CHECK(dx == dx_one_by_one);
      CHECK(dy == dy_one_by_one);
      loss->pairs({x}, {y}, value, dx_alone);
      CHECK(value == one_by_one);
      CHECK(dx_alone == dx);
    }
  }
  set_threads(threads_before);
}

TEST_CASE("a missing step is the step removed from both series") {
  Random random(37);
  const Index dims = 2;
  const Matrix<double> x = random_walks(8, dims, 1, random), y = random_walks(8, dims, 1, random);
  Matrix<double> gapped = y;
  gapped(2 * dims) = gapped(5 * dims) = gapped(5 * dims + 1) = std::numeric_limits<double>::quiet_NaN();
  std::vector<Index> kept;
  for (Index k = 0; k < x.rows(); ++k) {
    if (k / dims != 2 && k / dims != 5) kept.push_back(k);
  }
  const Matrix<double> short_x = x(kept, Eigen::all), short_y = y(kept, Eigen::all);
  for (const LossSpec& spec : {kEuclidean, kDtw, soft(0.1)}) {
    const auto loss = make_loss<double>(spec);
    Vector<double> value(1), short_value(1);
    Matrix<double> dx(x.rows(), 1), dy(y.rows(), 1), short_dx(short_x.rows(), 1), short_dy(short_y.rows(), 1);
    loss->pairs({x, dims}, {gapped, dims}, value, dx, dy);
    loss->pairs({short_x, dims}, {short_y, dims}, short_value, short_dx, short_dy);
    CHECK(value == short_value);
    CHECK(Matrix<double>(dx(kept, Eigen::all)) == short_dx);
    CHECK(Matrix<double>(dy(kept, Eigen::all)) == short_dy);
  }
}

TEST_CASE("series of unequal length in one batch: padding cannot leak") {
  Random random(38);
  const Matrix<double> x = random_walks(10, 1, 3, random), y = random_walks(14, 1, 3, random);
  const std::vector<Index> x_lengths{10, 4, 1}, y_lengths{3, 14, 1};
  for (const LossSpec& spec : {kDtw, soft(0.1)}) {
    const auto loss = make_loss<double>(spec);
    Vector<double> value(3), single(1);
    Matrix<double> dx(10, 3), dy(14, 3), single_dx, single_dy;
    Matrix<double> padded_x = x, padded_y = y;
    for (Index b = 0; b < 3; ++b) {
      const auto k = static_cast<std::size_t>(b);
      padded_x.col(b).tail(10 - x_lengths[k]).setConstant(std::numeric_limits<double>::quiet_NaN());
      padded_y.col(b).tail(14 - y_lengths[k]).setConstant(1e300);
    }
    loss->pairs({padded_x, 1, x_lengths}, {padded_y, 1, y_lengths}, value, dx, dy);
    for (Index b = 0; b < 3; ++b) {
      const auto k = static_cast<std::size_t>(b);
      single_dx.resize(x_lengths[k], 1);
      single_dy.resize(y_lengths[k], 1);
      loss->pairs({x.col(b).head(x_lengths[k])}, {y.col(b).head(y_lengths[k])}, single, single_dx, single_dy);
      CHECK(value[b] == single[0]);
      CHECK(dx.col(b).head(x_lengths[k]) == single_dx);
      CHECK(dx.col(b).tail(10 - x_lengths[k]).isZero(0));
      CHECK(dy.col(b).head(y_lengths[k]) == single_dy);
      CHECK(dy.col(b).tail(14 - y_lengths[k]).isZero(0));
    }
  }
}

TEST_CASE("every loss is symmetric, as one collection compared once needs, also of two lengths, in a band") {
  LossSpec options;
  options.band = GENERATE(std::optional<Index>(), std::optional<Index>(3));
  options.cost = GENERATE("sqeuclidean", "huber", "absolute");
  const Index dims = 2, n = 7;
  const Index m = GENERATE(7, 5);
  Random random(4);
  for (const LossSpec& spec : all_losses(0.5, options)) {
    const auto loss = make_loss<double>(spec);
    const Index steps = find_loss(spec.name).aligns ? m : n;
    const Matrix<double> x = random_matrix(n * dims, 3, random), y = random_matrix(steps * dims, 3, random);
    Vector<double> value(3), mirrored(3);
    loss->pairs({x, dims}, {y, dims}, value);
    loss->pairs({y, dims}, {x, dims}, mirrored);
    CAPTURE(to_text(spec), steps);
    CHECK((value - mirrored).cwiseAbs().maxCoeff() <= 1e-12 * value.cwiseAbs().maxCoeff());
  }
}

TEST_CASE("the cross of two batches is all their pairs, bit for bit, for any number of series") {
  for (const LossSpec& spec : all_losses(0.5)) {
    const auto loss = make_loss<double>(spec);
    Random random(3);
    for (const auto& [count_x, count_y] : {std::pair<Index, Index>{1, 70}, {70, 1}, {9, 130}, {67, 66}}) {
      CAPTURE(to_text(spec), count_x, count_y);
      const Index steps = 5, dims = 2;
      const Matrix<double> x = random_matrix(steps * dims, count_x, random);
      Matrix<double> y = random_matrix(steps * dims, count_y, random);
      y(3, 0) = std::numeric_limits<double>::quiet_NaN();  // a missing step, in one of the series
      Matrix<double> cross(count_y, count_x);
      loss->cross({x, dims}, {y, dims}, cross);
      for (Index i = 0; i < count_x; ++i) {
        Vector<double> value(count_y);
        const Matrix<double> copies = x.col(i).replicate(1, count_y);
        loss->pairs({copies, dims}, {y, dims}, value);
        CHECK(cross.col(i) == value);
      }
      Matrix<double> both(count_x, count_x), symmetric(count_x, count_x);
      loss->cross({x, dims}, {x, dims}, both);
      loss->cross({x, dims}, symmetric);
      CHECK(symmetric == symmetric.transpose());
      const auto lower = [](const Matrix<double>& of) -> Matrix<double> { return of.triangularView<Eigen::Lower>(); };
      CHECK(lower(symmetric) == lower(both));
    }
  }
}
