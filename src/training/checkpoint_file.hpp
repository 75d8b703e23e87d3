/// The states of trainings as a file.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "softwarp/model/safetensors.hpp"
#include "softwarp/training/trainer.hpp"

namespace softwarp {

/// One training as far as it is.
template <class Real>
struct TrainingSoFar {
  Training<Real> training;
  std::vector<EpochRecord> history;  ///< of the epochs that are done
};

template <class Real>
struct CheckpointContent {
  /// What the run must be that goes on: options and marks of the data, by name.
  std::map<std::string, std::string> owner;
  std::map<std::string, TrainingSoFar<Real>> trainings;
};

/// The bytes of a checkpoint: a safetensors file with a checksum of all its bytes in the metadata.
template <class Real>
std::string write_checkpoint(const CheckpointContent<Real>& content);

/// Reads what write_checkpoint() gives; `path` is the file's name in messages.
/// Throws: Error where the file is no checkpoint, or a single byte was changed, added or lost.
template <class Real>
CheckpointContent<Real> parse_checkpoint(std::string_view bytes, const std::string& path);

/// The same without the checksum: for the fuzzer, which would never get past it.
template <class Real>
CheckpointContent<Real> parse_checkpoint(const TensorFile& file, const std::string& path);

}  // namespace softwarp
