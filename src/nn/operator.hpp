/// How a layer is computed, in terms of the ONNX standard; plain data for an exporter.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// An operator's attribute: a whole number, a number, or a list of whole numbers.
using Attribute = std::variant<Index, double, std::vector<Index>>;

/// One operator. A layer is a list of them that turns "x" [B×I] into "y" [B×O], with one series per row, step by step.
/// Constants are operators, too: {"Constant", {}, "shape", {{"value_ints", …}}}.   Source: ONNX operator set 13.
struct Operator {
  std::string type;                                  ///< "Gemm"
  std::vector<std::string> inputs;                   ///< "x", a part, an earlier output; "": none, of an optional input
  std::string output = "y";                          ///< unique within the layer
  std::map<std::string, Attribute> attributes = {};  ///< those that differ from their defaults
};

}  // namespace softwarp
