/// Choosing γ without a look at the test set.
#pragma once

#include <vector>

#include "softwarp/comparison/plan.hpp"

namespace softwarp {

constexpr double kGammaShare = 0.25;  ///< share of the training series on which the candidates are compared

/// The candidates, largest first: 1, 0.1, 0.01 and 0.001 times the variance of the targets, rounded to a power of ten.
/// Shapes: targets [O·D×N] as the network sees them, less the forecasts that it corrects; NaN where one is missing.
/// Units: those of γ, signal².
std::vector<double> gamma_candidates(const Matrix<double>& targets);
constexpr Index kGammaCandidates = 4;

/// The settings to try: for each of `settings` that needs a γ, one per candidate, in this order.
std::vector<Setting> settings_to_try(const std::vector<Setting>& settings, const std::vector<double>& candidates);

/// Gives each setting that needs a γ the candidate with the lowest DTW on a part of the training series, mean over the
/// seeds; the larger of equals. The candidates' networks are trained on the rest.
/// Throws: Error as ForecastSource, learning_problem() and train_all() do.
template <class Real>
void choose_gammas(const ForecastSource& source, const ComparisonOptions& options, const TrainingLog<Real>& log,
                   std::vector<Setting>& settings);

}  // namespace softwarp
