#include "softwarp/training/checkpoint.hpp"

#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/file.hpp"
#include "softwarp/core/output_file.hpp"

namespace softwarp {
namespace {

constexpr auto kInterval = std::chrono::seconds(10);

}  // namespace

template <class Real>
Checkpoint<Real>::Checkpoint(std::string path, std::map<std::string, std::string> identity, std::optional<Index> every)
    : path_(std::move(path)), every_(every), content_{.identity = std::move(identity), .trainings = {}} {
  OutputFile writable(path_);  // a path that cannot be written is found before the work
}

template <class Real>
void Checkpoint<Real>::resume(const std::string& path) {
  CheckpointContent<Real> found = parse_checkpoint<Real>(read_whole_file(path, "a checkpoint"), path);
  const auto value = [](const std::map<std::string, std::string>& identity, const std::string& name) {
    const auto entry = identity.find(name);
    return entry == identity.end() ? std::string("unset") : entry->second;
  };
  const auto compare_names = [&](const std::map<std::string, std::string>& names) {
    for (const auto& [name, ignored] : names) {
      const std::string expected = value(content_.identity, name), actual = value(found.identity, name);
      if (expected != actual)
        throw Error(path + ": expected a checkpoint of a run with " + name + " = " + expected + ", found " + actual);
    }
  };
  compare_names(content_.identity);
  compare_names(found.identity);
  content_.trainings = std::move(found.trainings);
}

template <class Real>
std::optional<TrainingSoFar<Real>> Checkpoint<Real>::find(const std::string& key) const {
  const std::lock_guard lock(content_mutex_);
  const auto found = content_.trainings.find(key);
  if (found == content_.trainings.end()) return std::nullopt;
  return found->second;
}

template <class Real>
void Checkpoint<Real>::epoch_done(const std::string& key, const EpochRecord& record, const Training<Real>& training) {
  bool due = false;
  {
    const std::lock_guard lock(content_mutex_);
    TrainingSoFar<Real>& so_far = content_.trainings[key];
    so_far.training = training;
    so_far.history.push_back(record);
    ++epochs_since_;
    due = every_ ? epochs_since_ >= *every_ : std::chrono::steady_clock::now() - written_ >= kInterval;
    if (due) {
      epochs_since_ = 0;
      written_ = std::chrono::steady_clock::now();
    }
  }
  if (due) write();
}

template <class Real>
void Checkpoint<Real>::training_done(const std::string& key, const TrainingSoFar<Real>& so_far) {
  const std::lock_guard lock(content_mutex_);
  content_.trainings[key] = so_far;
}

template <class Real>
void Checkpoint<Real>::write() {
  const std::lock_guard file_lock(file_mutex_);
  std::string bytes;
  {
    const std::lock_guard lock(content_mutex_);
    bytes = write_checkpoint(content_);
  }
  OutputFile(path_).commit(bytes);
}

template class Checkpoint<float>;
template class Checkpoint<double>;

}  // namespace softwarp
