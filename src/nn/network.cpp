#include "softwarp/nn/network.hpp"

#include "softwarp/core/error.hpp"
#include "softwarp/nn/dense.hpp"

namespace softwarp {

template <class Real>
Network<Real>::Network(const NetworkShape& shape) : shape_(shape) {
  std::vector<Index> sizes{shape.inputs};
  sizes.insert(sizes.end(), shape.hidden.begin(), shape.hidden.end());
  sizes.push_back(shape.outputs);
  for (const Index size : sizes) {
    if (size < 1) throw Error("network: expected at least 1 unit in every layer, found " + std::to_string(size));
  }
  for (std::size_t k = 0; k + 1 < sizes.size(); ++k) {
    if (k > 0) layers_.push_back(make_activation<Real>(shape.activation, sizes[k]));
    layers_.push_back(std::make_unique<Dense<Real>>(sizes[k], sizes[k + 1]));
  }
  for (const auto& layer : layers_) {
    offsets_.push_back(parameters_);
    parameters_ += layer->parameters();
  }
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
                                           Workspace<Real>& workspace) const {
  workspace.y.resize(layers_.size());
  for (std::size_t k = 0; k < layers_.size(); ++k) {
    const Layer<Real>& layer = *layers_[k];
    workspace.y[k].resize(layer.outputs(), x.cols());
    const auto layer_theta = theta.segment(offsets_[k], layer.parameters());
    if (k == 0) {
      layer.forward(layer_theta, x, workspace.y[k]);
    } else {
      layer.forward(layer_theta, workspace.y[k - 1], workspace.y[k]);
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
    if (k == 0) {  // nobody asks for the gradient of the network's input
      layer.backward(layer_theta, x, workspace.y[k], layer_dy, layer_dtheta, nullptr);
    } else {
      workspace.dy[k - 1].resize(layer.inputs(), x.cols());
      MatrixRef<Real> layer_dx(workspace.dy[k - 1]);
      layer.backward(layer_theta, workspace.y[k - 1], workspace.y[k], layer_dy, layer_dtheta, &layer_dx);
    }
  }
}

template class Network<float>;
template class Network<double>;

}  // namespace softwarp
