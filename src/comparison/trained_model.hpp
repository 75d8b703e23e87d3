/// From a comparison to the model that is kept of it.
#pragma once

#include "softwarp/comparison/comparison.hpp"
#include "softwarp/model/model_file.hpp"

namespace softwarp {

/// The run's network with all that it takes to use it. Its origin names version, loss, γ, initialisation, seed,
/// epochs, training data and their fingerprint, and test errors.
Model trained_model(const TrainTest& data, const ComparisonOptions& options, const Comparison& result, const Run& run);

}  // namespace softwarp
