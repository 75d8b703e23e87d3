#include "softwarp/comparison/gamma_choice.hpp"

#include <algorithm>
#include <cmath>

namespace softwarp {
std::vector<double> gamma_candidates(const Matrix<double>& targets) {
  const auto there = !targets.array().isNaN();
  const auto count = static_cast<double>(there.count());
  const double mean = there.select(targets.array(), 0.0).sum() / count;
  const double variance = there.select((targets.array() - mean).square(), 0.0).sum() / count;
  const double unit = variance > 0 ? std::round(std::log10(variance)) : 0;  // constant targets: any γ will do
  std::vector<double> candidates;
  for (Index k = 0; k < kGammaCandidates; ++k) {
    const auto exponent = static_cast<int>(unit) - static_cast<int>(k);
    // Divided, because 10^−k is not a double, so that the candidates read 0.1, 0.01, …
    candidates.push_back(exponent < 0 ? 1 / std::pow(10.0, -exponent) : std::pow(10.0, exponent));
  }
  return candidates;
}

ComparisonOptions validation_options(const ComparisonOptions& options, const std::vector<double>& candidates) {
  ComparisonOptions validation = options;
  validation.losses.clear();
  for (const TrainingLoss& loss : options.losses) {
    if (!loss.chooses_gamma()) continue;
    for (const double gamma : candidates) {
      validation.losses.push_back(loss);
      validation.losses.back().gamma = gamma;
    }
  }
  return validation;
}

GammaChoice choose_gamma(const Run& run, const Comparison& validation, const std::vector<double>& candidates,
                         Index validation_series) {
  GammaChoice choice{.candidates = candidates,
                     .validation_dtw = std::vector<double>(candidates.size(), 0.0),
                     .series = validation_series};
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    Index seeds = 0;
    for (const Run& tried : validation.runs) {
      if (tried.loss.name != run.loss.name || tried.init != run.init || tried.loss.gamma != candidates[c]) continue;
      choice.validation_dtw[c] += tried.test.dtw;
      ++seeds;
    }
    choice.validation_dtw[c] /= static_cast<double>(seeds);
  }
  const auto best = std::ranges::min_element(choice.validation_dtw);
  choice.gamma = candidates[static_cast<std::size_t>(best - choice.validation_dtw.begin())];
  return choice;
}

}  // namespace softwarp
