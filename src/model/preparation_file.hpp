/// The preparation of a model as tensors of its file.
#pragma once

#include <map>
#include <string>

#include "softwarp/model/preparation.hpp"
#include "softwarp/model/safetensors.hpp"

namespace softwarp {

/// Tensors of doubles: "scaling.…", as many as the kind of scaling has, and "kernel.…" where there is a kernel regression.
/// Shapes: with steps and dims apart, step by step: "scaling.input_centre" [I×(D+C)], "kernel.centres" [M×I×(D+C)], ….
std::map<std::string, Tensor> preparation_tensors(const Preparation& preparation, const ForecastShape& steps,
                                                  Index dims, Index covariates);

/// The inverse: takes the preparation's tensors out of `tensors`.
/// Throws: Error naming `path` and the tensor if one is missing, of another shape or type, not finite, or holds a
///   deviation, width or unit that is not above 0; for a kernel regression without a centre.
Preparation take_preparation(std::map<std::string, Tensor>& tensors, Scale scale, const ForecastShape& steps,
                             Index dims, Index covariates, const std::string& path);

}  // namespace softwarp
