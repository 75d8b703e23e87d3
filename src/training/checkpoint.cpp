#include "softwarp/training/checkpoint.hpp"

#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/file.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/core/output_file.hpp"

namespace softwarp {
namespace {

constexpr auto kInterval = std::chrono::seconds(10);

// Checks a training that is whole, as parse_checkpoint() has seen to, against the run that is to continue it.
template <class Real>
void check_training(const TrainingSoFar<Real>& so_far, const PlannedTraining& plan, const std::string& where) {
  const auto expect = [&](bool condition, const char* part, const std::string& expected, const std::string& found) {
    if (!condition) throw Error(where + part + ": expected " + expected + ", found " + found);
  };
  const Training<Real>& training = so_far.training;
  const Index weights = training.theta.size(), epochs = training.epochs, steps = training.optimizer.steps;
  const auto text = [](Index number) { return std::to_string(number); };
  expect(weights == plan.weights, "theta", text(plan.weights) + " weights", text(weights));
  expect(epochs <= plan.options.epochs, "state", "at most " + text(plan.options.epochs) + " epochs", text(epochs));
  const bool validates = plan.validates && epochs > 0;
  expect(training.best.has_value() == validates, "history",
         validates ? "errors of validation" : "no errors of validation", validates ? "none" : "some");
  if (training.best) {
    const EpochRecord& record = so_far.history[static_cast<std::size_t>(training.best->epoch - 1)];
    const double error = record.validation->of(plan.options.monitor);
    expect(training.best->error == error, "state", "the error of the best epoch, " + to_text(error),
           to_text(training.best->error));
  }
  if (!plan.options.optimizer) {
    expect(training.finished, "state", "a training by L-BFGS that is finished", "one that is not");
    expect(steps == 0, "state", "no steps of an optimizer under L-BFGS", text(steps));
    expect(training.optimizer.moments.empty(), "moment0", "no moments under L-BFGS", "some");
    return;
  }
  const Index batch = plan.options.batch_size, expected_steps = epochs * ((plan.examples + batch - 1) / batch);
  expect(steps == expected_steps, "state", text(expected_steps) + " steps", text(steps));
  try {
    make_optimizer<Real>(*plan.options.optimizer)->restore(training.optimizer);
  } catch (const Error& error) {
    throw Error(where + "moment: " + error.what());
  }
}

}  // namespace

template <class Real>
Checkpoint<Real>::Checkpoint(std::string path, std::map<std::string, std::string> identity, std::optional<Index> every)
    : path_(std::move(path)), every_(every), content_{.identity = std::move(identity), .trainings = {}} {
  OutputFile writable(path_);  // a path that cannot be written is found before the work
}

template <class Real>
void Checkpoint<Real>::resume(const std::string& path) {
  resume(read_whole_file(path, "a checkpoint"), path);
}

template <class Real>
void Checkpoint<Real>::resume(std::string_view bytes, const std::string& path) {
  CheckpointContent<Real> found = parse_checkpoint<Real>(bytes, path);
  const auto value = [](const std::map<std::string, std::string>& identity, const std::string& name) {
    const auto entry = identity.find(name);
    return entry == identity.end() ? std::nullopt : std::optional(entry->second);
  };
  const auto text = [](const std::optional<std::string>& of) { return of ? in_quotes(*of) : "unset"; };
  const auto compare_names = [&](const std::map<std::string, std::string>& names) {
    for (const auto& [name, ignored] : names) {
      const auto expected = value(content_.identity, name), actual = value(found.identity, name);
      if (expected == actual) continue;
      throw Error(path + ": expected a checkpoint of a run with " + name + " = " + text(expected) + ", found " +
                  text(actual));
    }
  };
  compare_names(content_.identity);
  compare_names(found.identity);
  content_.trainings = std::move(found.trainings);
  resumed_path_ = path;
}

template <class Real>
void Checkpoint<Real>::check(const std::string& keys, const PlannedTraining& plan) const {
  const std::lock_guard lock(content_mutex_);
  for (auto entry = content_.trainings.lower_bound(keys); entry != content_.trainings.end(); ++entry) {
    if (!entry->first.starts_with(keys)) break;
    check_training(entry->second, plan, resumed_path_ + ": " + entry->first + '/');
  }
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
std::string Checkpoint<Real>::bytes() const {
  const std::lock_guard lock(content_mutex_);
  return write_checkpoint(content_);
}

template <class Real>
void Checkpoint<Real>::write() {
  const std::lock_guard file_lock(file_mutex_);
  OutputFile(path_).commit(bytes());
}

template class Checkpoint<float>;
template class Checkpoint<double>;

}  // namespace softwarp
