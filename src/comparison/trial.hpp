/// Trying settings on a part of the training series, without a look at the test set.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "softwarp/comparison/plan.hpp"

namespace softwarp {

constexpr double kTrialShare = 0.25;  ///< share of the training series on which settings are judged

/// What became of a setting that was tried.
struct TrialResult {
  Distances errors;          ///< on the series held out, mean over them and the seeds, in units of the data
  std::string failure = {};  ///< why one of its networks could not be trained, the errors then being infinite; or empty
};
TrialResult failed_trial(const std::string& failure);

/// Of two results under a loss, the better one has the lesser rank: by the error that stands for the loss, failures last.
std::pair<bool, double> rank(const TrialResult& result, const TrainingLoss& loss);

/// One network that learns from three quarters of the training series, and is judged on the rest.
template <class Real>
class Trial {
 public:
  /// Both must outlive it.   Throws: Error as ForecastSource, learning_problem() and PreparedSet do.
  Trial(const ForecastSource& source, const ComparisonOptions& options);

  const LearningProblem<Real>& problem() const { return problem_; }
  Index series() const { return parts_.validate->count(); }  ///< on which it is judged

  /// Trains and judges each setting. One that diverges, or cannot be trained, fails by itself.
  /// Throws: as train_all().
  std::vector<TrialResult> results(const std::string& phase, const TrainingLog<Real>& log,
                                   std::vector<Setting> settings) const;

 private:
  HeldOutSources parts_;
  LearningProblem<Real> problem_;
  PreparedSet<Real> validate_;
};

}  // namespace softwarp
