/// Changes to files of tensors that leave them well-formed: forged files, which changes to bytes hardly ever make.
#pragma once

#include "softwarp/core/random.hpp"
#include "softwarp/model/safetensors.hpp"

namespace softwarp {

/// The file with one thing changed: a tensor dropped, doubled, renamed, exchanged for another, of another shape or type,
/// a number or all of them changed, a text dropped or changed.
TensorFile forged(TensorFile file, Random& random);

}  // namespace softwarp
