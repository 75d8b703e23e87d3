#include "softwarp/loss/search.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <string>
#include <tuple>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/loss/pair_bounds.hpp"

namespace softwarp {
namespace {

// Pairs that are compared in a call: a few vectors of lanes.
constexpr Index kPairsTogether = 32;

// Bounds that take a larger share of the time of a comparison spare too little: short series are compared sooner.
constexpr double kDearestBounds = 0.75;

// Where more than such a share of the pairs has to be compared all the same, the bounds cost more than they spare.
constexpr double kUseless = 0.9;
constexpr Index kFewQueries = 8, kManyQueries = 64;

// Candidates that a thread holds, unless a few queries have more.
constexpr Index kMostHeld = Index{1} << 21;

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
  std::size_t next = 0;     // those before it are compared or excluded
  std::size_t ordered = 0;  // those before it are in order
};

// A bound that is tried on one candidate after another for as long as it spares more time than it takes.
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

// Some queries, searched together on one thread.
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
    while (!searching.empty()) {
      check_interrupt();
      pairs_.clear();
      of_.clear();
      while (!searching.empty() && std::ssize(pairs_) < kPairsTogether) {
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

// Every pair of some queries, one after another.
template <class Real>
class WithoutBounds {
 public:
  WithoutBounds(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y,
                const std::optional<PairBounds<Real>>& bounds, const SearchOptions& options)
      : loss_(loss), x_(x), y_(y), bounds_(bounds), options_(options) {}

  // From one query on, a few at a time, whose losses are held.
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
  const WithoutBounds<Real> all(loss, x, y, bounds, options);
  if (!bounds || bounds->relative_cost() > kDearestBounds) {
    all.run(0, found);
    return found;
  }
  const auto search = [&](Index first, Index last) {
    Tile<Real> tile(*bounds, options);
    tile.run(first, last, candidates, found);
    return tile.counts();
  };
  Index done = 0;
  if (queries >= kManyQueries) {  // the first ones show whether the bounds are of any use
    done = kFewQueries;
    found.counts = search(0, done);
    if (static_cast<double>(found.counts.compared) > kUseless * static_cast<double>(found.counts.pairs())) {
      all.run(done, found);
      return found;
    }
  }
  // Smaller where there are few, so that there is something for each thread, or many candidates to be held.
  const Index together = std::clamp<Index>(std::min(queries / 64, kMostHeld / candidates), kFewQueries, 32);
  std::vector<SearchCounts> counts(static_cast<std::size_t>((queries - done + together - 1) / together));
  parallel_for(std::ssize(counts), [&](Index t) {
    const Index first = done + t * together;
    counts[static_cast<std::size_t>(t)] = search(first, std::min(first + together, queries));
  });
  for (const SearchCounts& part : counts) found.counts += part;
  return found;
}

template Nearest nearest(const Loss<float>&, const Batch<float>&, const Batch<float>&, const SearchOptions&);
template Nearest nearest(const Loss<double>&, const Batch<double>&, const Batch<double>&, const SearchOptions&);

}  // namespace softwarp
