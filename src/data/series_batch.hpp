/// From a set of series to a batch, and from class labels to numbers.
#pragma once

#include <string>
#include <vector>

#include "softwarp/core/batch.hpp"
#include "softwarp/data/series_set.hpp"

namespace softwarp {

/// All series of a set, gaps filled (gaps.hpp).   Shapes: → values [D·T×N], T of the longest; zero beyond a series' end.
/// Throws: Error naming the series where a dimension has no value or Real cannot hold one.
template <class Real>
StoredBatch<Real> batch_of(const SeriesSet& set);

/// The different labels of the sets, in order: whole numbers as numbers, before words.
std::vector<std::string> class_names(const std::vector<const SeriesSet*>& sets);

/// The place of each series' label among the names.   Shapes: → [N].
std::vector<Index> class_numbers(const SeriesSet& set, const std::vector<std::string>& names);

}  // namespace softwarp
