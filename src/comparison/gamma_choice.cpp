#include "softwarp/comparison/gamma_choice.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>

namespace softwarp {
namespace {

bool needs_gamma(const Setting& setting) { return setting.loss.needs_gamma(); }

// What a network has to explain: its targets less the forecasts that it corrects.   Shapes: → [O·D×N].
template <class Real>
Matrix<double> to_explain(const LearningProblem<Real>& problem) {
  Examples<Real> learn{.input = {}, .target = {}};
  problem.learn.take(sample_of(problem.learn.source()), learn);
  Matrix<double> left = learn.target.template cast<double>();
  if (learn.base.size() > 0) left -= learn.base.template cast<double>();
  return left;
}

}  // namespace

std::vector<double> gamma_candidates(const Matrix<double>& targets) {
  const auto present = !targets.array().isNaN();
  const auto count = static_cast<double>(present.count());
  const double mean = present.select(targets.array(), 0.0).sum() / count;
  const double variance = present.select((targets.array() - mean).square(), 0.0).sum() / count;
  const double unit = variance > 0 ? std::round(std::log10(variance)) : 0;  // constant targets: any γ will do
  std::vector<double> candidates;
  for (Index k = 0; k < kGammaCandidates; ++k) {
    const auto exponent = static_cast<int>(unit) - static_cast<int>(k);
    // Divided, because 10^−k is not a double, so that the candidates read 0.1, 0.01, …
    candidates.push_back(exponent < 0 ? 1 / std::pow(10.0, -exponent) : std::pow(10.0, exponent));
  }
  return candidates;
}

std::vector<Setting> settings_to_try(const std::vector<Setting>& settings, const std::vector<double>& candidates) {
  std::vector<Setting> to_try;
  for (const Setting& setting : settings) {
    if (!needs_gamma(setting)) {
      to_try.push_back(setting);
    } else {
      for (const double gamma : candidates) to_try.emplace_back(setting).loss.gamma = gamma;
    }
  }
  return to_try;
}

std::vector<Setting> without_gamma(const std::vector<Setting>& settings) {
  std::vector<Setting> without;
  std::ranges::copy_if(settings, std::back_inserter(without), needs_gamma);
  return without;
}

template <class Real>
std::vector<TrialResult> try_settings(const Trial<Real>& trial, const std::string& phase, const TrainingLog<Real>& log,
                                      std::vector<Setting>& settings) {
  std::vector<double> candidates;
  if (std::ranges::any_of(settings, needs_gamma)) candidates = gamma_candidates(to_explain(trial.problem()));
  std::vector<TrialResult> results;
  const std::vector<TrialResult> tried = trial.results(phase, log, settings_to_try(settings, candidates));
  std::size_t next = 0;
  for (Setting& setting : settings) {
    if (!needs_gamma(setting)) {
      results.push_back(tried[next++]);
      continue;
    }
    GammaChoice choice{.candidates = candidates, .validation_dtw = {}, .series = trial.series()};
    std::size_t best = 0;
    const auto of_setting = std::span(tried).subspan(next, candidates.size());
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      choice.validation_dtw.push_back(of_setting[c].errors.dtw);
      if (rank(of_setting[c], setting.loss) < rank(of_setting[best], setting.loss)) best = c;
    }
    results.push_back(of_setting[best]);
    setting.loss.gamma = candidates[best];
    setting.gamma_choice = choice;
    next += candidates.size();
  }
  return results;
}

template <class Real>
void choose_gammas(const Trial<Real>& trial, const TrainingLog<Real>& log, std::vector<Setting>& settings) {
  std::vector<Setting> open = without_gamma(settings);
  if (open.empty()) return;
  for (const TrialResult& result : try_settings(trial, phase_of(kGammaPhase, settings), log, open)) {
    if (!result.failure.empty()) throw Error(result.failure);
  }
  for (const Setting& setting : open) settings[setting.place] = setting;
}

#define SOFTWARP_INSTANTIATE(Real)                                                                                 \
  template std::vector<TrialResult> try_settings(const Trial<Real>&, const std::string&, const TrainingLog<Real>&, \
                                                 std::vector<Setting>&);                                           \
  template void choose_gammas(const Trial<Real>&, const TrainingLog<Real>&, std::vector<Setting>&);
SOFTWARP_INSTANTIATE(float)
SOFTWARP_INSTANTIATE(double)
#undef SOFTWARP_INSTANTIATE

}  // namespace softwarp
