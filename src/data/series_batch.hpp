/// Converts a set of series to a batch, and class labels to numbers.
#pragma once

#include <string>
#include <vector>

#include "softwarp/core/batch.hpp"
#include "softwarp/data/series_set.hpp"

namespace softwarp {

/// The mean of all values of a set that are there, in each dimension; 0 where none is.   Shapes: → [D].
Vector<double> centre_of(const SeriesSet& set);

/// All series of a set less a constant in each dimension, with gaps filled (gaps.hpp). All costs compare differences, so
/// that a constant changes no alignment; it is taken off in double, because a float would round what an offset leaves.
/// Shapes: centre [D] → values [D·T×N], T being the length of the longest; zero beyond the end of a series.
/// Throws: Error naming the series if a dimension has no value or a value does not fit in Real.
template <class Real>
StoredBatch<Real> batch_of(const SeriesSet& set, const Vector<double>& centre);

/// Adds the constants again, step by step.   Shapes: series [D·T×N], centre [D].
void add_centre(MatrixRef<double> series, const Vector<double>& centre);

/// The distinct labels of the sets, sorted: integers first, by value, then words.
std::vector<std::string> class_names(const std::vector<const SeriesSet*>& sets);

/// The index of each series' label among the names.   Shapes: → [N].
std::vector<Index> class_numbers(const SeriesSet& set, const std::vector<std::string>& names);

}  // namespace softwarp
