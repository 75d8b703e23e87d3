/// The states of trainings as a file.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "softwarp/model/safetensors.hpp"
#include "softwarp/training/trainer.hpp"

namespace softwarp {

/// A training as far as it has come.
template <class Real>
struct TrainingSoFar {
  Training<Real> training;
  std::vector<EpochRecord> history;  ///< of the epochs that are done
};

template <class Real>
struct CheckpointContent {
  /// Identifies the run that may resume: options and fingerprints of the data, by name.
  std::map<std::string, std::string> identity;
  std::map<std::string, TrainingSoFar<Real>> trainings;  ///< by key
};

/// The bytes of a checkpoint: a safetensors file with a checksum of all its bytes in the metadata.
template <class Real>
std::string write_checkpoint(const CheckpointContent<Real>& content);

/// Reads what write_checkpoint() returns; `path` is the file's name in messages.
/// Throws: Error where the file is no checkpoint, or one of another version, or where a single byte was changed, added
///   or lost.
template <class Real>
CheckpointContent<Real> parse_checkpoint(std::string_view bytes, const std::string& path);

/// The same without the checksum: for the fuzzer, which would never get past it.
template <class Real>
CheckpointContent<Real> parse_checkpoint(const TensorFile& file, const std::string& path);

}  // namespace softwarp
