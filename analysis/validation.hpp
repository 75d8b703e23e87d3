/// Choosing between candidates, such as values of γ, by how they do on series that they have not seen.
#pragma once

#include <functional>
#include <vector>

#include "softwarp/core/random.hpp"

namespace softwarp {

/// Two parts of a set, as indices in ascending order.
struct Split {
  std::vector<Index> learn, judge;
};

/// Draws about the given share of every class to learn from, but at least one series of each; the rest judges.
/// Shapes: classes [N].   Units: 0 < share < 1.
Split stratified_split(const std::vector<Index>& classes, double share, Random& random);

/// The candidate with the highest mean score over the rounds; of equally good ones the middle one.
/// The scores are computed in parallel.   Throws: what score throws.
Index best_candidate(Index candidates, Index rounds, const std::function<double(Index candidate, Index round)>& score);

/// `count` numbers from low to high with a constant ratio.   Units: 0 < low < high, count ≥ 2.
std::vector<double> log_spaced(double low, double high, Index count);

}  // namespace softwarp
