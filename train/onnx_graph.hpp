/// A graph of ONNX that grows operator by operator.
#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "softwarp/model/safetensors.hpp"
#include "softwarp/nn/layer.hpp"

namespace softwarp {

/// Appends to the graph of a file, which must outlive it.
class OnnxGraph {
 public:
  explicit OnnxGraph(onnx::GraphProto& graph) : graph_(graph) {}

  void add(const Operator& step) {
    onnx::NodeProto& node = *graph_.add_node();
    node.set_op_type(step.type);
    node.set_name(step.output);
    for (const std::string& input : step.inputs) node.add_input(input);
    node.add_output(step.output);
    for (const auto& [name, value] : step.attributes) {
      onnx::AttributeProto& attribute = *node.add_attribute();
      attribute.set_name(name);
      std::visit([&](const auto& number) { set(attribute, number); }, value);
    }
  }

  /// Appends a layer's operators: its "x" is `input`, its "y" is `output`, and all other names follow "output.".
  template <class Real>
  void add(const Layer<Real>& layer, const std::string& input, const std::string& output) {
    const auto global = [&](const std::string& name) {
      if (name.empty()) return name;  // an optional input that is left out
      if (name == "x") return input;
      return name == "y" ? output : output + '.' + name;
    };
    for (Operator step : layer.operators()) {
      for (std::string& name : step.inputs) name = global(name);
      step.output = global(step.output);
      add(step);
    }
  }

  void cast(const std::string& input, Index type, const std::string& output) {
    add({"Cast", {input}, output, {{"to", type}}});
  }

  /// y = f(x, …) in place of a name for each operator: the output is named after the type and a number.
  std::string of(const std::string& type, std::vector<std::string> inputs,
                 std::map<std::string, Attribute> attributes = {}) {
    const std::string output = type + '_' + std::to_string(graph_.node_size());
    add({type, std::move(inputs), output, std::move(attributes)});
    return output;
  }

  /// A constant of doubles with the last extent running fastest, as columns of a matrix lie in memory.
  std::string doubles(const std::string& name, const std::vector<std::uint64_t>& shape, const Matrix<double>& numbers) {
    constant(name, onnx::TensorProto::DOUBLE, shape, to_tensor<double>(numbers, shape).bytes);
    return name;
  }
  std::string number(const std::string& name, double value) {
    return doubles(name, {}, Matrix<double>::Constant(1, 1, value));
  }

  void constant(const std::string& name, int type, const std::vector<std::uint64_t>& shape, const std::string& bytes) {
    onnx::TensorProto& tensor = *graph_.add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(type);
    for (const std::uint64_t extent : shape) tensor.add_dims(static_cast<std::int64_t>(extent));
    tensor.set_raw_data(bytes);
  }

  void constant(const std::string& name, const std::vector<std::int64_t>& numbers) {
    std::string bytes(numbers.size() * sizeof(std::int64_t), '\0');
    std::memcpy(bytes.data(), numbers.data(), bytes.size());
    constant(name, onnx::TensorProto::INT64, {numbers.size()}, bytes);
  }

  static void describe(onnx::ValueInfoProto& value, const std::string& name, int type, Index steps, Index dims) {
    value.set_name(name);
    auto& tensor = *value.mutable_type()->mutable_tensor_type();
    tensor.set_elem_type(type);
    tensor.mutable_shape()->add_dim()->set_dim_param("N");
    tensor.mutable_shape()->add_dim()->set_dim_value(steps);
    tensor.mutable_shape()->add_dim()->set_dim_value(dims);
  }

 private:
  static void set(onnx::AttributeProto& attribute, Index number) {
    attribute.set_type(onnx::AttributeProto::INT);
    attribute.set_i(number);
  }
  static void set(onnx::AttributeProto& attribute, double number) {
    attribute.set_type(onnx::AttributeProto::FLOAT);
    attribute.set_f(static_cast<float>(number));
  }
  static void set(onnx::AttributeProto& attribute, const std::vector<Index>& numbers) {
    attribute.set_type(onnx::AttributeProto::INTS);
    for (const Index number : numbers) attribute.add_ints(number);
  }

  onnx::GraphProto& graph_;
};

}  // namespace softwarp
