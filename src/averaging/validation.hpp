/// Choosing between candidates, a γ say, by what they do on series that they have not seen.
#pragma once

#include <functional>
#include <vector>

#include "softwarp/core/random.hpp"

namespace softwarp {

/// Two parts of a set, as indices in rising order.
struct Split {
  std::vector<Index> learn, judge;
};

/// Draws about the given share of every class to learn from, at least one series of each; the rest judges.
/// Shapes: classes [N].   Needs 0 < share < 1.
Split stratified_split(const std::vector<Index>& classes, double share, Random& random);

/// The candidate with the highest mean score over the splits; of several equally good ones the middle one.
/// Scores are computed in parallel.   Throws: what score throws.
Index best_candidate(Index candidates, const std::vector<Split>& splits,
                     const std::function<double(Index candidate, const Split& split)>& score);

/// `count` numbers from low to high, each the same factor above the one before.   Needs 0 < low < high, count ≥ 2.
std::vector<double> log_spaced(double low, double high, Index count);

}  // namespace softwarp
