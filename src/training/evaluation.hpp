/// How good forecasts are, and naive forecasts to compare them with.
#pragma once

#include <optional>
#include <vector>

#include "softwarp/data/windows.hpp"
#include "softwarp/loss/loss.hpp"
#include "softwarp/training/measures.hpp"

namespace softwarp {

/// Mean errors over the series of a set, in signal²: the two that are cheap enough to compute after each epoch.
struct Distances {
  double dtw = 0;        ///< dtw_0 with squared differences: no root, no division by the length
  double euclidean = 0;  ///< Σ_t ‖ŷ_t − y_t‖²; never below dtw
};

/// A mean that grows value by value.
struct Mean {
  double value = 0;
  Index count = 0;

  /// Adds the mean of so many values.
  void add(double mean, Index values);
};

/// Errors of the values of windows, by step and by column.
struct ValueErrors {
  Measures in_data;            ///< in units of the data
  Measures in_scaled;          ///< in deviations of each column; without MASE, which has no unit
  std::vector<Mean> dtw = {};  ///< of each column by itself, in squared units of the data; of every k-th window
};

/// Mean errors over the series of a set, in signal² except for tdi. What a double cannot hold is infinite.
struct ForecastErrors : Distances {
  double root_dtw = 0;                     ///< mean of the roots, in units of the signal; not the root of dtw
  double tdi = 0;                          ///< temporal distortion of DTW's path (alignment/expected_alignment.hpp)
  std::optional<double> divergence = {};   ///< soft-DTW divergence, 0 for a perfect forecast; none if out of γ's range
  std::optional<ValueErrors> values = {};  ///< of windows, where there is a yardstick; of all, not of every k-th
};

/// Errors of forecasts against the set's targets; missing steps do not count.   Shapes: forecast [O·D×N].
/// Throws: NonFiniteError where a forecast is not finite.
Distances distances(const Matrix<double>& forecast, const ForecastSet& set);

/// The DTW error of each series.   Shapes: forecast [O·D×N] → [N].   Throws: as distances().
Vector<double> dtw_of_each(const Matrix<double>& forecast, const ForecastSet& set);

/// All errors; those of DTW, TDI and divergence cost about 2, 6 and 13 alignments by DTW.
/// divergence_gamma: the γ of the divergence, signal².   Shapes, Throws: as distances().
ForecastErrors evaluate(const Matrix<double>& forecast, const ForecastSet& set, double divergence_gamma);

/// What windows are judged by besides alignments: a season, and how far the forecast of a season ago is off in the part on
/// which the columns were measured.
struct Yardstick {
  std::optional<Index> season = {};  ///< steps; none: the value of the step before is as good
  Matrix<double> naive_error = {};   ///< [targets × series], in units of the data; NaN where there is none
};
Yardstick yardstick_of(const Windows& windows, std::optional<Index> season);

/// What is measured on a test set.
struct TestMeasures {
  double divergence_gamma = 1;              ///< as evaluate() has it
  std::optional<Yardstick> yardstick = {};  ///< of windows
};

/// Mean errors of forecasts of a source that come block by block. Of windows, DTW is computed for every k-th, TDI and
/// divergence, which cost several times as much, for every K-th (see ForecastSource::every()); of series, for all.
class ErrorMeans {
 public:
  /// Without test measures, only the distances are computed. Both must outlive this.
  explicit ErrorMeans(const ForecastSource& source, const TestMeasures* measures = nullptr);

  /// Takes the next block.   first: the number of its first example.   Shapes: forecast [O·D×n].
  /// Throws: as distances().
  void add(Index first, const ForecastSet& set, const Matrix<double>& forecast);

  const ForecastErrors& mean() const { return mean_; }

 private:
  void add_distances(const ForecastSet& set, const Matrix<double>& forecast);
  void add_costly(const ForecastSet& set, const Matrix<double>& forecast);
  void add_column(Index column, const ForecastSet& set, const Matrix<double>& forecast);
  void add_values(Index first, const ForecastSet& set, const Matrix<double>& forecast);

  const ForecastSource& source_;
  const TestMeasures* measures_;
  Index every_ = 1, every_costly_ = 1;
  Mean dtw_ = {}, root_dtw_ = {}, euclidean_ = {}, tdi_ = {};
  std::optional<Mean> divergence_ = Mean{};
  ForecastErrors mean_ = {};
};

/// Repeats the newest input step.   Shapes: → [O·D×N].
Matrix<double> last_value_forecast(const ForecastSet& set);

/// The target of the training series whose input is nearest; the first of equals. A step that it lacks takes the mean of
/// the training targets.   Shapes: → [O·D×N].   Cost: N·N_train distances of inputs.
Matrix<double> nearest_series_forecast(const ForecastSet& train, const ForecastSet& set, const Loss<double>& distance);

}  // namespace softwarp
