/// ONNX models in ONNX Runtime, where Node and the npm package onnxruntime-web are there.
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

/// What the model makes of its input "series"; nothing where there is no runtime: skipped is the test then.
/// Throws: std::runtime_error with the runtime's words where the model does not run.
std::optional<OnnxTensor> run_onnx(const std::string& model_path, const OnnxTensor& series);

}  // namespace softwarp
