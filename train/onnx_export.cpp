#include "onnx_export.hpp"

#include <onnx/onnx_pb.h>

#include <cstring>

#include "softwarp/core/version.hpp"

namespace softwarp {
namespace {

constexpr int kOperatorSet = 13;
constexpr int kIrVersion = 7;  // the first that goes with it

using onnx::TensorProto;

class Graph {
 public:
  explicit Graph(onnx::GraphProto& graph) : graph_(graph) {}

  // Appends output = operation(inputs).
  onnx::NodeProto& add(const std::string& operation, const std::vector<std::string>& inputs,
                       const std::string& output) {
    onnx::NodeProto& node = *graph_.add_node();
    node.set_op_type(operation);
    node.set_name(output);
    for (const std::string& input : inputs) node.add_input(input);
    node.add_output(output);
    return node;
  }

  void cast(const std::string& input, int type, const std::string& output) {
    set(add("Cast", {input}, output), "to", type);
  }

  // Over the steps, which stay as an extent of 1.
  void mean_over_steps(const std::string& input, const std::string& output) {
    onnx::NodeProto& node = add("ReduceMean", {input}, output);
    onnx::AttributeProto& axes = *node.add_attribute();
    axes.set_name("axes");
    axes.set_type(onnx::AttributeProto::INTS);
    axes.add_ints(1);
  }

  static void set(onnx::NodeProto& node, const std::string& name, int value) {
    onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::INT);
    attribute.set_i(value);
  }

  void constant(const std::string& name, int type, const std::vector<std::uint64_t>& shape, const std::string& bytes) {
    TensorProto& tensor = *graph_.add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(type);
    for (const std::uint64_t extent : shape) tensor.add_dims(static_cast<std::int64_t>(extent));
    tensor.set_raw_data(bytes);
  }

  template <class Number>
  void constant(const std::string& name, int type, const std::vector<Number>& numbers, bool scalar = false) {
    std::string bytes(numbers.size() * sizeof(Number), '\0');
    std::memcpy(bytes.data(), numbers.data(), bytes.size());
    constant(name, type, scalar ? std::vector<std::uint64_t>{} : std::vector<std::uint64_t>{numbers.size()}, bytes);
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
  onnx::GraphProto& graph_;
};

// "series" less its mean, divided by its deviation: "normalised", in double; "mean" and "deviation" for the way back.
void add_normalisation(Graph& graph) {
  const auto scalar = [&](const char* name, double value) {
    graph.constant(name, TensorProto::DOUBLE, std::vector{value}, true);
  };
  graph.mean_over_steps("series", "mean");
  graph.add("Sub", {"series", "mean"}, "centred");
  graph.add("Mul", {"centred", "centred"}, "squares");
  graph.mean_over_steps("squares", "variance");
  graph.add("Sqrt", {"variance"}, "own_deviation");
  // A constant series leaves rounding errors as its deviation, and is divided by 1, as in training.
  scalar("rounding", 1e-12);
  scalar("one", 1);
  graph.add("Abs", {"mean"}, "size");
  graph.add("Mul", {"size", "rounding"}, "least_deviation");
  graph.add("LessOrEqual", {"own_deviation", "least_deviation"}, "is_constant");
  graph.add("Where", {"is_constant", "one", "own_deviation"}, "deviation");
  graph.add("Div", {"centred", "deviation"}, "normalised");
}

std::string operation_of(Activation activation) {
  switch (activation) {
    case Activation::sigmoid:
      return "Sigmoid";
    case Activation::tanh:
      return "Tanh";
    case Activation::relu:
      return "Relu";
  }
  return "";  // not reached: every case returns
}

}  // namespace

std::string write_onnx(const Model& model) {
  const bool single = std::holds_alternative<Vector<float>>(model.theta);
  const int real = single ? TensorProto::FLOAT : TensorProto::DOUBLE;
  const int outside = model.z_normalise ? static_cast<int>(TensorProto::DOUBLE) : real;

  onnx::ModelProto file;
  file.set_ir_version(kIrVersion);
  file.set_producer_name("softwarp");
  file.set_producer_version(kVersion);
  file.add_opset_import()->set_version(kOperatorSet);
  onnx::GraphProto& proto = *file.mutable_graph();
  proto.set_name("forecaster");
  Graph graph(proto);
  Graph::describe(*proto.add_input(), "series", outside, model.steps.input, model.dims);
  Graph::describe(*proto.add_output(), "forecast", outside, model.steps.target, model.dims);

  if (model.z_normalise) add_normalisation(graph);
  graph.cast(model.z_normalise ? "normalised" : "series", real, "seen");
  Graph::set(graph.add("Flatten", {"seen"}, "x"), "axis", 1);  // [N×I·D], step by step as everywhere

  for (const auto& [name, tensor] : to_tensors(model.network, model.theta))
    graph.constant(name, real, tensor.shape, tensor.bytes);
  std::string last = "x";
  for (std::size_t k = 0; k <= model.network.hidden.size(); ++k) {
    const std::string layer = std::to_string(2 * k);
    Graph::set(graph.add("Gemm", {last, layer + ".weight", layer + ".bias"}, layer), "transB", 1);  // x Wᵀ + b
    last = layer;
    if (k == model.network.hidden.size()) break;
    const std::string activation = std::to_string(2 * k + 1);
    graph.add(operation_of(model.network.activation), {last}, activation);
    last = activation;
  }

  graph.constant("forecast_shape", TensorProto::INT64, std::vector<std::int64_t>{-1, model.steps.target, model.dims});
  if (!model.z_normalise) {
    graph.add("Reshape", {last, "forecast_shape"}, "forecast");
  } else {
    graph.add("Reshape", {last, "forecast_shape"}, "normalised_forecast");
    graph.cast("normalised_forecast", TensorProto::DOUBLE, "wide_forecast");
    graph.add("Mul", {"wide_forecast", "deviation"}, "centred_forecast");
    graph.add("Add", {"centred_forecast", "mean"}, "forecast");
  }
  return file.SerializeAsString();
}

}  // namespace softwarp
