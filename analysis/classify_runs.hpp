/// Nearest-centroid and nearest-neighbour classification of a set, with γ given or chosen by validation.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "softwarp/averaging/averager.hpp"
#include "softwarp/data/series_set.hpp"

namespace softwarp {

enum class ClassifyMethod { centroid, nearest_neighbour };

/// How series are divided.
enum class Protocol {
  archive,  ///< the archive's training and test set; γ by validation on random thirds of the training set
  paper,    ///< both sets together, shuffled: 50 % train, 25 % choose γ, 25 % test
};

struct ClassifyOptions {
  ClassifyMethod method = ClassifyMethod::centroid;
  Protocol protocol = Protocol::archive;
  std::vector<double> candidates;  ///< of γ, from which validation chooses
  Index splits = 5;                ///< of the archive's protocol, where there is something to choose
  AveragingOptions averaging;
  std::function<void()> on_fit = {};  ///< called after each training and test of a classifier; may throw to stop
};

/// How a metric did.
struct ClassifyRun {
  LossSpec metric;      ///< with the γ that was used
  bool chosen = false;  ///< by validation
  std::uint64_t seed = 0;
  double train_accuracy = 0;  ///< of nearest neighbours: leave one out
  double test_accuracy = 0;
  Matrix<double> confusion;  ///< [classes × classes], true class by row, predicted by column
};

/// How many trainings one run makes.
Index planned_fits(const ClassifyOptions& options, bool choose);

/// Trains and tests. `choose`: γ is chosen among the candidates, whatever the metric's own.
/// `names`: the classes, as class_names() has them.
/// Throws: Error where there are too few series to divide, and as batch_of() and make_averager() do.
template <class Real>
ClassifyRun classify(const TrainTest& data, const std::vector<std::string>& names, const LossSpec& metric, bool choose,
                     std::uint64_t seed, const ClassifyOptions& options);

}  // namespace softwarp
