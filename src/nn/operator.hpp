/// How a layer is computed, in the words of the ONNX standard: data alone, for whoever writes a graph.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// An operator's attribute: a whole number, a number, or a list of whole numbers.
using Attribute = std::variant<Index, double, std::vector<Index>>;

/// One operator. A layer is a list of them that turns "x" [B×I] into "y" [B×O]: a series per row, step by step.
/// Source: ONNX operator set 13. Constants are operators there, too: {"Constant", {}, "shape", {{"value_ints", …}}}.
struct Operator {
  std::string type;                                  ///< "Gemm"
  std::vector<std::string> inputs;                   ///< "x", a part's name, an earlier output; "": left out
  std::string output = "y";                          ///< a name of its own within the layer
  std::map<std::string, Attribute> attributes = {};  ///< those that are not at their default
};

}  // namespace softwarp
