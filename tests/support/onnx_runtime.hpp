/// Runs ONNX models in ONNX Runtime, if Node and the npm package onnxruntime-web are installed.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace softwarp {

/// Numbers that go into a model or come out of it.
struct OnnxTensor {
  std::string type;       ///< "float32" or "float64"
  std::vector<int> dims;  ///< the last one runs fastest
  std::vector<double> values;
};

/// The model's output "forecast" for its input "series"; nothing if there is no runtime.
/// Throws: std::runtime_error with the runtime's message if the model does not run.
std::optional<OnnxTensor> run_onnx(const std::string& model_path, const OnnxTensor& series);

}  // namespace softwarp
