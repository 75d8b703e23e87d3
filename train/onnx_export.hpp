/// A trained forecaster for programs that run ONNX models.
#pragma once

#include <string>

#include "softwarp/model/model_file.hpp"

namespace softwarp {

/// The bytes of an ONNX file: one graph from "series" to "forecast", both in the units of the data.
///
/// Scaling and base forecast are part of the graph where the model has them: they are computed in double, and input and
/// output are double then, as in a model of doubles; otherwise they are float. Gaps (NaN) are treated as the library
/// does in a forecast.
/// Shapes: series [N×I×D], forecast [N×O×D].   Source: ONNX operator set 13.
std::string write_onnx(const Model& model);

}  // namespace softwarp
