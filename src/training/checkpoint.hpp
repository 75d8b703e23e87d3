/// Trainings under way, in a file: a run that was stopped resumes from it, bit-identical.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "softwarp/training/checkpoint_file.hpp"

namespace softwarp {

/// What the trainings of a plan have in common, by which a checkpoint of them is known.
struct PlannedTraining {
  const TrainerOptions& options;
  Index weights = 0;       ///< S
  Index examples = 0;      ///< N
  bool validates = false;  ///< are series held out?
};

/// The checkpoint of a run, kept up to date while it runs. Any thread may call.
///
/// Each training has a key of its own. A resumed run makes the same trainings again; each begins where its state says,
/// and finished ones are not trained again. So a checkpoint may be written at any moment between two epochs.
template <class Real>
class Checkpoint {
 public:
  /// identity: see CheckpointContent.   every: write after this many epochs, of any training; unset: every ten seconds.
  /// Throws: Error where the file cannot be created.
  Checkpoint(std::string path, std::map<std::string, std::string> identity, std::optional<Index> every);

  /// Takes over the contents of a file.
  /// Throws: Error where it cannot be read, is damaged, or belongs to a run of another identity.
  void resume(const std::string& path);
  void resume(std::string_view bytes, const std::string& path);

  /// Checks all trainings whose keys begin with `keys`, before any of them is resumed. Those that no plan asks for are
  /// never used, and kept as they are.
  /// Throws: Error where a training that was resumed cannot be one of the plan: of other weights, of more epochs than
  ///   its options allow, with a state that their optimizer cannot be in, with or without validation against the plan.
  void check(const std::string& keys, const PlannedTraining& plan) const;

  /// The training as far as it has come; nothing where it has not begun.
  std::optional<TrainingSoFar<Real>> find(const std::string& key) const;

  void epoch_done(const std::string& key, const EpochRecord& record, const Training<Real>& training);
  void training_done(const std::string& key, const TrainingSoFar<Real>& so_far);

  /// The bytes that write() would write now.
  std::string bytes() const;

  /// Writes the file. Afterwards it holds all that is done or, if this throws, what it held before.
  /// Throws: as OutputFile::commit().
  void write();

 private:
  std::string path_, resumed_path_;
  std::optional<Index> every_;
  mutable std::mutex content_mutex_;
  CheckpointContent<Real> content_;
  Index epochs_since_ = 0;
  std::chrono::steady_clock::time_point written_ = std::chrono::steady_clock::now();
  std::mutex file_mutex_;  // taken before the other one
};

}  // namespace softwarp
