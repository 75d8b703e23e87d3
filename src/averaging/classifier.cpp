#include "softwarp/averaging/classifier.hpp"

#include <algorithm>
#include <cassert>

#include "softwarp/averaging/euclidean_mean.hpp"
#include "softwarp/averaging/weights.hpp"
#include "softwarp/core/parallel.hpp"

namespace softwarp {
namespace {

template <class Real>
std::unique_ptr<Loss<Real>> loss_of(const LossSpec& metric) {
  std::unique_ptr<Loss<Real>> loss = make_loss<Real>(metric);
  if (metric.name == "euclidean") return std::make_unique<ResampledEuclideanLoss<Real>>();
  return loss;
}

// Each starts from the result of the one before.
template <class Real>
std::vector<std::unique_ptr<Averager<Real>>> averagers_of(const LossSpec& metric) {
  std::vector<std::unique_ptr<Averager<Real>>> averagers;
  constexpr std::string_view kSuffix = "-divergence";
  if (metric.name.ends_with(kSuffix)) {
    LossSpec biased = metric;
    biased.name.erase(biased.name.size() - kSuffix.size());
    const bool known = std::ranges::find(known_losses(), biased.name, &LossEntry::name) != known_losses().end();
    if (known) averagers.push_back(make_averager<Real>(centroid_method(biased)));
  }
  averagers.push_back(make_averager<Real>(centroid_method(metric)));
  return averagers;
}

std::vector<Index> classes_of(const Nearest& found, const std::vector<Index>& classes) {
  std::vector<Index> predicted;
  for (const Index series : found.series.row(0)) predicted.push_back(classes[static_cast<std::size_t>(series)]);
  return predicted;
}

}  // namespace

template <class Real>
LabelledBatch<Real> select(const LabelledBatch<Real>& batch, const std::vector<Index>& series) {
  LabelledBatch<Real> chosen{select<Real>(Batch<Real>(batch.series), series), {}};
  for (const Index i : series) chosen.classes.push_back(batch.classes[static_cast<std::size_t>(i)]);
  return chosen;
}

double accuracy(const std::vector<Index>& predicted, const std::vector<Index>& classes) {
  assert(!classes.empty() && predicted.size() == classes.size());
  double right = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) right += predicted[i] == classes[i] ? 1 : 0;
  return right / static_cast<double>(classes.size());
}

MethodSpec centroid_method(const LossSpec& metric) {
  const std::string name = metric.name == "euclidean" ? "mean" : metric.name == "dtw" ? "dba" : metric.name;
  return {name, metric.gamma, metric.band, metric.alpha, metric.cost};
}

template <class Real>
NearestCentroid<Real>::NearestCentroid(const LossSpec& metric, const LabelledBatch<Real>& train, Index steps,
                                       const AveragingOptions& options)
    : loss_(loss_of<Real>(metric)), classes_(train.classes) {
  const auto averagers = averagers_of<Real>(metric);
  std::ranges::sort(classes_);
  classes_.erase(std::unique(classes_.begin(), classes_.end()), classes_.end());
  centroids_.resize(classes_.size());
  parallel_for(static_cast<Index>(classes_.size()), [&](Index c) {
    std::vector<Index> members;
    for (Index i = 0; i < train.count(); ++i) {
      if (train.classes[static_cast<std::size_t>(i)] == classes_[static_cast<std::size_t>(c)]) members.push_back(i);
    }
    const StoredBatch<Real> series = select<Real>(Batch<Real>(train.series), members);
    const Vector<double> weights = equal_weights(static_cast<Index>(members.size()));
    Vector<double>& x = centroids_[static_cast<std::size_t>(c)];
    x = euclidean_mean<Real>(series, weights, steps);
    for (const auto& averager : averagers) averager->improve(x, series, weights, options);
  });
}

template <class Real>
std::vector<Index> NearestCentroid<Real>::predict(const Batch<Real>& series) const {
  Matrix<Real> centroids(centroids_[0].size(), static_cast<Index>(centroids_.size()));
  for (Index c = 0; c < centroids.cols(); ++c)
    centroids.col(c) = centroids_[static_cast<std::size_t>(c)].template cast<Real>();
  const Nearest found = nearest<Real>(*loss_, {centroids, series.dims}, series, {.of_y = true});
  return classes_of(found, classes_);
}

template <class Real>
NearestNeighbour<Real>::NearestNeighbour(const LossSpec& metric, LabelledBatch<Real> train)
    : loss_(loss_of<Real>(metric)), train_(std::move(train)) {}

template <class Real>
std::vector<Index> NearestNeighbour<Real>::predict(const Batch<Real>& series, SearchCounts* counts) const {
  return predict(series, false, counts);
}

template <class Real>
std::vector<Index> NearestNeighbour<Real>::leave_one_out(SearchCounts* counts) const {
  return predict(train_.series, true, counts);
}

template <class Real>
std::vector<Index> NearestNeighbour<Real>::predict(const Batch<Real>& series, bool leave_out,
                                                   SearchCounts* counts) const {
  if (leave_out && train_.count() == 1) return train_.classes;  // there is nobody else to ask
  const Nearest found = nearest<Real>(*loss_, series, train_.series, {.leave_out = leave_out});
  if (counts != nullptr) *counts += found.counts;
  return classes_of(found, train_.classes);
}

template struct LabelledBatch<float>;
template struct LabelledBatch<double>;
template LabelledBatch<float> select(const LabelledBatch<float>&, const std::vector<Index>&);
template LabelledBatch<double> select(const LabelledBatch<double>&, const std::vector<Index>&);
template class NearestCentroid<float>;
template class NearestCentroid<double>;
template class NearestNeighbour<float>;
template class NearestNeighbour<double>;

}  // namespace softwarp
