/// How good forecasts are, and naive forecasts to compare them with.
#pragma once

#include <optional>

#include "softwarp/data/forecast_source.hpp"
#include "softwarp/loss/loss.hpp"

namespace softwarp {

/// Mean errors over the series of a set, in signal²: the two that are cheap enough to compute after each epoch.
struct Distances {
  double dtw = 0;        ///< dtw_0 with squared differences: no root, no division by the length
  double euclidean = 0;  ///< Σ_t ‖ŷ_t − y_t‖²; never below dtw
};

/// Mean errors over the series of a set, in signal² except for tdi. What a double cannot hold is infinite.
struct ForecastErrors : Distances {
  double tdi = 0;                         ///< temporal distortion of DTW's path (alignment/expected_alignment.hpp)
  std::optional<double> divergence = {};  ///< soft-DTW divergence, 0 for a perfect forecast; none if out of γ's range
};

/// Errors of forecasts against the set's targets; missing steps do not count.   Shapes: forecast [O·D×N].
/// Throws: NonFiniteError where a forecast is not finite.
Distances distances(const Matrix<double>& forecast, const ForecastSet& set);

/// The DTW error of each series.   Shapes: forecast [O·D×N] → [N].   Throws: as distances().
Vector<double> dtw_of_each(const Matrix<double>& forecast, const ForecastSet& set);

/// All errors.   divergence_gamma: the γ of the divergence, signal².   Shapes, Throws: as distances().
ForecastErrors evaluate(const Matrix<double>& forecast, const ForecastSet& set, double divergence_gamma);

/// Mean errors of forecasts of a source that come block by block. Alignments are computed for every k-th window (see
/// ForecastSource::every()), for all series.
class ErrorMeans {
 public:
  /// divergence_gamma: as evaluate() has it; without it, only the distances are measured.
  explicit ErrorMeans(const ForecastSource& source, std::optional<double> divergence_gamma = {});

  /// Takes the next block.   first: the number of its first example.   Shapes: forecast [O·D×n].
  /// Throws: as distances().
  void add(Index first, const ForecastSet& set, const Matrix<double>& forecast);

  const ForecastErrors& mean() const { return mean_; }
  Index count() const { return count_; }  ///< of the examples whose alignments were computed

 private:
  void add(const ForecastSet& set, const Matrix<double>& forecast);

  std::optional<double> divergence_gamma_;
  Index every_ = 1, count_ = 0;
  ForecastErrors mean_ = {};
};

/// Repeats the newest input step.   Shapes: → [O·D×N].
Matrix<double> last_value_forecast(const ForecastSet& set);

/// The target of the training series whose input is nearest; the first of equals. A step that it lacks takes the mean of
/// the training targets.   Shapes: → [O·D×N].   Cost: N·N_train distances of inputs.
Matrix<double> nearest_series_forecast(const ForecastSet& train, const ForecastSet& set, const Loss<double>& distance);

}  // namespace softwarp
