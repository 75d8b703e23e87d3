#include "softwarp/loss/check_gradient.hpp"

#include <algorithm>

namespace softwarp {
namespace {

// Values of this precision cannot tell smaller differences from rounding.
template <class Real>
GradientCheckOptions for_precision(GradientCheckOptions options) {
  if constexpr (sizeof(Real) < sizeof(double)) {
    options.epsilon = static_cast<double>(std::numeric_limits<Real>::epsilon());
    options.tolerance = std::max(options.tolerance, 1e-2);
  }
  return options;
}

template <class Real>
Vector<double> numbers(const ConstMatrixRef<Real>& values) {
  return values.template cast<double>().reshaped();
}

// The gradient of `value`, a function of one of the two batches, which lies at `at`.
template <class Real, class Value>
GradientCheck compare(const char* name, const Batch<Real>& at, const Matrix<Real>& gradient, const Value& value,
                      const GradientCheckOptions& options) {
  const auto f = [&](const Vector<double>& point) {
    const Matrix<Real> moved = point.template cast<Real>().reshaped(at.values.rows(), at.values.cols());
    return value(Batch<Real>{moved, at.dims, at.lengths});
  };
  return check_gradient(name, f, numbers<Real>(at.values), numbers<Real>(gradient), {at.dims, at.steps(), at.count()},
                        for_precision<Real>(options));
}

}  // namespace

template <class Real>
std::vector<GradientCheck> check_gradient(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y,
                                          const GradientCheckOptions& options) {
  Matrix<Real> dx(x.values.rows(), x.values.cols());
  loss.mean(x, y, dx);
  return {compare(
      "dx", x, dx, [&](const Batch<Real>& moved) { return loss.mean(moved, y); }, options)};
}

template <class Real>
std::vector<GradientCheck> check_both_gradients(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y,
                                                const GradientCheckOptions& options) {
  Vector<double> value(x.count());
  Matrix<Real> dx(x.values.rows(), x.values.cols()), dy(y.values.rows(), y.values.cols());
  loss.pairs(x, y, value, dx, dy);
  const auto sum = [&](const Batch<Real>& of_x, const Batch<Real>& of_y) {
    Vector<double> each(of_x.count());
    loss.pairs(of_x, of_y, each);
    return each.sum();
  };
  return {compare(
              "dx", x, dx, [&](const Batch<Real>& moved) { return sum(moved, y); }, options),
          compare(
              "dy", y, dy, [&](const Batch<Real>& moved) { return sum(x, moved); }, options)};
}

#define SOFTWARP_INSTANTIATE(Real)                                                                                    \
  template std::vector<GradientCheck> check_gradient<Real>(const Loss<Real>&, const Batch<Real>&, const Batch<Real>&, \
                                                           const GradientCheckOptions&);                              \
  template std::vector<GradientCheck> check_both_gradients<Real>(const Loss<Real>&, const Batch<Real>&,               \
                                                                 const Batch<Real>&, const GradientCheckOptions&);
SOFTWARP_INSTANTIATE(float)
SOFTWARP_INSTANTIATE(double)
#undef SOFTWARP_INSTANTIATE

}  // namespace softwarp
