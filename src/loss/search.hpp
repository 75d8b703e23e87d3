/// The nearest series under a loss, exactly, without comparing all pairs.
#pragma once

#include <vector>

#include "softwarp/loss/loss.hpp"

namespace softwarp {

struct SearchOptions {
  Index k = 1;             ///< how many of the nearest are wanted
  bool leave_out = false;  ///< whether query q is candidate first + q, which is none for it
  Index first = 0;
  bool of_y = false;  ///< whether the series of y are the queries and those of x the candidates, not vice versa
};

/// How many pairs each bound spared, and how many were compared.
struct SearchCounts {
  Index kim = 0, keogh = 0, improved = 0;
  Index compared = 0;

  Index pairs() const { return kim + keogh + improved + compared; }
  SearchCounts& operator+=(const SearchCounts& other);
};

struct Nearest {
  Matrix<Index> series;  ///< [k × queries], the nearest first; of equals the one with the lower number
  Matrix<double> value;  ///< [k × queries], their losses
  SearchCounts counts;
};

/// The k nearest candidates of each query under ℓ(x, y), with the numbers that comparing all pairs gives, to the last
/// bit.
///
/// The candidates of a query are taken in the order of a lower bound (loss/pair_bounds.hpp), a few for each of many
/// queries at a time, which fills the lanes of the kernel, until the bound of the next exceeds the k-th smallest loss.
/// Where nothing bounds the loss, all pairs are compared. The counts are the same for any number of threads.
/// Throws: as Loss::pairs(); Error unless k is from 1 to the number of candidates.
/// Cost: O(Q·N·(n + m)), and O(n·m) for each pair that no bound excludes; memory O(N) per query, 8 to 32 at a time on a
///   thread.
template <class Real>
Nearest nearest(const Loss<Real>& loss, const Batch<Real>& x, const Batch<Real>& y, const SearchOptions& options = {});

}  // namespace softwarp
