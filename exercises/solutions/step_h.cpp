/// The step h of a finite difference: too large, and the value bends; too small, and rounding is all that is left.
#include <cmath>
#include <cstdio>

#include "exercises/exercise.hpp"
#include "softwarp/loss/soft_dtw.hpp"

using namespace softwarp;

namespace {

constexpr double kStep = 1e-5;  // near the cube root of 1e-16, where h² and 1e-16/h are equally large

template <class Function>
double difference(const Function& f, double x, double h) {
  return (f(x + h) - f(x - h)) / (2 * h);
}

/// The relative error of the difference: soft-DTW as a function of one number of x.
template <class Real>
double error_of(double h) {
  const Matrix<Real> x = exercises::random_matrix(12, 1, /*seed=*/1).cast<Real>();
  const Matrix<Real> y = exercises::random_matrix(12, 1, /*seed=*/2).cast<Real>();
  const SoftDtwLoss<Real> loss({.gamma = 1});
  Matrix<Real> moved = x, dx(12, 1);
  loss.mean({x}, {y}, dx);
  const auto f = [&](double at) {
    moved(5) = static_cast<Real>(at);
    return loss.mean({moved}, {y});
  };
  const double slope = static_cast<double>(dx(5));
  return std::abs(difference(f, static_cast<double>(x(5)), h) - slope) / std::abs(slope);
}

double right_digits(double error) { return std::clamp(-std::log10(error), 0.0, 16.0); }

}  // namespace

bool exercises::step_h() {
  std::printf("right digits of the slope\n    h    double            float\n");
  for (int exponent = 0; exponent >= -14; --exponent) {
    const double h = std::pow(10.0, exponent);
    const std::string in_double = bar(right_digits(error_of<double>(h)), 16, /*width=*/16);
    const std::string in_float = bar(right_digits(error_of<float>(h)), 16, /*width=*/16);
    std::printf("1e%-3d  |%-16s |%s\n", exponent, in_double.c_str(), in_float.c_str());
  }
  std::printf("h = %g: relative error %.0e\n", kStep, error_of<double>(kStep));
  return expect(error_of<double>(kStep) < 1e-9, "with the chosen h, nine digits are right");
}
