#include "softwarp/averaging/kmeans.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <limits>
#include <mutex>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "softwarp/averaging/euclidean_mean.hpp"
#include "softwarp/averaging/one_to_all.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/core/random.hpp"
#include "softwarp/loss/search.hpp"

namespace softwarp {
namespace {

template <class Real>
class Lloyd {
 public:
  Lloyd(const Averager<Real>& averager, const Batch<Real>& y, const KMeansOptions& options)
      : averager_(averager),
        y_(y),
        options_(options),
        weights_(options.weights.size() > 0 ? options.weights : Vector<double>::Ones(y.count())),
        own_(y.count()),
        moved_(static_cast<std::size_t>(options.k), true),
        averaged_(static_cast<std::size_t>(options.k)) {}

  // Interrupted: as far as it has come, if it has come through a round.
  KMeansResult run(Random& random) {
    KMeansResult result;
    result.centroids = start(random);
    assign(result);
    try {
      while (result.iterations < options_.outer) {
        KMeansResult next = result;
        average(next);
        ++next.iterations;
        assign(next);
        std::swap(result, next);
        if (result.assignment == next.assignment) break;
      }
    } catch (const Interrupted&) {
      if (result.iterations == 0) throw;
    }
    return result;
  }

 private:
  Vector<double> series(Index i) const {
    const Vector<double> values = y_.values.col(i).head(y_.length(i) * y_.dims).template cast<double>();
    return resampled(values, y_.dims, options_.steps);
  }

  Matrix<double> start(Random& random) const {
    if (options_.start == KMeansStart::mean) {
      KMeansOptions euclidean = options_;
      euclidean.start = KMeansStart::random;
      const EuclideanMean<Real> mean;
      return Lloyd(mean, y_, euclidean).run(random).centroids;
    }
    Matrix<double> centroids(y_.dims * options_.steps, options_.k);
    if (options_.start == KMeansStart::random) {
      std::vector<Index> order(static_cast<std::size_t>(y_.count()));
      std::iota(order.begin(), order.end(), Index{0});
      random.shuffle(order);
      for (Index c = 0; c < options_.k; ++c) centroids.col(c) = series(order[static_cast<std::size_t>(c)]);
      return centroids;
    }
    centroids.col(0) = series(random.below(y_.count()));
    Vector<double> nearest = one_to_all(averager_.loss(), centroids.col(0).eval(), y_);
    for (Index c = 1; c < options_.k; ++c) {
      centroids.col(c) = series(far_series(nearest, random));
      nearest = nearest.cwiseMin(one_to_all(averager_.loss(), centroids.col(c).eval(), y_));
    }
    return centroids;
  }

  // A series drawn in proportion to its weight and its distance from the nearest centroid. Since a loss may be
  // negative, distances count from the smallest one.
  Index far_series(const Vector<double>& nearest, Random& random) const {
    const Vector<double> share = weights_.array() * (nearest.array() - nearest.minCoeff());
    if (share.sum() == 0) return random.below(y_.count());
    double drawn = random.uniform() * share.sum();
    Index i = 0;
    while (i + 1 < share.size() && (drawn -= share[i]) >= 0) ++i;
    return i;
  }

  // Gives some series the nearest of some centroids, of equals the first, unless what they have is nearer.
  void choose(const std::vector<Index>& some, const std::vector<Index>& centroids, KMeansResult& result) {
    if (some.empty() || centroids.empty()) return;
    const Matrix<Real> x = result.centroids(Eigen::all, centroids).template cast<Real>();
    const StoredBatch<Real> y = select(y_, some);
    const Nearest found = nearest<Real>(averager_.loss(), {x, y_.dims}, y, {.of_y = true});
    for (std::size_t k = 0; k < some.size(); ++k) {
      const auto place = static_cast<Index>(k);
      Index& cluster = result.assignment[static_cast<std::size_t>(some[k])];
      const std::pair nearer(found.value(0, place), centroids[static_cast<std::size_t>(found.series(0, place))]);
      if (nearer < std::pair(own_[some[k]], cluster)) std::tie(own_[some[k]], cluster) = nearer;
    }
  }

  // The nearest centroid of each series. Sets the objective, and the centroid of a cluster that would be empty.
  //
  // A series whose own centroid has stayed is still no nearer to the others that have.
  void assign(KMeansResult& result) {
    std::vector<Index> all(static_cast<std::size_t>(options_.k)), moved, with_moved, with_still;
    std::iota(all.begin(), all.end(), Index{0});
    const auto has_moved = [&](Index c) { return moved_[static_cast<std::size_t>(c)] != 0; };
    std::ranges::copy_if(all, std::back_inserter(moved), has_moved);
    std::vector<Index>& assignment = result.assignment;
    assignment.resize(static_cast<std::size_t>(y_.count()), 0);  // at first all have moved
    for (Index i = 0; i < y_.count(); ++i) {
      const bool own_moved = has_moved(assignment[static_cast<std::size_t>(i)]);
      (own_moved ? with_moved : with_still).push_back(i);
      if (own_moved) own_[i] = std::numeric_limits<double>::infinity();
    }
    choose(with_moved, all, result);
    choose(with_still, moved, result);
    std::ranges::fill(moved_, char{false});
    std::vector<Index> size(static_cast<std::size_t>(options_.k), 0);
    for (const Index cluster : assignment) ++size[static_cast<std::size_t>(cluster)];
    for (Index c = 0; c < options_.k; ++c) {
      if (size[static_cast<std::size_t>(c)] > 0) continue;
      Index farthest = -1;
      for (Index i = 0; i < y_.count(); ++i) {
        const bool alone = size[static_cast<std::size_t>(assignment[static_cast<std::size_t>(i)])] == 1;
        if (!alone && (farthest < 0 || weights_[i] * own_[i] > weights_[farthest] * own_[farthest])) farthest = i;
      }
      Index& cluster = assignment[static_cast<std::size_t>(farthest)];
      --size[static_cast<std::size_t>(cluster)];
      cluster = c;
      size[static_cast<std::size_t>(c)] = 1;
      result.centroids.col(c) = series(farthest);
      moved_[static_cast<std::size_t>(c)] = true;
      averaged_[static_cast<std::size_t>(c)].clear();
      const StoredBatch<Real> alone = select(y_, {farthest});
      own_[farthest] = one_to_all<Real>(averager_.loss(), result.centroids.col(c).eval(), alone)[0];
    }
    result.objective = weights_.dot(own_) / (options_.weights.size() > 0 ? 1 : static_cast<double>(y_.count()));
  }

  // A cluster with the same series as at its last averaging keeps its centroid, unless that averaging used up its
  // iterations and moved the centroid: only then can another one get further.
  void average(KMeansResult& result) {
    parallel_for(options_.k, [&](Index c) {
      std::vector<Index> members;
      for (Index i = 0; i < y_.count(); ++i) {
        if (result.assignment[static_cast<std::size_t>(i)] == c) members.push_back(i);
      }
      std::vector<Index>& before = averaged_[static_cast<std::size_t>(c)];
      if (members == before) return;
      moved_[static_cast<std::size_t>(c)] = true;
      const StoredBatch<Real> cluster = select(y_, members);
      Vector<double> x = result.centroids.col(c);
      const Vector<double> weights = weights_(members);
      const AveragingResult found = averager_.improve(x, cluster, weights / weights.sum(), options_.inner);
      if (found.iterations < options_.inner.iterations || x == result.centroids.col(c)) before = members;
      result.centroids.col(c) = x;
    });
  }

  const Averager<Real>& averager_;
  const Batch<Real>& y_;
  const KMeansOptions& options_;
  const Vector<double> weights_;              // λ, or ones if none are given
  Vector<double> own_;                        // ℓ of each series and its centroid
  std::vector<char> moved_;                   // since the last assignment; not vector<bool>: threads write to it
  std::vector<std::vector<Index>> averaged_;  // the series whose average each centroid is; empty if it is none
};

}  // namespace

template <class Real>
KMeansResult kmeans(const Averager<Real>& averager, const Batch<Real>& y, const KMeansOptions& options) {
  assert(options.k >= 1 && options.k <= y.count() && options.steps >= 1 && options.restarts >= 1);
  assert(options.weights.size() == 0 || (options.weights.size() == y.count() && options.weights.minCoeff() > 0));
  std::mutex mutex;
  std::optional<std::pair<Index, KMeansResult>> best;  // the first of equals
  try {
    parallel_for(options.restarts, [&](Index r) {
      Random random(options.seed, static_cast<std::uint64_t>(r));
      std::pair found(r, Lloyd<Real>(averager, y, options).run(random));
      const auto rank = [](const auto& of) { return std::pair(of.second.objective, of.first); };
      const std::lock_guard lock(mutex);
      if (!best || rank(found) < rank(*best)) best = std::move(found);
      if (options.on_restart) options.on_restart();
    });
  } catch (const Interrupted&) {
    if (!best) throw;
  }
  return std::move(best->second);
}

template KMeansResult kmeans(const Averager<float>&, const Batch<float>&, const KMeansOptions&);
template KMeansResult kmeans(const Averager<double>&, const Batch<double>&, const KMeansOptions&);

}  // namespace softwarp
