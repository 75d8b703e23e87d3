/// Choosing γ without a look at the test set.
#pragma once

#include <vector>

#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

constexpr double kGammaShare = 0.25;  ///< of the training series that decide

/// The candidates, largest first: 1, 0.1, 0.01 and 0.001 times the variance of the targets, rounded to a power of ten.
/// Shapes: targets [O·D×N] as the network sees them, NaN where one is missing.   Units: those of γ, signal².
std::vector<double> gamma_candidates(const Matrix<double>& targets);
constexpr Index kGammaCandidates = 4;

/// The trainings that decide: `options`, but each loss without its γ once under each candidate, and no others.
ComparisonOptions validation_options(const ComparisonOptions& options, const std::vector<double>& candidates);

/// The candidate under which DTW on the validation series was least, mean over the seeds; the larger among equals. For the
/// loss and initialisation of `run`.
GammaChoice choose_gamma(const Run& run, const Comparison& validation, const std::vector<double>& candidates,
                         Index validation_series);

}  // namespace softwarp
