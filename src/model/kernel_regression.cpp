#include "softwarp/model/kernel_regression.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/core/random.hpp"
#include "softwarp/core/rounding_noise.hpp"

namespace softwarp {
namespace {

constexpr std::uint64_t kCentreStream = 4;  // of random numbers; 1 to 3 draw weights, order and series held out
constexpr std::array kWidths{0.1, 0.3, 1.0, 3.0, 10.0, 30.0};
constexpr Index kRidges = 17;

double ridge(Index k) { return std::pow(10.0, -6 + 0.5 * static_cast<double>(k)); }

// ‖a_i − b_j‖².   Shapes: a [I×M], b [I×N] → [M×N].
Matrix<double> squared_distances(const Matrix<double>& a, const Matrix<double>& b) {
  Matrix<double> distances(a.cols(), b.cols());
  for (Index j = 0; j < b.cols(); ++j) {
    check_interrupt();
    distances.col(j) = (a.colwise() - b.col(j)).colwise().squaredNorm().transpose();
  }
  return distances;
}

double median_between(const Matrix<double>& distances) {
  std::vector<double> all;
  for (Index j = 0; j < distances.cols(); ++j) {
    for (Index i = 0; i < j; ++i) all.push_back(distances(i, j));
  }
  if (all.empty()) return 1;
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::nth_element(all.begin(), middle, all.end());
  return *middle > 0 ? *middle : 1;  // where most inputs are the same, any width will do
}

std::vector<Index> drawn_centres(Index count, std::uint64_t seed) {
  std::vector<Index> centres(static_cast<std::size_t>(count));
  std::iota(centres.begin(), centres.end(), Index{0});
  if (count <= kMostCentres) return centres;
  Random(seed, kCentreStream).shuffle(centres);
  centres.resize(kMostCentres);
  std::ranges::sort(centres);
  return centres;
}

struct Fit {
  double error = std::numeric_limits<double>::infinity();  // sum of squares over the values that are there
  double width = 1;
  Matrix<double> weights;   // [O×M]
  Matrix<double> left_out;  // what is left of each centre's target by a fit without it [O×M]
};

// The fit of the best ridge.   Shapes: targets less their mean, zero where missing, and 1 where there [O×M].
Fit best_of_ridges(const Matrix<double>& distances, double width, const Matrix<double>& targets,
                   const Matrix<double>& there) {
  const Matrix<double> kernel = (distances.array() / -width).exp();
  const Eigen::SelfAdjointEigenSolver<Matrix<double>> spectrum(kernel);
  const Matrix<double>& Q = spectrum.eigenvectors();
  const Vector<double> values = spectrum.eigenvalues().cwiseMax(0);
  const Matrix<double> rotated = targets * Q, squares = Q.cwiseAbs2();
  Fit best;
  for (Index k = 0; k < kRidges; ++k) {
    check_interrupt();
    const Vector<double> inverse = (values.array() + ridge(k)).inverse();
    const Matrix<double> weights = rotated * inverse.asDiagonal() * Q.transpose();  // Y (K + ridge)⁻¹
    const Vector<double> diagonal = squares * inverse;                              // of (K + ridge)⁻¹
    Matrix<double> left = weights * diagonal.cwiseInverse().asDiagonal();
    const double error = left.cwiseProduct(there).squaredNorm();
    if (error < best.error) best = {.error = error, .width = width, .weights = weights, .left_out = std::move(left)};
  }
  return best;
}

}  // namespace

Matrix<double> KernelRegression::forecast(const Matrix<double>& input) const {
  const Matrix<double> kernel = (squared_distances(centres, input).array() / -width).exp();
  return (weights * kernel).colwise() + mean;
}

KernelFit fit_kernel_regression(const Matrix<double>& input, const Matrix<double>& target, std::uint64_t seed) {
  KernelFit fit;
  KernelRegression& regression = fit.regression;
  const Matrix<double> there = (!target.array().isNaN()).cast<double>();
  const Matrix<double> known = target.array().isNaN().select(0.0, target);
  regression.mean = known.rowwise().sum().cwiseQuotient(there.rowwise().sum().cwiseMax(1));
  const Matrix<double> left_of_mean = (known.colwise() - regression.mean).cwiseProduct(there);

  const std::vector<Index> drawn = drawn_centres(input.cols(), seed);
  regression.centres = input(Eigen::all, drawn);
  const Matrix<double> targets = left_of_mean(Eigen::all, drawn), there_drawn = there(Eigen::all, drawn);
  const Matrix<double> distances = squared_distances(regression.centres, regression.centres);
  const double median = median_between(distances);
  std::array<Fit, kWidths.size()> fits;
  parallel_for(static_cast<Index>(kWidths.size()), [&](Index k) {
    const auto place = static_cast<std::size_t>(k);
    fits[place] = best_of_ridges(distances, kWidths[place] * median, targets, there_drawn);
  });
  const Fit& best = *std::ranges::min_element(fits, {}, &Fit::error);
  regression.width = best.width;
  regression.weights = best.weights;
  const double values = std::max(there_drawn.sum(), 1.0);
  const double deviation = std::sqrt(best.error / values), before = std::sqrt(targets.squaredNorm() / values);
  if (before > 0) regression.deviation = deviation > kRoundingNoise * before ? deviation : before;

  // Series that are no centres are new to the regression as it is.
  const bool all_are_centres = drawn.size() == static_cast<std::size_t>(input.cols());
  fit.left_out = all_are_centres ? Matrix<double>(target.rows(), target.cols()) : regression.forecast(input);
  fit.left_out(Eigen::all, drawn) = (targets - best.left_out).colwise() + regression.mean;
  return fit;
}

}  // namespace softwarp
