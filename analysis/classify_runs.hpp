/// Nearest-centroid and nearest-neighbour classification of a set, with γ given or chosen by validation.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "softwarp/averaging/averager.hpp"
#include "softwarp/data/series_set.hpp"
#include "softwarp/loss/registry.hpp"
#include "softwarp/loss/search.hpp"

namespace softwarp {

enum class ClassifyMethod { centroid, nearest_neighbour };
std::string to_text(ClassifyMethod method);  ///< "centroid" or "1nn"

/// How series are divided.
enum class Protocol {
  archive,  ///< the archive's training and test set; γ by validation on random thirds of the training set
  paper,    ///< both sets together, shuffled: 50 % train, 25 % choose γ, 25 % test
};
std::string to_text(Protocol protocol);  ///< "archive" or "paper"

struct ClassifyOptions {
  ClassifyMethod method = ClassifyMethod::centroid;
  Protocol protocol = Protocol::archive;
  std::vector<LossSpec> metrics;  ///< without γ if validation is to choose it
  /// Values of γ to choose from, in units of what a difference as large as the deviation of the training series costs.
  std::vector<double> candidates;
  Index splits = 5;  ///< by which γ is chosen under Protocol::archive
  AveragingOptions averaging;
  Index repeats = 1;  ///< seeds seed … seed + repeats − 1
  std::uint64_t seed = 0;
  std::function<void(const std::string& run)> on_fit =
      {};  ///< called after each training and test of a classifier, from any thread
};

/// How many series of a class (first) are predicted to be of another (second); where it is none, there is no entry, so
/// that this grows with the series, not with the square of the classes.
using Confusion = std::map<std::pair<Index, Index>, Index>;

/// The result for one metric and seed.
struct ClassifyRun {
  LossSpec metric;  ///< with the γ that was used
  std::uint64_t seed = 0;
  double train_accuracy = 0;  ///< for nearest neighbours, leave-one-out
  double test_accuracy = 0;
  Confusion confusion;  ///< of the test series
  SearchCounts search;  ///< of nearest neighbours, for both accuracies: how many pairs were compared
};

/// The classifications that differ only in the seed.
struct ClassifySetting {
  LossSpec metric;      ///< without γ if it was chosen for each seed
  bool chosen = false;  ///< whether validation chose γ
  std::vector<ClassifyRun> runs;
};

/// Training and test series with the names of their classes.
struct LabelledData {
  TrainTest series;
  std::vector<std::string> classes;
};

/// Throws: Error if series have no labels, or if the dimensions of the sets differ.
LabelledData labelled(TrainTest series);

/// Whether validation must choose the γ of a metric.
bool must_choose(const LossSpec& metric);

/// How many classifiers classify() trains.
Index planned_fits(const ClassifyOptions& options);

/// Trains and tests each metric and seed in turn. Adds each result as soon as it is known, so that `settings` holds the
/// finished ones when it is interrupted.
/// Throws: Interrupted; Error if there are too few series to divide, and as batch_of() and make_averager() do.
template <class Real>
void classify(const LabelledData& data, const ClassifyOptions& options, std::vector<ClassifySetting>& settings);

}  // namespace softwarp
