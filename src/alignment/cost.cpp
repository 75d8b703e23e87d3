#include "softwarp/alignment/cost.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <limits>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

// Whether a penalty has a `threshold`, which may be given as NAME:NUMBER.
template <class Penalty>
constexpr bool kHasThreshold = requires(Penalty penalty) {
  penalty.threshold;
};

// A cost that is a sum of φ(e) over the dimensions k, e = x_ki − y_kj.
// Penalty has kName, value(e) = φ(e), slope(e) = φ′(e), kSquaredEuclideanFactor: c if φ(e) = c·e², else 0; and perhaps
// a threshold.
template <class Real, class Penalty>
class SeparableCost final : public Cost<Real> {
 public:
  SeparableCost(std::string name, Penalty penalty) : name_(std::move(name)), penalty_(penalty) {}

  std::string name() const override { return name_; }

  void matrix(const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y, MatrixRef<Real> delta) const override {
    const Penalty penalty = penalty_;  // a copy, which delta cannot overlap, so that the loop can be vectorised
    for (Index j = 0; j < y.cols(); ++j) {
      Real* column = delta.col(j).data();
      std::fill_n(column, x.cols(), Real{0});
      for (Index k = 0; k < x.rows(); ++k) {
        for_each_step(x, k, [&, y_kj = y(k, j)](Index i, Real x_ki) { column[i] += penalty.value(x_ki - y_kj); });
      }
    }
  }

  void jacobian_product(const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y, const ConstMatrixRef<Real>& E,
                        MatrixRef<Real> dx) const override {
    const Penalty penalty = penalty_;
    dx.setZero();
    for (Index j = 0; j < y.cols(); ++j) {
      const Real* column = E.col(j).data();
      for (Index k = 0; k < x.rows(); ++k) {
        Real* row = &dx(k, 0);
        const Index stride = dx.outerStride();
        for_each_step(x, k, [&, y_kj = y(k, j)](Index i, Real x_ki) {
          row[i * stride] += column[i] * penalty.slope(x_ki - y_kj);
        });
      }
    }
  }

  std::optional<double> sum(const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y) const override {
    const Penalty penalty = penalty_;
    Real total = 0;
    for (Index i = 0; i < x.cols(); ++i) {
      for (Index k = 0; k < x.rows(); ++k) total += penalty.value(x(k, i) - y(k, i));
    }
    return static_cast<double>(total);
  }

  std::optional<double> squared_euclidean_factor() const override {
    if constexpr (Penalty::kSquaredEuclideanFactor > 0) return Penalty::kSquaredEuclideanFactor;
    return std::nullopt;
  }

  double unit() const override {
    if constexpr (kHasThreshold<Penalty>) return penalty_.threshold;
    return 1;
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

  std::string name_;
  Penalty penalty_;
};

template <class Real>
struct Square {
  static constexpr std::string_view kName = "sqeuclidean";
  static constexpr double kSquaredEuclideanFactor = 1;
  static Real value(Real e) { return e * e; }
  static Real slope(Real e) { return 2 * e; }
};

template <class Real>
struct HalfSquare {
  static constexpr std::string_view kName = "halfsqeuclidean";
  static constexpr double kSquaredEuclideanFactor = 0.5;
  static Real value(Real e) { return e * e / 2; }
  static Real slope(Real e) { return e; }
};

template <class Real>
struct Absolute {
  static constexpr std::string_view kName = "absolute";
  static constexpr double kSquaredEuclideanFactor = 0;
  static Real value(Real e) { return std::abs(e); }
  static Real slope(Real e) { return e > 0 ? Real{1} : e < 0 ? Real{-1} : Real{0}; }
};

template <class Real>
struct Huber {
  static constexpr std::string_view kName = "huber";
  static constexpr double kSquaredEuclideanFactor = 0;
  Real threshold = 1;
  // Branch-free: c (|e| − c/2) with c = min(|e|, threshold).
  Real value(Real e) const {
    const Real size = std::abs(e), c = std::min(size, threshold);
    return c * (size - c / 2);
  }
  Real slope(Real e) const { return std::min(std::max(e, -threshold), threshold); }
};

template <class Real>
using CostFactory = std::shared_ptr<const Cost<Real>>(const std::string& name, std::optional<double> threshold);

// The factories are references, not pointers, so that an entry without them does not compile.
struct CostEntry {
  std::string_view name;
  bool has_threshold;
  CostFactory<float>& make_float;
  CostFactory<double>& make_double;
};

template <template <class> class Penalty, class Real>
std::shared_ptr<const Cost<Real>> make(const std::string& name, std::optional<double> threshold) {
  Penalty<Real> penalty;
  if constexpr (kHasThreshold<Penalty<Real>>) {
    const double given = threshold.value_or(penalty.threshold), square = given * given;
    // Costs at the threshold are half its square.
    if (square / 2 < std::numeric_limits<Real>::min() || square > std::numeric_limits<Real>::max()) {
      throw Error(std::string("cost: expected a threshold whose square a ") +
                  (std::same_as<Real, float> ? "float" : "double") + " can hold, found " + in_quotes(name));
    }
    penalty.threshold = static_cast<Real>(given);
  }
  return std::make_shared<SeparableCost<Real, Penalty<Real>>>(name, penalty);
}

template <template <class> class Penalty>
constexpr CostEntry entry() {
  return {.name = Penalty<double>::kName,
          .has_threshold = kHasThreshold<Penalty<double>>,
          .make_float = make<Penalty, float>,
          .make_double = make<Penalty, double>};
}

constexpr std::array kCosts{entry<Square>(), entry<HalfSquare>(), entry<Absolute>(), entry<Huber>()};

constexpr auto kNames = [] {
  std::array<std::string_view, kCosts.size()> names;
  std::ranges::transform(kCosts, names.begin(), &CostEntry::name);
  return names;
}();

// What stands behind the colon of a cost's name.
std::optional<double> threshold_of(const std::string& name, const CostEntry& entry) {
  if (name.size() == entry.name.size()) return std::nullopt;
  const std::string known(entry.name);
  if (!entry.has_threshold) throw Error("cost: expected " + known + " without a threshold, found " + in_quotes(name));
  const auto threshold = parse_double(std::string_view(name).substr(known.size() + 1));
  if (!threshold || !std::isfinite(*threshold) || *threshold <= 0)
    throw Error("cost: expected " + known + ":DELTA with a number DELTA > 0, found " + in_quotes(name));
  return threshold;
}

}  // namespace

std::span<const std::string_view> known_costs() { return kNames; }

template <class Real>
std::shared_ptr<const Cost<Real>> make_cost(const std::string& name) {
  const auto found = std::ranges::find(kCosts, std::string_view(name).substr(0, name.find(':')), &CostEntry::name);
  if (found == kCosts.end())
    throw Error("cost: expected one of " + joined(kNames, ", ") + ", found " + in_quotes(name));
  const auto threshold = threshold_of(name, *found);
  if constexpr (std::same_as<Real, float>)
    return found->make_float(name, threshold);
  else
    return found->make_double(name, threshold);
}

template std::shared_ptr<const Cost<float>> make_cost<float>(const std::string&);
template std::shared_ptr<const Cost<double>> make_cost<double>(const std::string&);

}  // namespace softwarp
