/// Generated data sets.
#pragma once

#include <cstdint>

#include "softwarp/data/series_set.hpp"

namespace softwarp {

/// Cylinder-Bell-Funnel: noisy bumps of three shapes in turn (labels 1, 2, 3), which begin and end at random.
///   cylinder (6+η)·χ(t) + ε(t),   bell (6+η)·χ(t)·(t−a)/(b−a) + ε(t),   funnel (6+η)·χ(t)·(b−t)/(b−a) + ε(t)
/// χ = 1 on [a, b], 0 elsewhere; a uniform in 16 … 32, b − a uniform in 32 … 96, η and ε(t) standard normal, T = 128.
/// Each series is then z-normalised, as in the UCR archive.
/// Source: N. Saito, Local Feature Extraction and Its Applications Using a Library of Bases, thesis, Yale, 1994.
SeriesSet cylinder_bell_funnel(Index count, std::uint64_t seed);

/// The data set that the programs use by default: 30 training and 900 test series, always the same.
TrainTest builtin_data();

}  // namespace softwarp
