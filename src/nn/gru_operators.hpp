/// The operators of the recurrent layers for ONNX.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "softwarp/nn/operator.hpp"

namespace softwarp {

/// Lists the operators of a GRU of U units that takes D values a step, over the parts of GruCell: read() of an encoder,
/// or write() of a decoder, then take() the list.
///
/// `joined`: by the operator GRU of the standard. ONNX Runtime has it for floats only; of doubles, the cell is written
/// out in MatMul, Sigmoid, Tanh, ….   Source: ONNX operator set 13.
class GruOperators {
 public:
  GruOperators(Index units, Index dims, bool joined);

  /// "x" [B×T·D] to "y" [B×T·U], all states. A step with a NaN leaves the state as it is.
  void read(Index T);
  /// "x" [B×T·U] to "y" [B×O·D], with "readout_weight" and "readout_bias".
  void write(Index T, Index O);

  std::vector<Operator> take() { return std::move(list_); }

 private:
  // Appends an operator; its output's name is returned.
  std::string of(const std::string& type, std::vector<std::string> inputs,
                 std::map<std::string, Attribute> attributes = {});
  std::string numbers(const std::vector<Index>& values);
  std::string number(double value);                                   // of the parts' type
  std::string unsqueezed(const std::string& tensor, Index axis = 0);  // with an extent of 1 there
  std::string columns(const std::string& matrix, Index begin, Index count);

  // "x" as [B×T×(D+1)]: without NaN, and behind the values of each step 1 where it is missing, else 0. Takes the input
  // weights with those that this 1 needs to open the update gate.
  std::string marked(Index T);
  void take_weight(const std::string& weight);  // of the input

  // All states [T×B×U] of a sequence [T×B×D], from the state before it [1×B×U], or 0.
  std::string gru(const std::string& sequence, const std::string& state = "");
  // The state [B×U] after the values u [B×D], from the one before, h [B×U] or [U].
  std::string step(const std::string& u, const std::string& h);

  Index U_, D_;
  bool joined_;
  std::vector<Operator> list_;
  std::string zeros_, W_, R_, b_, c_;  // the parts as the operators take them
};

}  // namespace softwarp
