/// What train shows instead of a training: one step written out, or its gradients checked.
#pragma once

#include "options.hpp"

namespace softwarp {

/// Does what --explain and --check-gradient ask for, for each network and loss, and reports it: to standard output, or
/// as JSON. All is computed in double.
/// Throws: as load_training_data(), learning_problem() and the losses do; Error if there is no such training series;
///   Error, after the report, where a gradient is wrong.
void give_lesson(TrainOptions& options);

}  // namespace softwarp
