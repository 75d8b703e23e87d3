/// The model that a comparison keeps.
#pragma once

#include "softwarp/comparison/comparison.hpp"
#include "softwarp/model/model_file.hpp"

namespace softwarp {

/// The network of the chosen run with all that is needed to use it. Its origin names version, loss, γ, initialisation,
/// seed, epochs, training data and their fingerprint, and the test errors, if there is a test set.
Model trained_model(const Comparison& comparison, const ComparisonOptions& options);

}  // namespace softwarp
