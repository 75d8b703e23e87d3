#include "validation.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>

#include "softwarp/core/parallel.hpp"

namespace softwarp {

Split stratified_split(const std::vector<Index>& classes, double share, Random& random) {
  std::map<Index, std::vector<Index>> members;
  for (std::size_t i = 0; i < classes.size(); ++i) members[classes[i]].push_back(static_cast<Index>(i));
  Split split;
  for (auto& [label, series] : members) {
    random.shuffle(series);
    const auto size = static_cast<double>(series.size());
    const auto learn = series.begin() + std::max<std::ptrdiff_t>(1, std::lround(share * size));
    split.learn.insert(split.learn.end(), series.begin(), learn);
    split.judge.insert(split.judge.end(), learn, series.end());
  }
  std::ranges::sort(split.learn);
  std::ranges::sort(split.judge);
  return split;
}

Index best_candidate(Index candidates, Index rounds, const std::function<double(Index candidate, Index round)>& score) {
  assert(candidates >= 1 && rounds >= 1);
  Matrix<double> scores(rounds, candidates);
  parallel_for(scores.size(), [&](Index k) { scores(k) = score(k / rounds, k % rounds); });
  const Vector<double> mean = scores.colwise().mean();
  constexpr double kRounding = 1e-12;
  std::vector<Index> best;
  for (Index c = 0; c < candidates; ++c) {
    if (mean[c] >= mean.maxCoeff() - kRounding) best.push_back(c);
  }
  return best[best.size() / 2];
}

std::vector<double> log_spaced(double low, double high, Index count) {
  assert(low > 0 && low < high && count >= 2);
  std::vector<double> numbers;
  for (Index k = 0; k < count; ++k)
    numbers.push_back(low * std::pow(high / low, static_cast<double>(k) / static_cast<double>(count - 1)));
  return numbers;
}

}  // namespace softwarp
