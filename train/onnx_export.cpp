#include "onnx_export.hpp"

#include <onnx/onnx_pb.h>

#include <cstring>

#include "softwarp/core/version.hpp"
#include "softwarp/nn/network.hpp"

namespace softwarp {
namespace {

constexpr int kOperatorSet = 13;
constexpr int kIrVersion = 7;  // the oldest that knows this set

using onnx::AttributeProto;
using onnx::TensorProto;

class Graph {
 public:
  explicit Graph(onnx::GraphProto& graph) : graph_(graph) {}

  void add(const Operator& step) {
    onnx::NodeProto& node = *graph_.add_node();
    node.set_op_type(step.type);
    node.set_name(step.output);
    for (const std::string& input : step.inputs) node.add_input(input);
    node.add_output(step.output);
    for (const auto& [name, value] : step.attributes) {
      AttributeProto& attribute = *node.add_attribute();
      attribute.set_name(name);
      std::visit([&](const auto& number) { set(attribute, number); }, value);
    }
  }

  // Appends a layer's operators: its "x" is `input`, its "y" is `output`, and all other names follow "output.".
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

  // Over the steps, which stay as an extent of 1.
  void mean_over_steps(const std::string& input, const std::string& output) {
    add({"ReduceMean", {input}, output, {{"axes", std::vector<Index>{1}}}});
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
  static void set(AttributeProto& attribute, Index number) {
    attribute.set_type(AttributeProto::INT);
    attribute.set_i(number);
  }
  static void set(AttributeProto& attribute, double number) {
    attribute.set_type(AttributeProto::FLOAT);
    attribute.set_f(static_cast<float>(number));
  }
  static void set(AttributeProto& attribute, const std::vector<Index>& numbers) {
    attribute.set_type(AttributeProto::INTS);
    for (const Index number : numbers) attribute.add_ints(number);
  }

  onnx::GraphProto& graph_;
};

// "series" less its mean, divided by its deviation: "normalised", in double; "mean" and "deviation" for the way back.
void add_normalisation(Graph& graph) {
  const auto scalar = [&](const char* name, double value) {
    graph.constant(name, TensorProto::DOUBLE, std::vector{value}, true);
  };
  graph.mean_over_steps("series", "mean");
  graph.add({"Sub", {"series", "mean"}, "centred"});
  graph.add({"Mul", {"centred", "centred"}, "squares"});
  graph.mean_over_steps("squares", "variance");
  graph.add({"Sqrt", {"variance"}, "own_deviation"});
  // A constant series leaves rounding errors as its deviation, and is divided by 1, as in training.
  scalar("rounding", 1e-12);
  scalar("one", 1);
  graph.add({"Abs", {"mean"}, "size"});
  graph.add({"Mul", {"size", "rounding"}, "least_deviation"});
  graph.add({"LessOrEqual", {"own_deviation", "least_deviation"}, "is_constant"});
  graph.add({"Where", {"is_constant", "one", "own_deviation"}, "deviation"});
  graph.add({"Div", {"centred", "deviation"}, "normalised"});
}

// The layers, from "x" on; the last one's output is returned. Its name is its number, as that of its parts in files.
template <class Real>
std::string add_network(Graph& graph, const NetworkSpec& spec, const Vector<Real>& theta, int type) {
  const Network<Real> network(spec);
  for (const auto& [name, tensor] : to_tensors(network.parts(), theta))
    graph.constant(name, type, tensor.shape, tensor.bytes);
  std::string last = "x";
  for (std::size_t k = 0; k < network.layers().size(); ++k) {
    const std::string output = std::to_string(k);
    graph.add(*network.layers()[k], last, output);
    last = output;
  }
  return last;
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
  graph.add({"Flatten", {"seen"}, "x", {{"axis", Index{1}}}});  // [N×I·D], step by step as everywhere
  const std::string last =
      std::visit([&](const auto& theta) { return add_network(graph, model.network(), theta, real); }, model.theta);

  graph.constant("forecast_shape", TensorProto::INT64, std::vector<std::int64_t>{-1, model.steps.target, model.dims});
  if (!model.z_normalise) {
    graph.add({"Reshape", {last, "forecast_shape"}, "forecast"});
  } else {
    graph.add({"Reshape", {last, "forecast_shape"}, "normalised_forecast"});
    graph.cast("normalised_forecast", TensorProto::DOUBLE, "wide_forecast");
    graph.add({"Mul", {"wide_forecast", "deviation"}, "centred_forecast"});
    graph.add({"Add", {"centred_forecast", "mean"}, "forecast"});
  }
  return file.SerializeAsString();
}

}  // namespace softwarp
