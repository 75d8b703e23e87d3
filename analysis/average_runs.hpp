/// Averages of some series of a class, by several methods, starts, weights and seeds.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "softwarp/averaging/registry.hpp"
#include "softwarp/data/series_set.hpp"

namespace softwarp {

enum class AverageStart { mean, random };
std::string to_text(AverageStart start);

struct AverageOptions {
  std::vector<MethodSpec> methods;
  std::vector<AverageStart> starts{AverageStart::mean};
  std::optional<std::string> label;          ///< class to average; unset: a random one for each seed
  Index count = 10;                          ///< series; a smaller class is taken whole
  std::vector<std::vector<double>> weights;  ///< each of `count` numbers, not all 0; empty: one list of equal weights
  bool per_step = false;                     ///< divide the loss of each series by its length
  Index steps = 0;                           ///< length of the average; 0: that of the longest of its series
  AveragingOptions averaging;
  std::function<void(const std::string& run)> on_iteration = {};  ///< called after each, from any thread
  Index repeats = 1;  ///< seeds seed … seed + repeats − 1, each with its own class, series and starts
  std::uint64_t seed = 0;
};

/// The series that a seed draws.
struct Draw {
  std::uint64_t seed = 0;
  std::string label;
  SeriesSet set;
};

/// One average.
struct AverageRun {
  std::size_t draw = 0;         ///< its place among the draws
  std::vector<double> weights;  ///< λ, of sum 1
  int iterations = 0;
  double objective = 0;  ///< Σ_i λ_i ℓ(x, y_i), or Σ_i λ_i/m_i ℓ(x, y_i) per step; measured in double
  double dtw = 0;        ///< mean_dtw() to the series, unweighted
  Vector<double> average;
};

/// The averages that differ only in the draw.
struct AverageSetting {
  MethodSpec method;
  std::optional<AverageStart> start;  ///< none if the method needs none
  std::vector<AverageRun> runs;       ///< by draw: one each, or fewer after an interrupt
};

struct Averages {
  std::vector<Draw> draws;               ///< one per seed
  std::vector<AverageSetting> settings;  ///< by weights, method, then start
};

/// The averages that average() will compute, and their series.
/// Throws: Error if there is no such class, or it has fewer series than there are weights.
Averages planned_averages(const SeriesSet& set, const AverageOptions& options);

/// Computes the planned averages, spread over threads. An interrupt ends this with the averages so far; those that have
/// not come through an iteration are taken from the plan.
/// Throws: Error as batch_of() and make_averager() do; Interrupted if there is none so far.
template <class Real>
void average(Averages& plan, const AverageOptions& options);

}  // namespace softwarp
