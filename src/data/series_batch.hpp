/// Converts a set of series to a batch, and class labels to numbers.
#pragma once

#include <string>
#include <vector>

#include "softwarp/core/batch.hpp"
#include "softwarp/data/series_set.hpp"

namespace softwarp {

/// All series of a set, with gaps filled (gaps.hpp).
/// Shapes: → values [D·T×N], T being the length of the longest; zero beyond the end of a series.
/// Throws: Error naming the series if a dimension has no value or a value does not fit in Real.
template <class Real>
StoredBatch<Real> batch_of(const SeriesSet& set);

/// The distinct labels of the sets, sorted: integers first, by value, then words.
std::vector<std::string> class_names(const std::vector<const SeriesSet*>& sets);

/// The index of each series' label among the names.   Shapes: → [N].
std::vector<Index> class_numbers(const SeriesSet& set, const std::vector<std::string>& names);

}  // namespace softwarp
