/// Trainings under way, in a file: a run that was stopped goes on from it to the same bits.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "softwarp/training/checkpoint_file.hpp"

namespace softwarp {

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
