/// How well clusters agree with class labels.
#pragma once

#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// Share of items whose cluster is matched to their class, under the best one-to-one match of clusters to classes.
/// Shapes: clusters, classes [N], numbered from 0.   Cost: O(N + K³), K the larger number of groups.
/// Source: R. Jonker, A. Volgenant, Computing 38, 1987.
double matched_accuracy(const std::vector<Index>& clusters, const std::vector<Index>& classes);

/// The adjusted Rand index: 1 for equal partitions, about 0 for unrelated ones.
/// Shapes: as matched_accuracy().
/// Source: L. Hubert, P. Arabie, Comparing partitions, Journal of Classification 2, 1985.
double adjusted_rand_index(const std::vector<Index>& clusters, const std::vector<Index>& classes);

/// How many items lie in cluster i and class j.   Shapes: → [clusters × classes].
Matrix<double> contingency(const std::vector<Index>& clusters, const std::vector<Index>& classes);

}  // namespace softwarp
