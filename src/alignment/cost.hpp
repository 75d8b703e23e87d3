/// Pointwise costs δ: the cost of matching one step with another.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// A pointwise cost δ: computes the cost matrix of two series and applies the chain rule through it. All functions are
/// const, and one object may serve many threads. Derive from it to add a cost of your own.
template <class Real>
class Cost {
 public:
  virtual ~Cost() = default;

  /// The name shown in reports: "absolute", "huber:0.5".
  virtual std::string name() const = 0;

  /// The cost matrix.   Δ_ij = δ(x_i, y_j)
  /// Shapes: x [D×n], y [D×m] → delta [n×m].   Every cost must be finite; it may be negative.
  /// The divergences and gradients with respect to y need a symmetric cost, δ(a, b) = δ(b, a).
  virtual void matrix(const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y, MatrixRef<Real> delta) const = 0;

  /// The chain rule through the cost matrix.   dx = (∂Δ/∂x)ᵀE, column i: Σ_j E_ij ∂δ(x_i, y_j)/∂x_i
  /// Shapes: x [D×n], y [D×m], E [n×m] → dx [D×n], overwritten.
  virtual void jacobian_product(const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& y,
                                const ConstMatrixRef<Real>& E, MatrixRef<Real> dx) const = 0;

  /// The cost of matching step by step, for lower bounds of DTW.   Σ_i δ(x_i, y_i)
  /// None, and then no bounds, unless δ is a sum over the dimensions of convex functions of x_ki − y_kj that are least, 0,
  /// at 0.   Shapes: x, y [D×n].
  virtual std::optional<double> sum(const ConstMatrixRef<Real>& /*x*/, const ConstMatrixRef<Real>& /*y*/) const {
    return std::nullopt;
  }

  /// The factor c > 0 if the cost is c·‖x_i − y_j‖²: the kernel then computes it itself, without a cost matrix.
  virtual std::optional<double> squared_euclidean_factor() const { return std::nullopt; }

  /// The difference that the cost has built in, such as the threshold of huber; 1 if there is none.
  /// Units: of the signal. Methods that take steps of their own follow the units of the data by it.
  virtual double unit() const { return 1; }
};

/// The names that make_cost() accepts. Each cost is a sum over the dimensions k.
///   sqeuclidean      ‖x_i − y_j‖²
///   halfsqeuclidean  ½‖x_i − y_j‖²
///   absolute         Σ_k |e_k|,  e = x_i − y_j;  the gradient at e_k = 0 is taken to be 0
///   huber            Σ_k ½ e_k² where |e_k| ≤ 1, |e_k| − ½ beyond: quadratic for small errors, linear for large ones
/// A number behind a colon sets the threshold of huber, in units of the signal: "huber:0.5".
///   huber:DELTA      Σ_k ½ e_k² where |e_k| ≤ DELTA, DELTA (|e_k| − ½ DELTA) beyond
std::span<const std::string_view> known_costs();

/// The cost of that name.
/// Throws: Error if `name` is neither a known name nor huber:DELTA with a number DELTA > 0 whose square `Real` can hold.
template <class Real>
std::shared_ptr<const Cost<Real>> make_cost(const std::string& name);

}  // namespace softwarp
