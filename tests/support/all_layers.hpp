/// Every layer of the registry, to ask the same of each.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/nn/registry.hpp"
#include "support/random_series.hpp"

namespace softwarp::test {

struct LayerCase {
  LayerSpec spec;
  SeriesShape input;
};

/// Each known layer, for inputs of several shapes, with small and larger sizes. The first of them is more than products
/// take at a time (nn/product.hpp): what overwrites its own operands, or counts rows wrongly, may be right below.
inline std::vector<LayerCase> all_layers() {
  std::vector<LayerCase> cases;
  for (const LayerEntry& entry : known_layers()) {
    const std::size_t before = cases.size();
    for (const SeriesShape input : {SeriesShape{1, 1}, {1, 7}, {6, 1}, {5, 3}, {40, 2}}) {
      for (const Index smallest : {50, 1, 3, 9}) {
        const auto count = static_cast<Index>(entry.sizes.size());
        for (const bool rising : {true, false}) {
          LayerSpec spec{.type = std::string(entry.type)};
          Index size = rising ? smallest : smallest + count - 1;  // different ones, so that none can stand for another
          for (const std::string_view name : entry.sizes) spec.sizes[std::string(name)] = rising ? size++ : size--;
          try {
            make_layer<double>(spec, input);
            cases.push_back({spec, input});
          } catch (const Error&) {  // say, a kernel that is longer than the series
          }
          if (count < 2) break;
        }
        if (count == 0) break;
      }
    }
    if (cases.size() - before < 4) throw std::logic_error(std::string(entry.type) + " takes too few of the inputs");
  }
  return cases;
}

/// "a layer of the types dense, …", as messages list them.
inline std::string any_known_layer() {
  std::string types;
  for (const LayerEntry& entry : known_layers()) types += (types.empty() ? "" : ", ") + std::string(entry.type);
  return "a layer of the types " + types;
}

/// Any parameters, but small enough that a layer that feeds its outputs back is not chaotic, where no digit holds: a
/// matrix of n columns of deviation 1/√n stretches by about 1.
template <class Real>
Vector<double> random_parameters(const Layer<Real>& layer, Random& random) {
  Index largest = 16;
  for (const Part& part : layer.parts()) {
    for (const Index extent : part.shape) largest = std::max(largest, extent);
  }
  return random_matrix(layer.parameters(), 1, random) / std::sqrt(static_cast<double>(largest));
}

template <class Real>
Matrix<Real> blank(Index rows, Index columns) {
  return Matrix<Real>::Constant(rows, columns, std::numeric_limits<Real>::quiet_NaN());
}

/// What one forward call gives.
template <class Real>
Matrix<Real> layer_output(const Layer<Real>& layer, const Vector<Real>& theta, const Matrix<Real>& x) {
  Matrix<Real> y = blank<Real>(layer.output().size(), x.cols());
  Vector<Real> cache = blank<Real>(layer.cache_size(x.cols()), 1);
  layer.forward(theta, x, y, cache);
  return y;
}

/// What one forward and one backward call give. Whatever the layer must fill or not read is NaN before.
template <class Real>
struct LayerRun {
  Matrix<Real> y;
  Matrix<Real> dx;
  Vector<Real> dtheta;

  LayerRun(const Layer<Real>& layer, const Vector<Real>& theta, const Matrix<Real>& x, const Matrix<Real>& dy,
           bool with_dx = true)
      : y(blank<Real>(layer.output().size(), x.cols())),
        dx(blank<Real>(layer.input().size(), x.cols())),
        dtheta(Vector<Real>::Zero(layer.parameters())) {
    Vector<Real> cache = blank<Real>(layer.cache_size(x.cols()), 1);
    layer.forward(theta, x, y, cache);
    MatrixRef<Real> dx_ref(dx);
    layer.backward(theta, x, y, cache, dy, dtheta, with_dx ? &dx_ref : nullptr);
  }
};

}  // namespace softwarp::test
