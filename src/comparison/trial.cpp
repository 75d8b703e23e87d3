#include "softwarp/comparison/trial.hpp"

#include <limits>

namespace softwarp {

TrialResult failed_trial(const std::string& failure) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  return {.errors = {.dtw = kInfinity, .euclidean = kInfinity}, .failure = failure};
}

std::pair<bool, double> rank(const TrialResult& result, const TrainingLoss& loss) {
  return {!result.failure.empty(), loss.error_of(result.errors)};
}

template <class Real>
Trial<Real>::Trial(const ForecastSource& source, const ComparisonOptions& options)
    : parts_(source.hold_out(kTrialShare, options.seed)),
      problem_(learning_problem<Real>(*parts_.learn, options)),
      validate_(*parts_.validate, problem_.network, problem_.preparation) {}

template <class Real>
std::vector<TrialResult> Trial<Real>::results(const std::string& phase, const TrainingLog<Real>& log,
                                              std::vector<Setting> settings) const {
  const TrainingLog<Real> brief{log.on_epochs, log.checkpoint, /*histories=*/false};
  train_all<Real>(problem_, phase, brief, settings, {}, OnFailure::go_on);
  std::vector<TrialResult> results;
  for (const Setting& setting : settings) {
    Distances mean;
    std::string failure;
    for (const Run& run : setting.runs) {
      if (failure.empty()) failure = run.failure;
      if (!failure.empty()) break;
      failure = failure_of([&] {
        const Distances errors = validate_.errors(problem_.network, std::get<Vector<Real>>(run.theta));
        mean.dtw += errors.dtw;
        mean.euclidean += errors.euclidean;
      });
    }
    const auto runs = static_cast<double>(setting.runs.size());
    mean.dtw /= runs;
    mean.euclidean /= runs;
    results.push_back(failure.empty() ? TrialResult{.errors = mean} : failed_trial(failure));
  }
  return results;
}

template class Trial<float>;
template class Trial<double>;

}  // namespace softwarp
