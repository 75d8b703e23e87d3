/// A search by lower bounds, for some queries on one thread.
#pragma once

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>
#include <vector>

#include "softwarp/core/interrupt.hpp"
#include "softwarp/loss/pair_bounds.hpp"
#include "softwarp/loss/search/best.hpp"

namespace softwarp::search {

/// Pairs that are compared in a call: a few vectors of lanes; of several lengths many, so that like ones come together.
constexpr Index kPairsTogether = 32, kUnlikePairsTogether = 512;

struct Candidate {
  double bound;
  Index series;
  double kim;
};
inline bool operator<(const Candidate& a, const Candidate& b) {
  return std::pair(a.bound, a.series) < std::pair(b.bound, b.series);
}

struct Query {
  Index series;
  Best best;
  std::vector<Candidate> candidates;
  std::size_t next = 0;     // those before it are compared or excluded
  std::size_t ordered = 0;  // those before it are in order
};

/// A bound that is tried on one candidate after another for as long as it spares more time than it takes.
struct Stage {
  double cost;  // of a try, relative to a comparison
  Index tried = 0, excluded = 0;

  bool pays() const {
    constexpr Index kTrial = 64;
    return tried < kTrial || static_cast<double>(excluded) >= cost * static_cast<double>(tried);
  }
  bool excludes(double bound, double limit) {
    ++tried;
    excluded += bound > limit ? 1 : 0;
    return bound > limit;
  }
};

/// Some queries, searched together on one thread.
template <class Real>
class Tile {
 public:
  Tile(const PairBounds<Real>& bounds, const SearchOptions& options)
      : bounds_(bounds),
        options_(options),
        other_way_{0.2 * bounds.relative_cost()},
        improved_{bounds.relative_cost()} {}

  void run(Index first, Index last, Index candidates, Nearest& nearest) {
    std::deque<std::size_t> searching;  // in turn
    for (Index i = first; i < last; ++i) {
      searching.push_back(queries_.size());
      queries_.push_back({i, Best(options_.k), {}});
      queries_.back().candidates.reserve(static_cast<std::size_t>(candidates));
    }
    for (Index j = 0; j < candidates; ++j) {
      check_interrupt();
      for (Query& query : queries_) {
        if (options_.leave_out && query.series + options_.first == j) continue;
        const auto [x, y] = pair(query.series, j);
        const auto [kim, keogh] = bounds_.first(x, y);
        query.candidates.push_back({keogh, j, kim});
      }
    }
    const Index together = bounds_.same_lengths() ? kPairsTogether : kUnlikePairsTogether;
    while (!searching.empty()) {
      check_interrupt();
      pairs_.clear();
      of_.clear();
      while (!searching.empty() && std::ssize(pairs_) < together) {
        const std::size_t query = searching.front();
        searching.pop_front();
        if (take(query)) searching.push_back(query);
      }
      compare();
    }
    for (const Query& query : queries_) query.best.store(query.series, nearest);
  }

  SearchCounts counts() const {
    SearchCounts all = counts_;
    all.keogh += other_way_.excluded;
    all.improved += improved_.excluded;
    return all;
  }

 private:
  std::pair<Index, Index> pair(Index query, Index candidate) const {
    return options_.of_y ? std::pair(candidate, query) : std::pair(query, candidate);
  }

  // Takes the next candidate of a query that no bound excludes; false if there is none.
  bool take(std::size_t number) {
    Query& query = queries_[number];
    auto& candidates = query.candidates;
    const double limit = query.best.limit();
    for (; query.next < candidates.size(); ++query.next) {
      order(query, limit);
      if (query.next == candidates.size()) break;
      const Candidate& candidate = candidates[query.next];
      if (candidate.bound > limit) {
        exclude(query, query.next, limit);
        break;
      }
      const auto compared = pair(query.series, candidate.series);
      const auto [x, y] = compared;
      if (std::isfinite(limit)) {
        if (other_way_.pays() && other_way_.excludes(bounds_.other_way(x, y), limit)) continue;
        if (improved_.pays() && improved_.excludes(bounds_.improved(x, y), limit)) continue;
      }
      pairs_.push_back(compared);
      of_.push_back(number);
      ++query.next;
      return true;
    }
    return false;
  }

  // Puts the next candidates in order: while there is no limit, a few; then all that are within it.
  void order(Query& query, double limit) {
    if (query.next < query.ordered) return;
    auto& candidates = query.candidates;
    const auto rest = candidates.begin() + static_cast<std::ptrdiff_t>(query.next);
    if (std::isinf(limit)) {
      const auto few = std::min<std::ptrdiff_t>(candidates.end() - rest, std::max<std::ptrdiff_t>(options_.k, 4));
      std::partial_sort(rest, rest + few, candidates.end());
      query.ordered = query.next + static_cast<std::size_t>(few);
      return;
    }
    const auto beyond = std::partition(rest, candidates.end(), [&](const Candidate& c) { return c.bound <= limit; });
    exclude(query, static_cast<std::size_t>(beyond - candidates.begin()), limit);
    std::sort(rest, candidates.end());
    query.ordered = candidates.size();
  }

  // All candidates from one on.
  void exclude(Query& query, std::size_t first, double limit) {
    for (std::size_t k = first; k < query.candidates.size(); ++k)
      ++(query.candidates[k].kim > limit ? counts_.kim : counts_.keogh);
    query.candidates.erase(query.candidates.begin() + static_cast<std::ptrdiff_t>(first), query.candidates.end());
  }

  void compare() {
    values_.resize(pairs_.size());
    limits_.clear();
    for (const std::size_t query : of_) limits_.push_back(queries_[query].best.limit());
    bounds_.values(pairs_, limits_, values_);
    for (std::size_t k = 0; k < pairs_.size(); ++k)
      queries_[of_[k]].best.add(values_[k], options_.of_y ? pairs_[k].first : pairs_[k].second);
    counts_.compared += static_cast<Index>(pairs_.size());
  }

  const PairBounds<Real>& bounds_;
  const SearchOptions& options_;
  std::vector<Query> queries_;
  std::vector<std::pair<Index, Index>> pairs_;  // to be compared
  std::vector<std::size_t> of_;                 // their queries
  std::vector<double> limits_, values_;
  Stage other_way_, improved_;
  SearchCounts counts_;  // without those of the stages
};

}  // namespace softwarp::search
