/// Checks a gradient that was written by hand against finite differences of the value that it belongs to.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

struct GradientCheckOptions {
  double tolerance = 1e-6;  ///< largest difference that counts as rounding, as a share of the largest entry
  Index most = 1000;        ///< entries compared; of more, this many at even distances
  double epsilon = std::numeric_limits<double>::epsilon();  ///< relative precision of the values
};

enum class GradientVerdict {
  right,
  wrong,
  kink,     ///< the value has one just there, where the derivative jumps: nothing can be said
  unclear,  ///< rounding of the value hides the gradient, or no entry could be compared
};
std::string to_text(GradientVerdict verdict);  ///< "right", …

/// A gradient beside its differences.
struct GradientCheck {
  std::string name;          ///< what was checked: "dx"
  std::vector<Index> shape;  ///< of the gradient, the first index running fastest
  Index compared = 0;        ///< entries; those at which a series has no value (NaN) are left out
  double step = 0;           ///< h of the differences there
  Index worst = 0;           ///< the entry where they differ most, kinks aside; from 0, as in memory
  double analytic = 0;       ///< the gradient there
  double numeric = 0;        ///< the difference there
  double largest = 0;        ///< largest magnitude of an entry of either
  double rounding = 0;       ///< what rounding of the value and the point may do to a difference
  double tolerance = 0;
  bool at_kink = false;

  double error() const;  ///< |analytic − numeric| / largest, 0 where all entries are 0
  GradientVerdict verdict() const;
};

/// Compares the gradient g of f at a point with sixth-order central differences,
///   ∂f/∂x_k ≈ (45 (f₁ − f₋₁) − 9 (f₂ − f₋₂) + f₃ − f₋₃) / 60h,   f_s = f(x + s h e_k)
/// The step h is found without a look at g: of h₀/8, h₀/32, …, where h₀ is the root mean square of the point, it is the
/// one whose differences agree best with those of the next, rounding counted in, first at 16 entries for all, then at
/// each entry that seems wrong.
/// An error in entries that are smaller than the largest times the tolerance goes unseen.
/// Shapes: at, g [S], in `shape`.   Throws: Error if their sizes differ, or for options out of range; Interrupted.
/// Cost: 6 evaluations of f for each entry compared, 84 for each of those 16, and 90 for each that seems wrong.
GradientCheck check_gradient(std::string name, const std::function<double(const Vector<double>&)>& f,
                             const Vector<double>& at, const Vector<double>& g, std::vector<Index> shape,
                             const GradientCheckOptions& options = {});

/// Whether none is wrong; some may be at a kink or unclear.
bool none_wrong(const std::vector<GradientCheck>& checks);

/// A table with a line for each check: what, how many entries, the worst one, analytic, numeric, relative error, step
/// and verdict; and, where one is wrong, a line that names what to look for.
std::string to_text(const std::vector<GradientCheck>& checks);

}  // namespace softwarp
