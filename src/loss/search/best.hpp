/// The nearest candidates of one query.
#pragma once

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "softwarp/loss/search.hpp"

namespace softwarp::search {

/// The nearest candidates of a query so far.
class Best {
 public:
  explicit Best(Index k) : k_(static_cast<std::size_t>(k)) {}

  void add(double value, Index series) {
    const std::pair found(value, series);
    const auto place = std::ranges::upper_bound(found_, found);
    if (found_.size() == k_ && place == found_.end()) return;
    found_.insert(place, found);
    if (found_.size() > k_) found_.pop_back();
  }

  /// Above which no candidate is wanted.
  double limit() const { return found_.size() == k_ ? found_.back().first : std::numeric_limits<double>::infinity(); }

  void store(Index query, Nearest& nearest) const {
    for (std::size_t k = 0; k < k_; ++k)
      std::tie(nearest.value(static_cast<Index>(k), query), nearest.series(static_cast<Index>(k), query)) = found_[k];
  }

 private:
  std::size_t k_;
  std::vector<std::pair<double, Index>> found_;  // in order, so that of equals the first series comes first
};

}  // namespace softwarp::search
