/// A search that compares all pairs.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "softwarp/core/parallel.hpp"
#include "softwarp/loss/pair_bounds.hpp"
#include "softwarp/loss/search/best.hpp"

namespace softwarp::search {

/// Every pair of some queries, one after another.
template <class Real>
class AllPairs {
 public:
  AllPairs(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y,
           const std::optional<PairBounds<Real>>& bounds, const SearchOptions& options)
      : loss_(loss), x_(x), y_(y), bounds_(bounds), options_(options) {}

  /// From one query on, a few at a time, whose losses are held.
  void run(Index from, Nearest& nearest) const {
    constexpr Index kTogether = 16;
    const Index queries = (options_.of_y ? y_ : x_).count(), candidates = (options_.of_y ? x_ : y_).count();
    parallel_for((queries - from + kTogether - 1) / kTogether, [&](Index tile) {
      const Index first = from + tile * kTogether, count = std::min(kTogether, queries - first);
      const Matrix<double> value = values(first, count);
      for (Index q = 0; q < count; ++q) {
        Best best(options_.k);
        for (Index c = 0; c < candidates; ++c) {
          if (!options_.leave_out || c != options_.first + first + q) best.add(value(c, q), c);
        }
        best.store(first + q, nearest);
      }
    });
    nearest.counts.compared += (queries - from) * (candidates - (options_.leave_out ? 1 : 0));
  }

 private:
  // [candidates × queries]
  Matrix<double> values(Index first, Index count) const {
    Matrix<double> value((options_.of_y ? x_ : y_).count(), count);
    if (bounds_) {  // which know the self-terms of a divergence
      constexpr Index kPairs = 4096;
      std::vector<std::pair<Index, Index>> pairs;
      for (Index begin = 0; begin < value.size(); begin += kPairs) {
        const Index end = std::min(begin + kPairs, value.size());
        pairs.clear();
        for (Index k = begin; k < end; ++k) {
          const Index candidate = k % value.rows(), query = first + k / value.rows();
          pairs.push_back(options_.of_y ? std::pair(candidate, query) : std::pair(query, candidate));
        }
        bounds_->values(pairs, {}, {value.data() + begin, static_cast<std::size_t>(end - begin)});
      }
    } else if (options_.of_y) {
      Matrix<double> turned(count, x_.count());
      loss_.cross(x_, slice(y_, first, count), turned);
      value = turned.transpose();
    } else {
      loss_.cross(slice(x_, first, count), y_, value);
    }
    return value;
  }

  const Loss<Real>& loss_;
  const Batch<Real>&x_, &y_;
  const std::optional<PairBounds<Real>>& bounds_;
  const SearchOptions& options_;
};

}  // namespace softwarp::search
