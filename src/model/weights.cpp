#include "softwarp/model/weights.hpp"

#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

// A part of θ and the tensor that it becomes.
struct Part {
  std::string name;
  std::vector<std::uint64_t> shape;
  Index offset, rows, columns;  // in θ, column by column
};

std::vector<Part> parts_of(const NetworkShape& shape) {
  std::vector<Part> parts;
  Index inputs = shape.inputs, offset = 0;
  for (std::size_t k = 0; k <= shape.hidden.size(); ++k) {
    const Index outputs = k < shape.hidden.size() ? shape.hidden[k] : shape.outputs;
    const std::string layer = std::to_string(2 * k);  // an activation stands between two dense layers
    const auto rows = static_cast<std::uint64_t>(outputs), columns = static_cast<std::uint64_t>(inputs);
    parts.push_back({layer + ".weight", {rows, columns}, offset, outputs, inputs});
    parts.push_back({layer + ".bias", {rows}, offset + outputs * inputs, outputs, 1});
    offset += outputs * inputs + outputs;
    inputs = outputs;
  }
  return parts;
}

template <class Real>
using RowMajor = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class Real>
Vector<Real> joined(const std::vector<Part>& parts, const std::map<std::string, Tensor>& tensors,
                    const std::string& path) {
  Vector<Real> theta(parts.back().offset + parts.back().rows);
  for (const Part& part : parts) {
    const Tensor& tensor = tensors.at(part.name);
    const Vector<Real> values = from_tensor<Real>(tensor, path + ": " + part.name);
    if (!values.allFinite()) throw Error(path + ": " + part.name + ": expected finite numbers, found others");
    Eigen::Map<Matrix<Real>>(theta.data() + part.offset, part.rows, part.columns) =
        Eigen::Map<const RowMajor<Real>>(values.data(), part.rows, part.columns);
  }
  return theta;
}

std::string in_words(const std::vector<std::uint64_t>& shape) {
  std::string text;
  for (const std::uint64_t extent : shape) text += (text.empty() ? "" : "x") + std::to_string(extent);
  return text.empty() ? "a single number" : text;
}

// Before parts_of() counts in whole numbers, which layers of absurd sizes would overflow.
void check_count(const NetworkShape& shape, const std::map<std::string, Tensor>& tensors, const std::string& path) {
  double expected = 0, inputs = static_cast<double>(shape.inputs);
  for (std::size_t k = 0; k <= shape.hidden.size(); ++k) {
    const auto outputs = static_cast<double>(k < shape.hidden.size() ? shape.hidden[k] : shape.outputs);
    expected += outputs * inputs + outputs;
    inputs = outputs;
  }
  double found = 0;
  for (const auto& [name, tensor] : tensors)
    found += static_cast<double>(tensor.bytes.size()) / (tensor.type == kTensorType<float> ? 4 : 8);
  if (expected != found)
    throw Error(path + ": expected " + to_text(expected) + " weights for its layers, found " + to_text(found));
}

}  // namespace

std::map<std::string, Tensor> to_tensors(const NetworkShape& shape, const Weights& theta) {
  std::map<std::string, Tensor> tensors;
  std::visit(
      [&]<class Real>(const Vector<Real>& values) {
        for (const Part& part : parts_of(shape)) {
          const Eigen::Map<const Matrix<Real>> matrix(values.data() + part.offset, part.rows, part.columns);
          tensors[part.name] = to_tensor<Real>(matrix.transpose(), part.shape);  // row by row
        }
      },
      theta);
  return tensors;
}

Weights from_tensors(const NetworkShape& shape, const std::map<std::string, Tensor>& tensors, const std::string& path) {
  check_count(shape, tensors, path);
  const std::vector<Part> parts = parts_of(shape);
  for (const Part& part : parts) {
    const auto found = tensors.find(part.name);
    if (found == tensors.end()) throw Error(path + ": expected a tensor " + part.name + ", found none");
    if (found->second.shape != part.shape) {
      throw Error(path + ": " + part.name + ": expected shape " + in_words(part.shape) + ", found " +
                  in_words(found->second.shape));
    }
  }
  if (tensors.size() != parts.size()) {
    throw Error(path + ": expected " + std::to_string(parts.size()) + " tensors, found " +
                std::to_string(tensors.size()));
  }
  if (tensors.at(parts.front().name).type == kTensorType<float>) return joined<float>(parts, tensors, path);
  return joined<double>(parts, tensors, path);
}

}  // namespace softwarp
