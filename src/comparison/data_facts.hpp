/// What a comparison is made on, for reports.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "softwarp/comparison/train_one.hpp"
#include "softwarp/data/windows.hpp"

namespace softwarp {

/// A part of the time of long series.
struct WindowPart {
  TimeRange time;     ///< where the targets of its windows may lie
  TimeRange targets;  ///< from the first of them to the last
  Index windows = 0;
  Index series_left_out = 0;  ///< that give none
};

/// Of windows of long series.
struct WindowFacts {
  std::shared_ptr<const MeasuredSeries> series;
  WindowShape train_windows, test_windows;
  WindowPart learn, test;
  std::optional<WindowPart> validation = {};  ///< between the two
  /// In steps: the one given, or that found on the part that is learnt from; behind it, the others of the clock that are
  /// convincing by themselves, such as a week beside the day.
  std::vector<Index> seasons = {};
  Index linear_left_out = 0;  ///< windows that lack a target value, without which the linear forecast is fitted

  std::optional<Index> season() const { return seasons.empty() ? std::nullopt : std::optional(seasons.front()); }
};

struct DataFacts {
  std::string name;
  std::string reading;  ///< which columns were taken as what
  Index dims = 1;
  Index covariates = 0;
  ForecastShape shape;
  SetFacts train;
  SetFacts test;                                  ///< empty where there is no test set
  std::vector<std::string> test_places;           ///< of each example of Comparison::test: ForecastSource::where()
  std::vector<Windows::Place> test_windows = {};  ///< of windows, where each of these lies
  std::optional<WindowFacts> windows = {};
};

/// All but the places and the windows.   test: null if there is none.
DataFacts facts_of(const ForecastSource& train, const ForecastSource* test);

/// Of windows, as a problem divides those that it learns from; all but what the linear forecast leaves out.
/// test: null if there is none.
template <class Real>
WindowFacts window_facts(const LearningProblem<Real>& problem, const ForecastSource* test);

}  // namespace softwarp
