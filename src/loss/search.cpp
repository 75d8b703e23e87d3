#include "softwarp/loss/search.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/loss/pair_bounds.hpp"

namespace softwarp {
namespace {

// Pairs that are compared in a call, for each of the queries that still search at least one: a few vectors of lanes.
constexpr Index kPairsTogether = 32;

// The nearest candidates of a query so far.
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

  // Above which no candidate is wanted.
  double limit() const { return found_.size() == k_ ? found_.back().first : std::numeric_limits<double>::infinity(); }

  void store(Index query, Nearest& nearest) const {
    for (std::size_t k = 0; k < k_; ++k)
      std::tie(nearest.value(static_cast<Index>(k), query), nearest.series(static_cast<Index>(k), query)) = found_[k];
  }

 private:
  std::size_t k_;
  std::vector<std::pair<double, Index>> found_;  // in order, so that of equals the first series comes first
};

struct Candidate {
  double bound;
  Index series;
  double kim;
};
bool operator<(const Candidate& a, const Candidate& b) {
  return std::pair(a.bound, a.series) < std::pair(b.bound, b.series);
}

struct Query {
  Index series;
  Best best;
  std::vector<Candidate> candidates;
  std::size_t next = 0;  // those before it are compared or excluded
  bool sorted = false;
};

// Some queries, searched together on one thread.
template <class Real>
class Tile {
 public:
  Tile(const PairBounds<Real>& bounds, const SearchOptions& options) : bounds_(bounds), options_(options) {}

  void run(Index first, Index last, Index candidates, Nearest& nearest) {
    for (Index i = first; i < last; ++i) queries_.push_back({i, Best(options_.k), {}});
    for (Query& query : queries_) query.candidates.reserve(static_cast<std::size_t>(candidates));
    for (Index j = 0; j < candidates; ++j) {
      for (Query& query : queries_) {
        if (options_.leave_out && query.series == j) continue;
        const auto [x, y] = pair(query.series, j);
        const auto [kim, keogh] = bounds_.first(x, y);
        query.candidates.push_back({keogh, j, kim});
      }
    }
    auto searching = static_cast<Index>(queries_.size());
    while (searching > 0) {
      check_interrupt();
      const Index share = std::max(options_.k, (kPairsTogether + searching - 1) / searching);
      pairs_.clear();
      of_.clear();
      searching = 0;
      for (Query& query : queries_) {
        take(query, share);
        if (query.next < query.candidates.size()) ++searching;
      }
      compare();
    }
    for (const Query& query : queries_) query.best.store(query.series, nearest);
  }

  const SearchCounts& counts() const { return counts_; }

 private:
  std::pair<Index, Index> pair(Index query, Index candidate) const {
    return options_.of_y ? std::pair(candidate, query) : std::pair(query, candidate);
  }

  // The next candidates of a query that no bound excludes.
  void take(Query& query, Index share) {
    auto& candidates = query.candidates;
    if (query.next == candidates.size()) return;
    const double limit = query.best.limit();
    if (query.next == 0) {  // as yet there is no limit
      const auto last = candidates.begin() + std::min<std::ptrdiff_t>(share, std::ssize(candidates));
      std::nth_element(candidates.begin(), last - 1, candidates.end());
      for (; query.next < static_cast<std::size_t>(last - candidates.begin()); ++query.next) add(query);
      return;
    }
    if (!query.sorted) {
      const auto rest = candidates.begin() + static_cast<std::ptrdiff_t>(query.next);
      const auto beyond = std::partition(rest, candidates.end(), [&](const Candidate& c) { return c.bound <= limit; });
      std::for_each(beyond, candidates.end(), [&](const Candidate& c) { exclude(c, limit); });
      candidates.erase(beyond, candidates.end());
      std::sort(rest, candidates.end());
      query.sorted = true;
    }
    for (; share > 0 && query.next < candidates.size(); ++query.next) {
      const Candidate& candidate = candidates[query.next];
      if (candidate.bound > limit) {
        for (std::size_t k = query.next; k < candidates.size(); ++k) exclude(candidates[k], limit);
        query.next = candidates.size();
        return;
      }
      const auto [x, y] = pair(query.series, candidate.series);
      if (bounds_.other_way(x, y) > limit) {
        ++counts_.keogh;
      } else if (bounds_.improved(x, y) > limit) {
        ++counts_.improved;
      } else {
        add(query);
        --share;
      }
    }
  }

  void add(const Query& query) {
    pairs_.push_back(pair(query.series, query.candidates[query.next].series));
    of_.push_back(static_cast<std::size_t>(&query - queries_.data()));
  }

  void exclude(const Candidate& candidate, double limit) { ++(candidate.kim > limit ? counts_.kim : counts_.keogh); }

  void compare() {
    values_.resize(pairs_.size());
    bounds_.values(pairs_, values_);
    for (std::size_t k = 0; k < pairs_.size(); ++k)
      queries_[of_[k]].best.add(values_[k], options_.of_y ? pairs_[k].first : pairs_[k].second);
    counts_.compared += static_cast<Index>(pairs_.size());
  }

  const PairBounds<Real>& bounds_;
  const SearchOptions& options_;
  std::vector<Query> queries_;
  std::vector<std::pair<Index, Index>> pairs_;  // to be compared
  std::vector<std::size_t> of_;                 // their queries
  std::vector<double> values_;
  SearchCounts counts_;
};

template <class Real>
void compare_all(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y, const SearchOptions& options,
                 Nearest& nearest) {
  // A few queries at a time, whose losses are held.
  const Batch<Real>& queries = options.of_y ? y : x;
  constexpr Index kTogether = 16;
  parallel_for((queries.count() + kTogether - 1) / kTogether, [&](Index tile) {
    const Index first = tile * kTogether, count = std::min(kTogether, queries.count() - first);
    const Batch<Real> some{queries.values.middleCols(first, count), queries.dims,
                           queries.lengths.empty() ? queries.lengths
                                                   : queries.lengths.subspan(static_cast<std::size_t>(first),
                                                                             static_cast<std::size_t>(count))};
    Matrix<double> value;  // [candidates × queries]
    if (options.of_y) {
      Matrix<double> turned(count, x.count());
      loss.cross(x, some, turned);
      value = turned.transpose();
    } else {
      value.resize(y.count(), count);
      loss.cross(some, y, value);
    }
    for (Index q = 0; q < count; ++q) {
      Best best(options.k);
      for (Index c = 0; c < value.rows(); ++c) {
        if (!options.leave_out || c != first + q) best.add(value(c, q), c);
      }
      best.store(first + q, nearest);
    }
  });
  nearest.counts.compared = queries.count() * ((options.of_y ? x : y).count() - (options.leave_out ? 1 : 0));
}

}  // namespace

SearchCounts& SearchCounts::operator+=(const SearchCounts& other) {
  kim += other.kim;
  keogh += other.keogh;
  improved += other.improved;
  compared += other.compared;
  return *this;
}

template <class Real>
Nearest nearest(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y, const SearchOptions& options) {
  const Index queries = (options.of_y ? y : x).count(), candidates = (options.of_y ? x : y).count();
  const Index most = candidates - (options.leave_out ? 1 : 0);
  if (options.k < 1 || options.k > most)
    throw Error("nearest: expected a k from 1 to the number of candidates, " + std::to_string(most) + ", found " +
                std::to_string(options.k));
  Nearest found{Matrix<Index>(options.k, queries), Matrix<double>(options.k, queries), {}};
  const std::optional<PairBounds<Real>> bounds = PairBounds<Real>::of(loss, x, y);
  if (!bounds) {
    compare_all(loss, x, y, options, found);
    return found;
  }
  // Smaller where there are few, so that there is something for each thread.
  const Index together = std::clamp<Index>(queries / 64, 8, 32), tiles = (queries + together - 1) / together;
  std::vector<SearchCounts> counts(static_cast<std::size_t>(tiles));
  parallel_for(tiles, [&](Index t) {
    Tile<Real> tile(*bounds, options);
    tile.run(t * together, std::min((t + 1) * together, queries), candidates, found);
    counts[static_cast<std::size_t>(t)] = tile.counts();
  });
  for (const SearchCounts& part : counts) found.counts += part;
  return found;
}

template Nearest nearest(const Loss<float>&, const Batch<float>&, const Batch<float>&, const SearchOptions&);
template Nearest nearest(const Loss<double>&, const Batch<double>&, const Batch<double>&, const SearchOptions&);

}  // namespace softwarp
