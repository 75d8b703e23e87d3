#include "onnx_export.hpp"

#include <onnx/onnx_pb.h>

#include <cstring>
#include <numeric>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/rounding_noise.hpp"
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

  // y = f(x, …) in place of a name for each operator: the output is named after the type and a number.
  std::string of(const std::string& type, std::vector<std::string> inputs,
                 std::map<std::string, Attribute> attributes = {}) {
    const std::string output = type + '_' + std::to_string(graph_.node_size());
    add({type, std::move(inputs), output, std::move(attributes)});
    return output;
  }

  // A constant of doubles with the last extent running fastest, as columns of a matrix lie in memory.
  std::string doubles(const std::string& name, const std::vector<std::uint64_t>& shape, const Matrix<double>& numbers) {
    constant(name, TensorProto::DOUBLE, shape, to_tensor<double>(numbers, shape).bytes);
    return name;
  }
  std::string number(const std::string& name, double value) {
    return doubles(name, {}, Matrix<double>::Constant(1, 1, value));
  }

  void constant(const std::string& name, int type, const std::vector<std::uint64_t>& shape, const std::string& bytes) {
    TensorProto& tensor = *graph_.add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(type);
    for (const std::uint64_t extent : shape) tensor.add_dims(static_cast<std::int64_t>(extent));
    tensor.set_raw_data(bytes);
  }

  void constant(const std::string& name, const std::vector<std::int64_t>& numbers) {
    std::string bytes(numbers.size() * sizeof(std::int64_t), '\0');
    std::memcpy(bytes.data(), numbers.data(), bytes.size());
    constant(name, TensorProto::INT64, {numbers.size()}, bytes);
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

std::uint64_t extent(Index size) { return static_cast<std::uint64_t>(size); }

Index input_dims(const Model& model) { return model.dims + model.covariates; }

// Whether the columns are measured in their own deviations, as several are that are forecast together.
bool has_units(const Model& model) { return model.columns && model.columns->targets > 1; }

// The input in the network's units, and what takes a forecast back: all in double, [N×steps×D] or [D].
struct ScaledInput {
  std::string input, centre, deviation;
};

ScaledInput add_scaling(Graph& graph, const Model& model, const std::string& series) {
  const Scaling& scaling = model.preparation.scaling;
  const std::uint64_t I = extent(model.steps.input), D = extent(model.dims), inputs = extent(input_dims(model));
  if (scaling.kind == Scale::none) return {series, "", ""};
  // Of what belongs to the input's dimensions, that of the targets': without the covariates.
  const auto of_targets = [&](const std::string& x) {
    if (model.covariates == 0) return x;
    std::vector<std::int64_t> columns(static_cast<std::size_t>(model.dims));
    std::iota(columns.begin(), columns.end(), 0);
    graph.constant("targets", columns);
    return graph.of("Gather", {x, "targets"}, {{"axis", Index{2}}});
  };
  const auto target_deviation = [&] { return graph.doubles("target_deviation", {D}, scaling.target_deviation); };
  const auto factor = [&] { return graph.doubles("input_factor", {I, inputs}, scaling.input_factor); };
  if (scaling.kind == Scale::last) {
    graph.constant("last_step", {model.steps.input - 1});
    const std::string last = graph.of("Gather", {series, "last_step"}, {{"axis", Index{1}}});  // [N×1×D]
    return {graph.of("Mul", {graph.of("Sub", {series, last}), factor()}), of_targets(last), target_deviation()};
  }
  if (scaling.kind != Scale::series) {
    const std::string centred =
        graph.of("Sub", {series, graph.doubles("input_centre", {I, inputs}, scaling.input_centre)});
    return {graph.of("Mul", {centred, factor()}), graph.doubles("target_centre", {D}, scaling.target_centre),
            target_deviation()};
  }
  const auto mean_over_steps = [&](const std::string& x) {  // the steps stay as an extent of 1
    return graph.of("ReduceMean", {x}, {{"axes", std::vector<Index>{1}}});
  };
  const std::string mean = mean_over_steps(series), centred = graph.of("Sub", {series, mean});
  const std::string own = graph.of("Sqrt", {mean_over_steps(graph.of("Mul", {centred, centred}))});
  const std::string noise = graph.of("Mul", {graph.of("Abs", {mean}), graph.number("rounding_noise", kRoundingNoise)});
  const std::string is_constant = graph.of("LessOrEqual", {own, noise});
  Vector<double> of_constant = Vector<double>::Ones(input_dims(model));  // a covariate's does not matter
  of_constant.head(model.dims) = scaling.target_deviation;
  const std::string used =
      graph.of("Where", {is_constant, graph.doubles("deviation_of_constant", {inputs}, of_constant), own});
  return {graph.of("Div", {centred, used}), of_targets(mean), of_targets(used)};
}

// The forecasts [N×O·D] of doubles to which the network adds its output; empty: none.   features: [N×I·D].
std::string add_base(Graph& graph, const Model& model, const std::string& features) {
  const Preparation& preparation = model.preparation;
  const std::uint64_t inputs = extent(model.steps.input * input_dims(model)),
                      outputs = extent(model.steps.target * model.dims);
  if (!preparation.kernel) {
    const Vector<double>& mean = preparation.scaling.mean_target;
    return mean.size() > 0 ? graph.doubles("mean_target", {1, outputs}, mean) : "";
  }
  // exp(−‖x − c‖²/w) = exp(2 x·c/w − ‖c‖²/w − ‖x‖²/w)
  const KernelRegression& kernel = *preparation.kernel;
  const std::uint64_t M = extent(kernel.centres.cols());
  const Vector<double> norms = kernel.centres.colwise().squaredNorm().transpose() / kernel.width;
  const std::string products = graph.of(
      "MatMul",
      {features, graph.doubles("kernel_centres", {inputs, M}, (kernel.centres * (2 / kernel.width)).transpose())});
  const std::string own = graph.of("Mul", {graph.of("ReduceSumSquare", {features}, {{"axes", std::vector<Index>{1}}}),
                                           graph.number("kernel_inverse_width", 1 / kernel.width)});
  const std::string similar =
      graph.of("Exp", {graph.of("Sub", {graph.of("Sub", {products, graph.doubles("kernel_norms", {M}, norms)}), own})});
  const std::string sums =
      graph.of("MatMul", {similar, graph.doubles("kernel_weights", {M, outputs}, kernel.weights / kernel.deviation)});
  return graph.of("Add", {sums, graph.doubles("kernel_mean", {outputs}, kernel.mean / kernel.deviation)});
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
  const Preparation& preparation = model.preparation;
  if (has_units(model) && model.columns->channels == Channels::each)
    throw Error("expected one column to forecast or --channels all with --export, found " +
                std::to_string(model.columns->targets) + " columns that are taken one at a time");
  const bool prepared = preparation.scaling.kind != Scale::none || preparation.kernel || has_units(model);
  const int outside = prepared ? static_cast<int>(TensorProto::DOUBLE) : real;

  onnx::ModelProto file;
  file.set_ir_version(kIrVersion);
  file.set_producer_name("softwarp");
  file.set_producer_version(kVersion);
  file.add_opset_import()->set_version(kOperatorSet);
  onnx::GraphProto& proto = *file.mutable_graph();
  proto.set_name("forecaster");
  Graph graph(proto);
  Graph::describe(*proto.add_input(), "series", outside, model.steps.input, input_dims(model));
  Graph::describe(*proto.add_output(), "forecast", outside, model.steps.target, model.dims);

  std::string series = "series";
  if (has_units(model)) {
    const std::uint64_t inputs = extent(input_dims(model));
    series = graph.of("Div", {graph.of("Sub", {series, graph.doubles("column_mean", {inputs}, model.columns->mean)}),
                              graph.doubles("column_deviation", {inputs}, model.columns->deviation)});
  }
  const ScaledInput scaled = add_scaling(graph, model, series);
  const std::string features = graph.of("Flatten", {scaled.input}, {{"axis", Index{1}}});  // [N×I·D], step by step
  graph.cast(features, real, "x");
  std::string forecast =
      std::visit([&](const auto& theta) { return add_network(graph, model.network(), theta, real); }, model.theta);

  if (const std::string base = add_base(graph, model, features); !base.empty()) {
    graph.cast(base, real, "base");
    forecast = graph.of("Add", {forecast, "base"});
  }
  graph.constant("forecast_shape", {-1, model.steps.target, model.dims});
  if (!prepared) {
    graph.add({"Reshape", {forecast, "forecast_shape"}, "forecast"});
    return file.SerializeAsString();
  }
  graph.cast(graph.of("Reshape", {forecast, "forecast_shape"}), TensorProto::DOUBLE, "scaled_forecast");
  std::string back = graph.of("Mul", {"scaled_forecast", graph.number("unit", preparation.unit())});
  if (preparation.scaling.kind != Scale::none)
    back = graph.of("Add", {graph.of("Mul", {back, scaled.deviation}), scaled.centre});
  if (has_units(model)) {
    const ColumnFrame& columns = *model.columns;
    const std::uint64_t D = extent(model.dims);
    const std::string in_units =
        graph.of("Mul", {back, graph.doubles("target_unit", {D}, columns.deviation.head(model.dims))});
    back = graph.of("Add", {in_units, graph.doubles("target_mean", {D}, columns.mean.head(model.dims))});
  }
  graph.add({"Identity", {back}, "forecast"});
  return file.SerializeAsString();
}

}  // namespace softwarp
