#include "softwarp/training/explained_step.hpp"

#include <iterator>
#include <utility>

#include "softwarp/loss/check_gradient.hpp"
#include "softwarp/nn/check_gradient.hpp"
#include "softwarp/training/trainer.hpp"

namespace softwarp {
namespace {

// A step up to the weights: forecast, value, dy and, in g, ∂L/∂θ.
struct Lesson {
  const Network<double>& network;
  const Loss<double>& loss;
  const Examples<double>& examples;
  Workspace<double> workspace = {};
  Matrix<double> corrected = {}, forecast = {}, dy = {};
  Vector<double> g = {};

  double gradient(const Vector<double>& theta) {
    forecast = forecast_examples(network, theta, examples, workspace, corrected);
    dy.resizeLike(forecast);
    const double value = loss.mean({forecast, examples.dims}, {examples.target, examples.dims}, dy);
    network.backward(theta, examples.input, dy, workspace, g);
    return value;
  }

  const Matrix<double>& layer_input(std::size_t k) const { return k == 0 ? examples.input : workspace.y[k - 1]; }
};

void append(std::vector<GradientCheck>& all, std::vector<GradientCheck> checks, const std::string& of) {
  for (GradientCheck& check : checks) {
    check.name = of + ": " + check.name;
    all.push_back(std::move(check));
  }
}

}  // namespace

ExplainedStep explain_step(const Network<double>& network, const Loss<double>& loss, const Examples<double>& examples,
                           Optimizer<double>& optimizer, Vector<double>& theta, std::optional<double> clip) {
  Lesson lesson{.network = network, .loss = loss, .examples = examples};
  ExplainedStep step;
  step.x = examples.input;
  step.base = examples.base;
  step.target = examples.target;
  step.value = lesson.gradient(theta);
  step.forecast = lesson.forecast;
  step.dy = lesson.dy;
  step.gradient_norm = lesson.g.norm();
  const Vector<double> before = theta, g = lesson.g;
  if (clip && step.gradient_norm > *clip) lesson.g *= *clip / step.gradient_norm;
  optimizer.step(theta, lesson.g);

  std::size_t next = 0;
  const std::vector<Part> parts = network.parts();
  for (std::size_t k = 0; k < network.layers().size(); ++k) {
    const Layer<double>& layer = *network.layers()[k];
    const bool last = k + 1 == network.layers().size();
    step.layers.push_back({.name = to_text(network.spec().layers[k]),
                           .input = layer.input(),
                           .output = layer.output(),
                           .y = lesson.workspace.y[k],
                           .dy = last ? lesson.dy : lesson.workspace.dy[k],
                           .parts = {}});
    for (std::size_t i = 0; i < layer.parts().size(); ++i, ++next) {
      const Part& part = parts[next];
      step.layers.back().parts.push_back({.part = part,
                                          .before = before.segment(part.offset, part.size),
                                          .gradient = g.segment(part.offset, part.size),
                                          .after = theta.segment(part.offset, part.size)});
    }
  }
  step.value_after = mean_loss(network, loss, examples, theta);
  return step;
}

std::vector<GradientCheck> check_step(const Network<double>& network, const Loss<double>& loss,
                                      const Examples<double>& examples, const Vector<double>& theta,
                                      const GradientCheckOptions& options) {
  Lesson lesson{.network = network, .loss = loss, .examples = examples};
  lesson.gradient(theta);
  std::vector<GradientCheck> all =
      check_gradient(loss, {lesson.forecast, examples.dims}, {examples.target, examples.dims}, options);
  all.front().name = "loss: dy";  // the loss's dx is the network's dy
  Index offset = 0;
  for (std::size_t k = 0; k < network.layers().size(); ++k) {
    const Layer<double>& layer = *network.layers()[k];
    append(all, check_gradient(layer, theta.segment(offset, layer.parameters()), lesson.layer_input(k), options),
           "layer " + std::to_string(k));
    offset += layer.parameters();
  }
  const auto value = [&](const Vector<double>& at) { return mean_loss(network, loss, examples, at); };
  append(all, check_parts(network.parts(), value, theta, lesson.g, options), "step");
  return all;
}

}  // namespace softwarp
