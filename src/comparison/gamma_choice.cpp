#include "softwarp/comparison/gamma_choice.hpp"

#include <algorithm>
#include <cmath>

namespace softwarp {
namespace {

bool needs_gamma(const Setting& setting) { return setting.loss.needs_gamma(); }

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
    if (!needs_gamma(setting)) continue;
    for (const double gamma : candidates) to_try.emplace_back(setting).loss.gamma = gamma;
  }
  return to_try;
}

template <class Real>
void choose_gammas(const ForecastSource& source, const ComparisonOptions& options, const TrainingLog<Real>& log,
                   std::vector<Setting>& settings) {
  if (std::ranges::none_of(settings, needs_gamma)) return;
  const HeldOutSources parts = source.hold_out(kGammaShare, options.seed);
  const LearningProblem<Real> problem = learning_problem<Real>(*parts.learn, options);
  const std::string phase = phase_of(kGammaPhase, settings);
  check_resumed<Real>(problem, phase, log);
  const PreparedSet<Real> validate(*parts.validate, problem.preparation);

  Examples<Real> learn{.input = {}, .target = {}};
  problem.learn.take(sample_of(problem.learn.source()), learn);
  Matrix<double> to_explain = learn.target.template cast<double>();
  if (learn.base.size() > 0) to_explain -= learn.base.template cast<double>();
  const auto candidates = gamma_candidates(to_explain);
  std::vector<Setting> tried = settings_to_try(settings, candidates);
  train_all<Real>(problem, phase, {log.on_epochs, log.checkpoint, /*histories=*/false}, tried);

  auto next = tried.begin();
  for (Setting& setting : settings) {
    if (!needs_gamma(setting)) continue;
    GammaChoice choice{.candidates = candidates, .validation_dtw = {}, .series = parts.validate->count()};
    for (std::size_t c = 0; c < candidates.size(); ++c, ++next) {
      double dtw = 0;
      for (const Run& run : next->runs) dtw += validate.errors(problem.network, std::get<Vector<Real>>(run.theta)).dtw;
      choice.validation_dtw.push_back(dtw / static_cast<double>(next->runs.size()));
    }
    const auto best = std::ranges::min_element(choice.validation_dtw);
    setting.loss.gamma = candidates[static_cast<std::size_t>(best - choice.validation_dtw.begin())];
    setting.gamma_choice = choice;
  }
}

template void choose_gammas<float>(const ForecastSource&, const ComparisonOptions&, const TrainingLog<float>&,
                                   std::vector<Setting>&);
template void choose_gammas<double>(const ForecastSource&, const ComparisonOptions&, const TrainingLog<double>&,
                                    std::vector<Setting>&);

}  // namespace softwarp
