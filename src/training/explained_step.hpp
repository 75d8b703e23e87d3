/// One training step, written out: what the four calls of a training hand to each other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "softwarp/core/gradient_check.hpp"
#include "softwarp/loss/loss.hpp"
#include "softwarp/nn/network.hpp"
#include "softwarp/optim/optimizer.hpp"
#include "softwarp/training/example_source.hpp"

namespace softwarp {

/// What a step did to one tensor of θ.   Shapes: all as `part` has it, the first index running fastest.
struct ExplainedPart {
  Part part;  ///< "0.weight"
  Vector<double> before, gradient, after;
};

/// One layer of a step.   Shapes: x [I×B], y, dy [O×B].
struct ExplainedLayer {
  std::string name;  ///< as the network spells it: "dense(units=10)"
  SeriesShape input, output;
  Matrix<double> y;   ///< what it put out
  Matrix<double> dy;  ///< ∂L/∂y
  std::vector<ExplainedPart> parts;
};

/// Everything that a step computes.   Shapes: x [I×B], forecast, target, base, dy [O×B].
struct ExplainedStep {
  Matrix<double> x;
  Matrix<double> base;      ///< the forecast that the network corrects; empty: there is none
  Matrix<double> forecast;  ///< ŷ, the base included
  Matrix<double> target;
  double value = 0;   ///< L before the step, in the loss's units
  Matrix<double> dy;  ///< ∂L/∂ŷ
  std::vector<ExplainedLayer> layers;
  double gradient_norm = 0;  ///< ‖∂L/∂θ‖
  double value_after = 0;    ///< L of the same examples after it
};

/// Makes one step of train(), which moves θ and the optimizer, and keeps all that it computes.
/// clip: the longest gradient that the optimizer is given, as in TrainerOptions; `gradient` is what it was before.
/// Shapes: theta [S].   Throws: Error as the network and the loss do.   Cost: a step and a forecast.
ExplainedStep explain_step(const Network<double>& network, const Loss<double>& loss, const Examples<double>& examples,
                           Optimizer<double>& optimizer, Vector<double>& theta, std::optional<double> clip = {});

/// Compares every gradient of such a step with finite differences: ∂L/∂ŷ of the loss alone, at the network's forecasts
/// ("loss: dy"); what each layer alone makes of a dy, at the x that it is given there ("layer 0: weight", "layer 0: dx",
/// …); and ∂L/∂θ of all of them together ("step: 0.weight", …).
/// Throws: as explain_step().   Cost: see check_gradient() of loss and layers; that of the step is likewise.
std::vector<GradientCheck> check_step(const Network<double>& network, const Loss<double>& loss,
                                      const Examples<double>& examples, const Vector<double>& theta,
                                      const GradientCheckOptions& options = {});

}  // namespace softwarp
