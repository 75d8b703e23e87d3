#include "softwarp/alignment/cost.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>

#include "softwarp/core/error.hpp"
#include "softwarp/core/joined.hpp"

namespace softwarp {
namespace {

// A cost that is a sum of φ(e) over the dimensions k, e = x_ki − y_kj.
// Penalty has kName, value(e) = φ(e), slope(e) = φ′(e) and kSquaredEuclideanFactor: c if φ(e) = c·e², else 0.
template <class Real, class Penalty>
class SeparableCost final : public Cost<Real> {
 public:
  std::string name() const override { return std::string(Penalty::kName); }

  void matrix(const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y, MatrixRef<Real> delta) const override {
    for (Index j = 0; j < y.cols(); ++j) {
      Real* column = delta.col(j).data();
      std::fill_n(column, x.cols(), Real{0});
      for (Index k = 0; k < x.rows(); ++k) {
        for_each_step(x, k, [&, y_kj = y(k, j)](Index i, Real x_ki) { column[i] += Penalty::value(x_ki - y_kj); });
      }
    }
  }

  void jacobian_product(const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y, const ConstMatrixRef<Real>& E,
                        MatrixRef<Real> dx) const override {
    dx.setZero();
    for (Index j = 0; j < y.cols(); ++j) {
      const Real* column = E.col(j).data();
      for (Index k = 0; k < x.rows(); ++k) {
        Real* row = &dx(k, 0);
        const Index stride = dx.outerStride();
        for_each_step(x, k, [&, y_kj = y(k, j)](Index i, Real x_ki) {
          row[i * stride] += column[i] * Penalty::slope(x_ki - y_kj);
        });
      }
    }
  }

  std::optional<double> squared_euclidean_factor() const override {
    if constexpr (Penalty::kSquaredEuclideanFactor > 0) return Penalty::kSquaredEuclideanFactor;
    return std::nullopt;
  }

 private:
  // Calls body(i, x_ki) for every step i. With one dimension the steps are contiguous, and a separate loop lets the
  // compiler vectorise it.
  static void for_each_step(const ConstMatrixRef<Real>& x, Index k, auto&& body) {
    const Real* values = x.data() + k;
    const Index stride = x.outerStride();
    if (stride == 1) {
      for (Index i = 0; i < x.cols(); ++i) body(i, values[i]);
    } else {
      for (Index i = 0; i < x.cols(); ++i) body(i, values[i * stride]);
    }
  }
};

struct Square {
  static constexpr std::string_view kName = "sqeuclidean";
  static constexpr double kSquaredEuclideanFactor = 1;
  static auto value(auto e) { return e * e; }
  static auto slope(auto e) { return 2 * e; }
};

struct HalfSquare {
  static constexpr std::string_view kName = "halfsqeuclidean";
  static constexpr double kSquaredEuclideanFactor = 0.5;
  static auto value(auto e) { return e * e / 2; }
  static auto slope(auto e) { return e; }
};

struct Absolute {
  static constexpr std::string_view kName = "absolute";
  static constexpr double kSquaredEuclideanFactor = 0;
  static auto value(auto e) { return std::abs(e); }
  static auto slope(auto e) {
    using Real = decltype(e);
    return e > 0 ? Real{1} : e < 0 ? Real{-1} : Real{0};
  }
};

struct Huber {
  static constexpr std::string_view kName = "huber";
  static constexpr double kSquaredEuclideanFactor = 0;
  // Branch-free: c (|e| − c/2) with c = min(|e|, 1).
  static auto value(auto e) {
    const auto size = std::abs(e), c = std::min(size, decltype(e){1});
    return c * (size - c / 2);
  }
  static auto slope(auto e) { return std::min(std::max(e, decltype(e){-1}), decltype(e){1}); }
};

template <class Real>
using CostFactory = std::shared_ptr<const Cost<Real>>();

// The factories are references, not pointers, so that an entry without them does not compile.
struct CostEntry {
  std::string_view name;
  CostFactory<float>& make_float;
  CostFactory<double>& make_double;
};

template <class Penalty, class Real>
std::shared_ptr<const Cost<Real>> make() {
  return std::make_shared<SeparableCost<Real, Penalty>>();
}

template <class Penalty>
constexpr CostEntry entry() {
  return {Penalty::kName, make<Penalty, float>, make<Penalty, double>};
}

constexpr std::array kCosts{entry<Square>(), entry<HalfSquare>(), entry<Absolute>(), entry<Huber>()};

constexpr auto kNames = [] {
  std::array<std::string_view, kCosts.size()> names;
  std::ranges::transform(kCosts, names.begin(), &CostEntry::name);
  return names;
}();

}  // namespace

std::span<const std::string_view> known_costs() { return kNames; }

template <class Real>
std::shared_ptr<const Cost<Real>> make_cost(const std::string& name) {
  const auto found = std::ranges::find(kCosts, name, &CostEntry::name);
  if (found == kCosts.end()) throw Error("cost: expected one of " + joined(kNames, ", ") + "; found \"" + name + "\"");
  if constexpr (std::same_as<Real, float>)
    return found->make_float();
  else
    return found->make_double();
}

template std::shared_ptr<const Cost<float>> make_cost<float>(const std::string&);
template std::shared_ptr<const Cost<double>> make_cost<double>(const std::string&);

}  // namespace softwarp
