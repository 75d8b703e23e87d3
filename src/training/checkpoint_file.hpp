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
/// What it returns is whole, even if somebody has made up a file with the right checksum: each training has the tensors
/// that write_checkpoint() writes and no others, θ, moments and best θ are of one size, and their numbers, but for the
/// moments, finite; there is a record of every epoch, its loss finite, and validation in all of them, with a best epoch,
/// or in none. Whether a run can resume it, Checkpoint::check() says. Texts that are not part of the identity are ignored.
/// Throws: Error naming the tensor where the file is no checkpoint, or one of another version, or contradicts itself, or
///   where a single byte was changed, added or lost.
template <class Real>
CheckpointContent<Real> parse_checkpoint(std::string_view bytes, const std::string& path);

/// A file with the checksum that a checkpoint of these tensors and texts has.
std::string write_with_checksum(TensorFile file);

}  // namespace softwarp
