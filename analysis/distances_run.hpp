/// What distances computes: a matrix of losses, or the nearest series of each, tile by tile into a shared file.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "shared_file.hpp"
#include "softwarp/data/series_set.hpp"
#include "softwarp/loss/loss_spec.hpp"
#include "softwarp/loss/search.hpp"

namespace softwarp {

struct DistancesOptions {
  LossSpec metric;
  std::optional<Index> nearest = {};
  Share share = {};
  std::string output = {};
  bool as_text = false;
  std::function<void(Index pairs, Index of)> on_tile = {};  ///< after each, and at the start with what was done before
};

struct DistancesResult {
  Index rows = 0, columns = 0;          ///< of the file; columns: K for the nearest
  Index pairs = 0, done = 0, here = 0;  ///< pairs of this share; done so far; by this run
  SearchCounts counts;                  ///< of the nearest, by this run
  double seconds = 0;                   ///< that this run has taken to compare
  bool whole = false;                   ///< whether the file has its name
};

/// Rows: the series of x; columns: those of y, or of x again if there is no y. A pair of one collection is compared
/// once, the series with the lower number first, and stands in the matrix twice.
/// Throws: Error, as make_loss(), Loss::pairs() and SharedFile do, or where a distance does not fit the file's numbers.
/// An interrupt ends it; `result` then says what is done.
template <class Real>
void compute_distances(const SeriesSet& x, const SeriesSet* y, const DistancesOptions& options,
                       DistancesResult& result);

}  // namespace softwarp
