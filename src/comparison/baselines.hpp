/// Forecasts to compare a network with.
#pragma once

#include <string>
#include <vector>

#include "softwarp/comparison/data_facts.hpp"

namespace softwarp {

/// A forecast that needs no training.
struct Baseline {
  std::string name;
  ForecastErrors test;
};

/// The last value, the mean of the training targets, the target of the nearest training series; of windows, also forecasts
/// by their seasons and by a ridge regression. They see what the networks learn from and what is held out of it.
/// facts: of windows; completed.   tell: is told what is at work.
/// Throws: as ForecastSource::take() and ErrorMeans.
template <class Real>
std::vector<Baseline> baselines(const LearningProblem<Real>& problem, const ForecastSource& train,
                                const ForecastSource& test, const TestMeasures& measures,
                                std::optional<WindowFacts>& facts, const EpochsDone& tell);

}  // namespace softwarp
