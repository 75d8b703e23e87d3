#include "softwarp/nn/gru_operators.hpp"

#include <utility>

namespace softwarp {

GruOperators::GruOperators(Index units, Index dims, bool joined) : U_(units), D_(dims), joined_(joined) {
  const std::map<std::string, Attribute> first_axis{{"axis", Index{0}}};
  zeros_ = of("Sub", {"recurrent_bias", "recurrent_bias"});  // [U], of the parts' type
  if (joined_) {  // which has two biases for each gate, and a first extent for the directions
    R_ = unsqueezed("recurrent_weight");
    b_ = unsqueezed(of("Concat", {"bias", zeros_, zeros_, "recurrent_bias"}, first_axis));
  } else {
    R_ = of("Transpose", {"recurrent_weight"});
    c_ = of("Concat", {zeros_, zeros_, "recurrent_bias"}, first_axis);
  }
}

void GruOperators::read(Index T) {
  const std::string series = marked(T);
  if (joined_) {
    const std::string sequence = of("Transpose", {series}, {{"perm", std::vector<Index>{1, 0, 2}}});
    const std::string states = of("Transpose", {gru(sequence)}, {{"perm", std::vector<Index>{1, 0, 2}}});
    list_.push_back({"Reshape", {states, numbers({-1, T * U_})}});
    return;
  }
  const std::string x = of("Reshape", {series, numbers({-1, T * (D_ + 1)})});
  std::vector<std::string> states;
  std::string h = zeros_;
  for (Index t = 0; t < T; ++t) {
    h = step(columns(x, t * (D_ + 1), D_ + 1), h);
    states.push_back(h);
  }
  list_.push_back({"Concat", states, "y", {{"axis", Index{1}}}});
}

void GruOperators::write(Index T, Index O) {
  take_weight("input_weight");
  const std::string V = of("Transpose", {"readout_weight"});
  const auto readout = [&](const std::string& h) { return of("Add", {of("MatMul", {h, V}), "readout_bias"}); };
  std::string h = columns("x", (T - 1) * U_, U_), forecast = readout(h);
  std::vector<std::string> forecasts;
  for (Index t = 0; t < O; ++t) {
    h = step(forecast, h);
    forecast = readout(h);
    forecasts.push_back(forecast);
  }
  list_.push_back({"Concat", forecasts, "y", {{"axis", Index{1}}}});
}

std::string GruOperators::marked(Index T) {
  constexpr double kFarOpen = 1e4;  // σ of it is 1
  const std::string open = of("Concat", {of("Add", {zeros_, number(kFarOpen)}), zeros_, zeros_}, {{"axis", Index{0}}});
  take_weight(of("Concat", {"input_weight", unsqueezed(open, 1)}, {{"axis", Index{1}}}));
  const std::string series = of("Reshape", {"x", numbers({-1, T, D_})}), gaps = of("IsNaN", {series}), zero = number(0);
  const std::string missing =
      of("ReduceMax", {of("Where", {gaps, number(1), zero})}, {{"axes", std::vector<Index>{2}}});
  return of("Concat", {of("Where", {gaps, zero, series}), missing}, {{"axis", Index{2}}});
}

void GruOperators::take_weight(const std::string& weight) {
  W_ = joined_ ? unsqueezed(weight) : of("Transpose", {weight});
}

std::string GruOperators::of(const std::string& type, std::vector<std::string> inputs,
                             std::map<std::string, Attribute> attributes) {
  const std::string output = type + '_' + std::to_string(list_.size());
  list_.push_back({type, std::move(inputs), output, std::move(attributes)});
  return output;
}

std::string GruOperators::numbers(const std::vector<Index>& values) {
  return of("Constant", {}, {{"value_ints", values}});
}

std::string GruOperators::number(double value) {
  constexpr Index kFloat = 1, kDouble = 11;  // as the standard numbers its types
  return of("Cast", {of("Constant", {}, {{"value_float", value}})}, {{"to", joined_ ? kFloat : kDouble}});
}

std::string GruOperators::unsqueezed(const std::string& tensor, Index axis) {
  return of("Unsqueeze", {tensor, numbers({axis})});
}

std::string GruOperators::columns(const std::string& matrix, Index begin, Index count) {
  return of("Slice", {matrix, numbers({begin}), numbers({begin + count}), numbers({-1})});
}

std::string GruOperators::gru(const std::string& sequence, const std::string& state) {
  const std::string states = of("GRU", {sequence, W_, R_, b_, "", state},  // "": all of one length
                                {{"hidden_size", U_}, {"linear_before_reset", Index{1}}});
  return of("Squeeze", {states, numbers({1})});  // the directions
}

std::string GruOperators::step(const std::string& u, const std::string& h) {
  if (joined_) return of("Squeeze", {gru(unsqueezed(u), unsqueezed(h)), numbers({0})});
  const std::string from_u = of("Add", {of("MatMul", {u, W_}), "bias"});  // z, r, n side by side
  const std::string from_h = of("Add", {of("MatMul", {h, R_}), c_});
  const std::string gates = of("Sigmoid", {of("Add", {columns(from_u, 0, 2 * U_), columns(from_h, 0, 2 * U_)})});
  const std::string z = columns(gates, 0, U_), r = columns(gates, U_, U_);
  const std::string seen = of("Mul", {r, columns(from_h, 2 * U_, U_)});
  const std::string n = of("Tanh", {of("Add", {columns(from_u, 2 * U_, U_), seen})});
  return of("Add", {n, of("Mul", {z, of("Sub", {h, n})})});
}

}  // namespace softwarp
