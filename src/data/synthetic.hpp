/// Generated data sets.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "softwarp/data/series_set.hpp"

namespace softwarp {

/// Cylinder-Bell-Funnel: noisy bumps of three shapes in turn (labels 1, 2, 3), which begin and end at random.
///   cylinder (6+η)·χ(t) + ε(t),   bell (6+η)·χ(t)·(t−a)/(b−a) + ε(t),   funnel (6+η)·χ(t)·(b−t)/(b−a) + ε(t)
/// χ = 1 on [a, b], 0 elsewhere; a uniform in 16 … 32, b − a uniform in 32 … 96, η and ε(t) standard normal, T = 128.
/// Each series is then z-normalised, as in the UCR archive.
/// Source: N. Saito, Local Feature Extraction and Its Applications Using a Library of Bases, thesis, Yale, 1994.
SeriesSet cylinder_bell_funnel(Index count, std::uint64_t seed);

/// Two spikes and the step that follows from them, of which no one can know the exact moment: 20 steps to see, 20 to
/// forecast.
///   x(t) = a·[t = i] + b·[t = j] + (b − a)·[t ≥ j + (j − i) + δ] + ε(t),   t = 0 … 39
/// i uniform in 1 … 10, j in 10 … 18, δ in −3 … 3, a, b in [0, 1), ε(t) in [0, 0.01). No labels, not z-normalised.
/// Source: V. Le Guen, N. Thome, Shape and Time Distortion Loss for Training Deep Time Series Forecasting Models,
///   NeurIPS 2019, section 4.1; the distributions are those of the authors' program.
SeriesSet spikes_and_step(Index count, std::uint64_t seed);

/// A data set by name, always the same: "cbf", the programs' default, of 30 training and 900 test series; "spikes", of
/// 500 and 500. Nothing, where there is no such name.
std::optional<TrainTest> builtin_data(std::string_view name);

/// The default.
TrainTest builtin_data();

}  // namespace softwarp
