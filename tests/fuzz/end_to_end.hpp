/// What programs do with a file once it is read, as small as it can be: resume trainings, forecast series.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace softwarp {

/// Resumes a tiny run from a checkpoint and finishes it; what comes out must be finite. False where it is refused.
bool resumes(std::string_view bytes);

/// Forecasts tiny series with a model, what comes after them and their rest, and trains on from it; likewise.
bool predicts(std::string_view bytes);

/// Checkpoints that the run resumes, and models.
std::vector<std::string> example_checkpoints();
std::vector<std::string> example_models();

}  // namespace softwarp
