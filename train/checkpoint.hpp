/// Trainings under way, in a file: a run that was stopped goes on from it to the same bits.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nn/safetensors.hpp"
#include "trainer.hpp"

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

/// The checkpoint of a run, kept while it runs. Any thread may call.
///
/// Every training has a key of its own. A run that goes on makes the same trainings again, and each begins where its
/// state says; what is finished is not trained again. So a checkpoint may be written at any moment between two epochs.
template <class Real>
class Checkpoint {
 public:
  /// every: write after so many epochs of any of the trainings; unset: after ten seconds.
  /// Throws: Error where the file cannot be created.
  Checkpoint(std::string path, std::map<std::string, std::string> owner, std::optional<Index> every);

  /// Takes over what the file holds.
  /// Throws: Error where it cannot be read, is damaged, or belongs to a run with another owner.
  void resume(const std::string& path);

  /// A training as far as it is; nothing where it has not begun.
  std::optional<TrainingSoFar<Real>> find(const std::string& key) const;

  void epoch_done(const std::string& key, const EpochRecord& record, const Training<Real>& training);
  void training_done(const std::string& key, const TrainingSoFar<Real>& so_far);

  /// Writes the file: after this call it holds all that is done, or, where it throws, what it held before.
  /// Throws: as OutputFile::commit().
  void write();

 private:
  std::string path_;
  std::optional<Index> every_;
  mutable std::mutex content_mutex_;
  CheckpointContent<Real> content_;
  Index epochs_since_ = 0;
  std::chrono::steady_clock::time_point written_ = std::chrono::steady_clock::now();
  std::mutex file_mutex_;  // taken before the other one
};

}  // namespace softwarp
