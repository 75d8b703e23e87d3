#include "softwarp/nn/check_gradient.hpp"

namespace softwarp {
namespace {

// A direction in which to look at y.
Matrix<double> direction(Index rows, Index columns) {
  Random random(/*seed=*/0);
  Matrix<double> dy(rows, columns);
  for (double& entry : dy.reshaped()) entry = random.normal();
  return dy;
}

}  // namespace

std::vector<GradientCheck> check_parts(const std::vector<Part>& parts,
                                       const std::function<double(const Vector<double>&)>& f,
                                       const Vector<double>& theta, const Vector<double>& g,
                                       const GradientCheckOptions& options) {
  std::vector<GradientCheck> checks;
  for (const Part& part : parts) {
    Vector<double> moved = theta;
    const auto of_part = [&](const Vector<double>& values) {
      moved.segment(part.offset, part.size) = values;
      return f(moved);
    };
    checks.push_back(check_gradient(part.name, of_part, theta.segment(part.offset, part.size),
                                    g.segment(part.offset, part.size), part.shape, options));
  }
  return checks;
}

std::vector<GradientCheck> check_gradient(const Layer<double>& layer, const Vector<double>& theta,
                                          const Matrix<double>& x, const GradientCheckOptions& options) {
  const Matrix<double> dy = direction(layer.output().size(), x.cols());
  Matrix<double> y(dy.rows(), dy.cols()), dx(x.rows(), x.cols());
  Vector<double> cache(layer.cache_size(x.cols())), g = Vector<double>::Zero(theta.size());
  layer.forward(theta, x, y, cache);
  MatrixRef<double> into_dx(dx);
  layer.backward(theta, x, y, cache, dy, g, &into_dx);
  const auto value = [&](const Vector<double>& at_theta, const Matrix<double>& at_x) {
    layer.forward(at_theta, at_x, y, cache);
    return dy.cwiseProduct(y).sum();
  };
  std::vector<GradientCheck> checks = check_parts(
      layer.parts(), [&](const Vector<double>& moved) { return value(moved, x); }, theta, g, options);
  const auto of_x = [&](const Vector<double>& moved) { return value(theta, moved.reshaped(x.rows(), x.cols())); };
  checks.push_back(check_gradient("dx", of_x, x.reshaped(), dx.reshaped(),
                                  {layer.input().dims, layer.input().steps, x.cols()}, options));
  return checks;
}

std::vector<GradientCheck> check_gradient(const Network<double>& network, const Vector<double>& theta,
                                          const Matrix<double>& x, const GradientCheckOptions& options) {
  const Matrix<double> dy = direction(network.output().size(), x.cols());
  Workspace<double> workspace;
  Vector<double> g;
  network.forward(theta, x, workspace);
  network.backward(theta, x, dy, workspace, g);
  const auto f = [&](const Vector<double>& moved) {
    return dy.cwiseProduct(network.forward(moved, x, workspace)).sum();
  };
  return check_parts(network.parts(), f, theta, g, options);
}

}  // namespace softwarp
