#include "softwarp/nn/network.hpp"

#include <cassert>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/nn/registry.hpp"

namespace softwarp {

template <class Real>
Network<Real>::Network(NetworkSpec spec) : spec_(std::move(spec)) {
  if (spec_.layers.empty()) throw Error("network: expected at least one layer, found none");
  SeriesShape shape = spec_.input;
  for (const LayerSpec& layer : spec_.layers) {
    try {
      layers_.push_back(make_layer<Real>(layer, shape));
    } catch (const Error& error) {
      throw Error("layer " + std::to_string(layers_.size()) + ": " + error.what());
    }
    shape = layers_.back()->output();
    offsets_.push_back(parameters_);
    parameters_ += layers_.back()->parameters();
  }
}

template <class Real>
std::vector<Part> Network<Real>::parts() const {
  std::vector<Part> parts;
  for (std::size_t k = 0; k < layers_.size(); ++k) {
    for (Part part : layers_[k]->parts()) {
      part.name = std::to_string(k) + '.' + part.name;
      part.offset += offsets_[k];
      parts.push_back(std::move(part));
    }
  }
  return parts;
}

template <class Real>
Vector<Real> Network<Real>::initial_parameters(Random& random) const {
  Vector<Real> theta(parameters_);
  for (std::size_t k = 0; k < layers_.size(); ++k)
    layers_[k]->initialize(theta.segment(offsets_[k], layers_[k]->parameters()), random);
  return theta;
}

template <class Real>
const Matrix<Real>& Network<Real>::forward(const Vector<Real>& theta, const ConstMatrixRef<Real>& x,
                                           Workspace<Real>& workspace, const ConstMatrixRef<Real>* truth) const {
  assert(takes_missing_steps() || !x.hasNaN());
  workspace.y.resize(layers_.size());
  workspace.cache.resize(layers_.size());
  for (std::size_t k = 0; k < layers_.size(); ++k) {
    const Layer<Real>& layer = *layers_[k];
    workspace.y[k].resize(layer.output().size(), x.cols());
    workspace.cache[k].resize(layer.cache_size(x.cols()));
    const auto layer_theta = theta.segment(offsets_[k], layer.parameters());
    const ConstMatrixRef<Real> layer_x = k == 0 ? x : ConstMatrixRef<Real>(workspace.y[k - 1]);
    if (truth != nullptr && k + 1 == layers_.size()) {
      layer.forward_taught(layer_theta, layer_x, *truth, workspace.y[k], workspace.cache[k]);
    } else {
      layer.forward(layer_theta, layer_x, workspace.y[k], workspace.cache[k]);
    }
  }
  return workspace.y.back();
}

template <class Real>
void Network<Real>::backward(const Vector<Real>& theta, const ConstMatrixRef<Real>& x, const ConstMatrixRef<Real>& dy,
                             Workspace<Real>& workspace, Vector<Real>& dtheta) const {
  workspace.dy.resize(layers_.size());
  dtheta.setZero(parameters_);
  for (std::size_t k = layers_.size(); k-- > 0;) {
    const Layer<Real>& layer = *layers_[k];
    const auto layer_theta = theta.segment(offsets_[k], layer.parameters());
    auto layer_dtheta = dtheta.segment(offsets_[k], layer.parameters());
    const ConstMatrixRef<Real> layer_dy = k + 1 == layers_.size() ? dy : ConstMatrixRef<Real>(workspace.dy[k]);
    auto& cache = workspace.cache[k];
    if (k == 0) {  // nobody asks for the gradient of the network's input
      layer.backward(layer_theta, x, workspace.y[k], cache, layer_dy, layer_dtheta, nullptr);
    } else {
      workspace.dy[k - 1].resize(layer.input().size(), x.cols());
      MatrixRef<Real> layer_dx(workspace.dy[k - 1]);
      layer.backward(layer_theta, workspace.y[k - 1], workspace.y[k], cache, layer_dy, layer_dtheta, &layer_dx);
    }
  }
}

template class Network<float>;
template class Network<double>;

}  // namespace softwarp
