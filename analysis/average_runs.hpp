/// Averages of some series of a class, by several methods, starts, weights and seeds.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "softwarp/averaging/averager.hpp"
#include "softwarp/data/series_set.hpp"

namespace softwarp {

enum class AverageStart { mean, random };
std::string to_text(AverageStart start);

struct AverageOptions {
  std::vector<LossSpec> methods;
  std::vector<AverageStart> starts{AverageStart::mean};
  std::optional<std::string> label;          ///< class to average; unset: a random one for each seed
  Index count = 10;                          ///< series; a class of fewer is taken whole
  std::vector<std::vector<double>> weights;  ///< each of `count` numbers, not all 0; empty: all equal, once
  Index steps = 0;                           ///< length of the average; 0: of the longest of its series
  AveragingOptions averaging;
  Index repeats = 1;  ///< seeds seed … seed + repeats − 1, each with a class, series and starts of its own
  std::uint64_t seed = 0;
};

/// The series that a seed draws.
struct DrawnSeries {
  std::uint64_t seed = 0;
  std::string label;
  SeriesSet set;
};

/// One average.
struct AverageRun {
  std::size_t drawn = 0;  ///< of which series
  std::vector<double> weights;
  LossSpec method;
  std::optional<AverageStart> start;  ///< none where the method needs none
  int iterations = 0;
  double objective = 0;  ///< Σ_i λ_i ℓ(x, y_i), Σ_i λ_i = 1, measured in double
  double dtw = 0;        ///< mean DTW to the series, unweighted
  Vector<double> average;
};

struct AverageRuns {
  std::vector<DrawnSeries> drawn;
  std::vector<AverageRun> runs;  ///< by weights, method, start, then seed
};

/// The runs that average() will make, and their series.
/// Throws: Error where there is no such class, or fewer series than weights.
AverageRuns planned_averages(const SeriesSet& set, const AverageOptions& options);

/// Makes the planned runs, spread over threads.
/// Throws: Error as batch_of() and make_averager() do.
template <class Real>
void average(AverageRuns& plan, const AverageOptions& options);

}  // namespace softwarp
