#include "softwarp/model/linear_regression.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/nn/product.hpp"

namespace softwarp {
namespace {

constexpr Index kTile = 48;  // columns that one thread takes at a time

// The products of the centred inputs, taken apart, with which every ridge is solved in O(I·O).
class Spectrum {
 public:
  Spectrum(const LinearSums& train, Intercept intercept) : inputs_(train.inputs()) {
    if (train.count() == 0) throw Error("a linear regression needs an example that lacks no target value");
    const Index all = inputs_ + train.outputs();
    centre_ = intercept == Intercept::fitted ? train.mean() : Vector<double>(Vector<double>::Zero(all));
    const LinearSums::Moments moments = train.moments(centre_);
    check_interrupt();
    const Eigen::SelfAdjointEigenSolver<Matrix<double>> solver(moments.xx);
    check_interrupt();
    values_ = solver.eigenvalues().cwiseMax(0);
    vectors_ = solver.eigenvectors();
    projected_ = moments.yx * vectors_;
    mean_square_ = moments.xx.trace() / static_cast<double>(inputs_);
  }

  LinearRegression fit(double ridge) const {
    LinearRegression regression;
    regression.weights = projected_ * shrunk(ridge).asDiagonal() * vectors_.transpose();
    regression.intercept = centre_.tail(projected_.rows()) - regression.weights * centre_.head(inputs_);
    return regression;
  }

  // The mean squared error of each fit on other examples. With W = P diag(d) Vᵀ, where d depends on the ridge alone, it
  // is a quadratic form in d.
  std::vector<double> errors(const LinearSums& examples, std::span<const double> ridges) const {
    const LinearSums::Moments moments = examples.moments(centre_);
    const Matrix<double> xx = vectors_.transpose() * moments.xx * vectors_, yx = moments.yx * vectors_;
    const Vector<double> linear = projected_.cwiseProduct(yx).colwise().sum().transpose();
    const Matrix<double> quadratic = xx.cwiseProduct(projected_.transpose() * projected_);
    std::vector<double> errors;
    for (const double ridge : ridges) {
      const Vector<double> d = shrunk(ridge);
      const double sum = moments.yy - 2 * d.dot(linear) + d.dot(quadratic * d);
      errors.push_back(std::max(sum, 0.0) / static_cast<double>(projected_.rows()));
    }
    return errors;
  }

 private:
  Vector<double> shrunk(double ridge) const {
    if (mean_square_ == 0) return Vector<double>::Zero(inputs_);  // inputs that never vary say nothing
    return (values_.array() + ridge * mean_square_).inverse();
  }

  Index inputs_;
  Vector<double> centre_, values_;
  Matrix<double> vectors_, projected_;
  double mean_square_ = 0;
};

}  // namespace

Matrix<double> LinearRegression::forecast(const Matrix<double>& input) const {
  Matrix<double> forecast(weights.rows(), input.cols());
  parallel_for((input.cols() + kTile - 1) / kTile, [&](Index tile) {
    const Index first = tile * kTile, columns = std::min(kTile, input.cols() - first);
    product_plus<double>(weights, input.middleCols(first, columns), intercept, forecast.middleCols(first, columns));
  });
  return forecast;
}

LinearSums::LinearSums(Index inputs, Index outputs)
    : inputs_(inputs),
      outputs_(outputs),
      sum_(Vector<double>::Zero(inputs + outputs)),
      products_(Matrix<double>::Zero(inputs + outputs, inputs)),
      squares_(Vector<double>::Zero(outputs)) {}

void LinearSums::add(const Matrix<double>& input, const Matrix<double>& target) {
  std::vector<Index> complete;
  for (Index i = 0; i < target.cols(); ++i) {
    if (!target.col(i).hasNaN()) complete.push_back(i);
  }
  left_out_ += target.cols() - static_cast<Index>(complete.size());
  Matrix<double> examples(inputs_ + outputs_, static_cast<Index>(complete.size()));
  examples.topRows(inputs_) = input(Eigen::all, complete);
  examples.bottomRows(outputs_) = target(Eigen::all, complete);
  add_complete(examples);
}

// Shapes: examples [I+O×N].
void LinearSums::add_complete(const Matrix<double>& examples) {
  count_ += examples.cols();
  sum_ += examples.rowwise().sum();
  squares_ += examples.bottomRows(outputs_).rowwise().squaredNorm();
  parallel_for((inputs_ + kTile - 1) / kTile, [&](Index tile) {
    const Index first = tile * kTile, columns = std::min(kTile, inputs_ - first), rows = examples.rows() - first;
    // Blocks are long and wide here: Eigen's own product is faster than that of nn/product.hpp.
    products_.block(first, first, rows, columns).noalias() +=
        examples.bottomRows(rows) * examples.middleRows(first, columns).transpose();
  });
}

void LinearSums::add_windows(const Vector<double>& values, const Vector<double>& truth, Index first, Index count) {
  if (count <= 0) return;
  const Index length = inputs_ + outputs_;
  Index whole_from = first + inputs_;  // from here to the end of the window, no target value is missing
  const auto look_at = [&](Index step) {
    if (std::isnan(truth[step])) whole_from = step + 1;
  };
  for (Index step = first + inputs_; step < first + length - 1; ++step) look_at(step);
  Index begin = first;  // of a run of windows that lack nothing
  const auto add_run = [&](Index end) {
    if (end > begin) add_overlapping(values, begin, end - begin);
    begin = end + 1;
  };
  for (Index window = first; window < first + count; ++window) {
    look_at(window + length - 1);
    if (whole_from <= window + inputs_) continue;
    add_run(window);
    ++left_out_;
  }
  add_run(first + count);
}

void LinearSums::add_overlapping(const Vector<double>& values, Index first, Index count) {
  const Index length = inputs_ + outputs_, last_input = inputs_ - 1;
  if (count < length) {
    Matrix<double> examples(length, count);
    for (Index i = 0; i < count; ++i) {
      examples.col(i) = values.segment(first + i, length).array() - values[first + i + last_input];
    }
    add_complete(examples);
    return;
  }
  // The level of the series is taken out of every window with the last value; before, it would hide what varies.
  const auto run = values.segment(first, count + length - 1).array();
  const Vector<double> v = run - run.mean();

  // Sums over the windows t of v[t+i]·v[t+i+lag] for all i: the products from steps `most` to count − 1 are in each of
  // them; the rest, at either end, is itself a running sum. Nothing is ever subtracted, so no sum loses digits.
  Matrix<double> products(length, inputs_);
  Vector<double> squares(length);
  const auto sums_of_lag = [&](Index lag, Index number, auto store) {
    const Index most = number - 1;
    const auto product = [&](Index k) { return v[k] * v[k + lag]; };
    const double common = v.segment(most, count - most).dot(v.segment(most + lag, count - most));
    Vector<double> before(number);
    before[most] = 0;
    for (Index i = most; i > 0; --i) before[i - 1] = before[i] + product(i - 1);
    double after = 0;
    for (Index i = 0; i < number; ++i) {
      store(i, before[i] + common + after);
      if (i < most) after += product(count + i);
    }
  };
  parallel_for(length, [&](Index lag) {
    if (lag == 0) sums_of_lag(0, length, [&](Index i, double sum) { squares[i] = sum; });
    sums_of_lag(lag, std::min(inputs_, length - lag), [&](Index i, double sum) { products(i + lag, i) = sum; });
  });
  Vector<double> sum(length);
  for (Index i = 0; i < length; ++i) sum[i] = v.segment(i, count).sum();

  // The last value of the input out of each: Σ (z_j − l)(x_i − l) = Σ z_j x_i − Σ z_j l − Σ x_i l + Σ l².
  Vector<double> with_last(length);
  with_last.head(inputs_) = products.row(last_input).transpose();
  with_last.tail(outputs_) = products.col(last_input).tail(outputs_);
  const double last_squared = with_last[last_input];
  for (Index i = 0; i < inputs_; ++i) {
    const Index rows = length - i;
    products_.col(i).tail(rows).array() +=
        products.col(i).tail(rows).array() - with_last.tail(rows).array() - with_last[i] + last_squared;
  }
  squares_.array() += squares.tail(outputs_).array() - 2 * with_last.tail(outputs_).array() + last_squared;
  sum_.array() += sum.array() - sum[last_input];
  count_ += count;
}

LinearSums& LinearSums::operator+=(const LinearSums& other) {
  count_ += other.count_;
  left_out_ += other.left_out_;
  sum_ += other.sum_;
  products_ += other.products_;
  squares_ += other.squares_;
  return *this;
}

Vector<double> LinearSums::mean() const { return sum_ / static_cast<double>(count_); }

LinearSums::Moments LinearSums::moments(const Vector<double>& centre) const {
  const double n = static_cast<double>(count_);
  const auto x = centre.head(inputs_), y = centre.tail(outputs_), x_sum = sum_.head(inputs_),
             y_sum = sum_.tail(outputs_);
  Moments moments;
  moments.xx = products_.topRows(inputs_).selfadjointView<Eigen::Lower>();
  moments.xx += n * x * x.transpose() - x_sum * x.transpose() - x * x_sum.transpose();
  moments.xx /= n;
  moments.yx = products_.bottomRows(outputs_);
  moments.yx += n * y * x.transpose() - y_sum * x.transpose() - y * x_sum.transpose();
  moments.yx /= n;
  moments.yy = squares_.sum() / n + y.squaredNorm() - 2 * y.dot(y_sum) / n;
  return moments;
}

double LinearSums::squared_error(const LinearRegression& regression) const {
  Vector<double> centre(inputs_ + outputs_);
  centre << Vector<double>::Zero(inputs_), regression.intercept;
  const Moments left = moments(centre);
  const Matrix<double>& W = regression.weights;
  const double sum = left.yy - 2 * W.cwiseProduct(left.yx).sum() + W.cwiseProduct(W * left.xx).sum();
  return std::max(sum, 0.0) / static_cast<double>(outputs_);
}

LinearRegression fit_ridge(const LinearSums& train, double ridge, Intercept intercept) {
  return Spectrum(train, intercept).fit(ridge);
}

RidgeChoice choose_ridge(const LinearSums& train, const LinearSums& validation, std::span<const double> ridges,
                         Intercept intercept) {
  if (validation.count() == 0) throw Error("the ridge cannot be chosen: every validation example lacks a target value");
  const Spectrum spectrum(train, intercept);
  const std::vector<double> errors = spectrum.errors(validation, ridges);
  RidgeChoice best{.ridge = 0, .squared_error = std::numeric_limits<double>::infinity(), .regression = {}};
  for (std::size_t k = 0; k < ridges.size(); ++k) {
    const bool better = errors[k] < best.squared_error || (errors[k] == best.squared_error && ridges[k] > best.ridge);
    if (better) best = {.ridge = ridges[k], .squared_error = errors[k], .regression = {}};
  }
  best.regression = spectrum.fit(best.ridge);
  return best;
}

std::span<const double> usual_ridges() {
  static constexpr std::array kRidges{1e-6,  3.2e-6, 1e-5, 3.2e-5, 1e-4, 3.2e-4, 1e-3, 3.2e-3, 0.01,
                                      0.032, 0.1,    0.32, 1.0,    3.2,  10.0,   32.0, 100.0};
  return kRidges;
}

}  // namespace softwarp
