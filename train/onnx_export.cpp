#include "onnx_export.hpp"

#include <limits>
#include <numeric>
#include <utility>

#include "onnx_graph.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/rounding_noise.hpp"
#include "softwarp/core/version.hpp"
#include "softwarp/data/gaps.hpp"
#include "softwarp/nn/network.hpp"

namespace softwarp {
namespace {

constexpr int kOperatorSet = 13;
constexpr int kIrVersion = 7;  // the oldest that knows this set

using onnx::TensorProto;

std::uint64_t extent(Index size) { return static_cast<std::uint64_t>(size); }

Index input_dims(const Model& model) { return model.dims + model.covariates; }

// [N×I×D] as [N×I·D], step by step.
std::string flat(OnnxGraph& graph, const std::string& x) { return graph.of("Flatten", {x}, {{"axis", Index{1}}}); }

// A series with gaps filled, and the moments of the last known value before each step and of the first one behind it:
// at a known value its own, NaN where there is none.   Shapes: [N×I×D] of doubles.
struct FilledInput {
  std::string values, from, to;
};

// As fill_gaps().
FilledInput add_filling(OnnxGraph& graph, const std::string& series, Index steps, Index dims) {
  const auto slice = [&](const std::string& x, Index begin, Index end, Index axis) {
    std::vector<std::string> inputs{x};
    for (const Index number : {begin, end, axis})
      inputs.push_back(graph.of("Constant", {}, {{"value_ints", std::vector<Index>{number}}}));
    return graph.of("Slice", std::move(inputs));
  };
  const auto joined = [&](const std::string& x, const std::string& y, Index axis) {
    return graph.of("Concat", {x, y}, {{"axis", axis}});
  };
  const auto filled = [&](const std::string& x, const std::string& y) {
    return graph.of("Where", {graph.of("IsNaN", {x}), y, x});
  };
  // The values before and behind, each with its moment: in every round, from twice as far.
  const std::string time =
      graph.doubles("time", {extent(steps), 1}, Vector<double>::LinSpaced(steps, 0, static_cast<double>(steps - 1)));
  const std::string known = joined(series, graph.of("Where", {graph.of("IsNaN", {series}), series, time}), 2);
  std::string before = known, after = known;
  for (Index reach = 1; reach < steps; reach *= 2) {
    before = filled(before, joined(slice(before, 0, reach, 1), slice(before, 0, steps - reach, 1), 1));
    after = filled(after, joined(slice(after, reach, steps, 1), slice(after, steps - reach, steps, 1), 1));
  }
  const auto difference = [&](const std::string& x, const std::string& y) { return graph.of("Sub", {x, y}); };
  const std::string a = slice(before, 0, dims, 2), from = slice(before, dims, 2 * dims, 2);
  const std::string b = slice(after, 0, dims, 2), to = slice(after, dims, 2 * dims, 2);
  const std::string share = graph.of("Div", {difference(time, from), difference(to, from)});
  const std::string between = graph.of("Add", {a, graph.of("Mul", {share, difference(b, a)})});
  // It is NaN at a known value, which a and b are, and where one of them is unknown.
  return {.values = filled(filled(between, b), a), .from = from, .to = to};
}

// Where all values of a step lie in long gaps, as long_gaps() has them.   Shapes: → [N×I×1] of truths.
std::string add_missing_steps(OnnxGraph& graph, const FilledInput& input, Index steps) {
  const auto known_or = [&](const std::string& moment, const std::string& name, Index end) {
    const std::string of_end = graph.number(name, static_cast<double>(end));
    return graph.of("Where", {graph.of("IsNaN", {moment}), of_end, moment});
  };
  const std::string distance = graph.of("Sub", {known_or(input.to, "end", steps), known_or(input.from, "begin", -1)});
  const std::string shortest = graph.of("ReduceMin", {distance}, {{"axes", std::vector<Index>{2}}});
  return graph.of("Greater", {shortest, graph.number("longest_filled", static_cast<double>(kLongestFilled + 1))});
}

// Whether the columns are measured in their own deviations, as several are that are forecast together.
bool has_units(const Model& model) { return model.columns && model.columns->targets > 1; }

// The input in the network's units, and what takes a forecast back: all in double, [N×steps×D] or [D].
struct ScaledInput {
  std::string input, centre, deviation;
};

ScaledInput add_scaling(OnnxGraph& graph, const Model& model, const std::string& series) {
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

// The forecasts [N×O·D] of doubles to which the network adds its output; empty: none.   scaled: [N×I×D].
std::string add_base(OnnxGraph& graph, const Model& model, const std::string& scaled) {
  const Preparation& preparation = model.preparation;
  const std::uint64_t inputs = extent(model.steps.input * input_dims(model)),
                      outputs = extent(model.steps.target * model.dims);
  if (!preparation.kernel) {
    const Vector<double>& mean = preparation.scaling.mean_target;
    return mean.size() > 0 ? graph.doubles("mean_target", {1, outputs}, mean) : "";
  }
  const std::string features = flat(graph, scaled);
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

// The layers, from "x" on, which is the scaled input; the last one's output is returned. Its name is its number, as
// that of its parts in files.
template <class Real>
std::string add_network(OnnxGraph& graph, const NetworkSpec& spec, const Vector<Real>& theta, int type,
                        const FilledInput& input, const std::string& scaled) {
  const Network<Real> network(spec);
  std::string seen = scaled;
  if (network.takes_missing_steps()) {
    const std::string missing = graph.number("missing", std::numeric_limits<double>::quiet_NaN());
    seen = graph.of("Where", {add_missing_steps(graph, input, spec.input.steps), missing, scaled});
  }
  graph.cast(flat(graph, seen), type, "x");
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
  OnnxGraph graph(proto);
  OnnxGraph::describe(*proto.add_input(), "series", outside, model.steps.input, input_dims(model));
  OnnxGraph::describe(*proto.add_output(), "forecast", outside, model.steps.target, model.dims);

  std::string series = "series";
  if (has_units(model)) {
    const std::uint64_t inputs = extent(input_dims(model));
    series = graph.of("Div", {graph.of("Sub", {series, graph.doubles("column_mean", {inputs}, model.columns->mean)}),
                              graph.doubles("column_deviation", {inputs}, model.columns->deviation)});
  }
  if (outside != TensorProto::DOUBLE) {
    graph.cast(series, TensorProto::DOUBLE, "series_in_double");
    series = "series_in_double";
  }
  const FilledInput filled = add_filling(graph, series, model.steps.input, input_dims(model));
  const ScaledInput scaled = add_scaling(graph, model, filled.values);
  std::string forecast = std::visit(
      [&](const auto& theta) { return add_network(graph, model.network(), theta, real, filled, scaled.input); },
      model.theta);

  if (const std::string base = add_base(graph, model, scaled.input); !base.empty()) {
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
