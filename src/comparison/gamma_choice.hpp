/// Choosing γ without a look at the test set.
#pragma once

#include <vector>

#include "softwarp/comparison/trial.hpp"

namespace softwarp {

/// The candidates, largest first: 1, 0.1, 0.01 and 0.001 times the variance of the targets, rounded to a power of ten.
/// Shapes: targets [O·D×N] as the network sees them, less the forecasts that it corrects; NaN where one is missing.
/// Units: those of γ, signal².
std::vector<double> gamma_candidates(const Matrix<double>& targets);
constexpr Index kGammaCandidates = 4;

/// The settings to try: each as it is or, if it needs a γ, once with each candidate, in this order.
std::vector<Setting> settings_to_try(const std::vector<Setting>& settings, const std::vector<double>& candidates);

/// Those that need a γ.
std::vector<Setting> without_gamma(const std::vector<Setting>& settings);

/// Tries all settings, and gives each that needs a γ the candidate with the lowest DTW, the larger of equals; one that
/// diverges is no candidate. → What each setting came to, with this γ.
/// Throws: Error as train_all().
template <class Real>
std::vector<TrialResult> try_settings(const Trial<Real>& trial, const std::string& phase, const TrainingLog<Real>& log,
                                      std::vector<Setting>& settings);

/// The same for the settings that need a γ alone, the others being left as they are.
/// Throws: likewise; Error if a setting can be trained with no candidate.
template <class Real>
void choose_gammas(const Trial<Real>& trial, const TrainingLog<Real>& log, std::vector<Setting>& settings);

}  // namespace softwarp
