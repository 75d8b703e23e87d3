#include "softwarp/loss/search.hpp"

#include <algorithm>
#include <string>

#include "softwarp/core/error.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/loss/search/all_pairs.hpp"
#include "softwarp/loss/search/tile.hpp"

namespace softwarp {
namespace {

// Bounds that take a larger share of the time of a comparison spare too little: short series are compared sooner.
constexpr double kDearestBounds = 0.75;

// Where more than such a share of the pairs has to be compared all the same, the bounds cost more than they spare.
// Pairs of several lengths fill the lanes less well a few at a time.
constexpr double kUseless = 0.9, kUselessOfUnlike = 0.5;
constexpr Index kFewQueries = 8, kManyQueries = 64;

// Candidates that a thread holds, unless a few queries have more.
constexpr Index kMostHeld = Index{1} << 21;

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
  const search::AllPairs<Real> all(loss, x, y, bounds, options);
  if (!bounds || bounds->relative_cost() > kDearestBounds) {
    all.run(0, found);
    return found;
  }
  const auto search_some = [&](Index first, Index last) {
    search::Tile<Real> tile(*bounds, options);
    tile.run(first, last, candidates, found);
    return tile.counts();
  };
  Index done = 0;
  if (queries >= kManyQueries) {  // the first ones show whether the bounds are of any use
    done = kFewQueries;
    found.counts = search_some(0, done);
    const double useless = bounds->same_lengths() ? kUseless : kUselessOfUnlike;
    if (static_cast<double>(found.counts.compared) > useless * static_cast<double>(found.counts.pairs())) {
      all.run(done, found);
      return found;
    }
  }
  // Smaller where there are few, so that there is something for each thread, or many candidates to be held.
  const Index together = std::clamp<Index>(std::min(queries / 64, kMostHeld / candidates), kFewQueries, 32);
  std::vector<SearchCounts> counts(static_cast<std::size_t>((queries - done + together - 1) / together));
  parallel_for(std::ssize(counts), [&](Index t) {
    const Index first = done + t * together;
    counts[static_cast<std::size_t>(t)] = search_some(first, std::min(first + together, queries));
  });
  for (const SearchCounts& part : counts) found.counts += part;
  return found;
}

template Nearest nearest(const Loss<float>&, const Batch<float>&, const Batch<float>&, const SearchOptions&);
template Nearest nearest(const Loss<double>&, const Batch<double>&, const Batch<double>&, const SearchOptions&);

}  // namespace softwarp
