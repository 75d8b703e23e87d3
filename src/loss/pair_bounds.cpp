#include "softwarp/loss/pair_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

#include "softwarp/alignment/align.hpp"
#include "softwarp/alignment/band.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/core/thread_scratch.hpp"

namespace softwarp {
namespace {

template <class Real>
const Real* values_of(const Batch<Real>& batch, Index i) {
  return batch.values.col(i).data();
}

// Room for a bound that no other keeps.
template <class Real>
struct Room {
  std::vector<Real> first, second, h;

  static Real* at_least(std::vector<Real>& memory, Index count) {
    if (static_cast<Index>(memory.size()) < count) memory.resize(static_cast<std::size_t>(count));
    return memory.data();
  }
};

template <class Real>
Index longest(const Batch<Real>& batch) {
  return batch.lengths.empty() ? batch.steps() : *std::ranges::max_element(batch.lengths);
}

template <class Real>
bool same_length(const Batch<Real>& batch) {
  return std::ranges::all_of(batch.lengths, [&](Index length) { return length == batch.lengths[0]; });
}

template <class Real>
bool is_sound(const Batch<Real>& batch) {
  if (batch.dims < 1 || batch.values.rows() % batch.dims != 0 || batch.count() == 0) return false;
  if (!batch.lengths.empty() && static_cast<Index>(batch.lengths.size()) != batch.count()) return false;
  for (Index i = 0; i < batch.count(); ++i) {
    if (batch.length(i) < 1 || batch.length(i) > batch.steps()) return false;
    if (!batch.values.col(i).head(batch.length(i) * batch.dims).allFinite()) return false;
  }
  return true;
}

}  // namespace

template <class Real>
std::optional<PairBounds<Real>> PairBounds<Real>::of(const Loss<Real>& loss, const Batch<Real>& x,
                                                     const Batch<Real>& y) {
  const std::optional<AlignmentForm<Real>> form = loss.alignment_form();
  if (!form || !is_sound(x) || !is_sound(y) || x.dims != y.dims) return std::nullopt;
  const Cost<Real>* cost = form->options.cost.get();
  if (cost != nullptr && !cost->squared_euclidean_factor()) {
    const auto step = x.values.topLeftCorner(x.dims, 1);
    if (!cost->sum(step, step)) return std::nullopt;
  }
  PairBounds bounds(*form, x, y);
  if (!bounds.in_range()) return std::nullopt;
  if (form->divergence) {
    for (Side* side : {&bounds.x_, &bounds.y_}) {
      std::vector<Pair<Real>> pairs;
      for (Index i = 0; i < side->series.count(); ++i) {
        const Real* values = values_of(side->series, i);
        const Index n = side->series.length(i);
        pairs.push_back({.x = values, .n = n, .y = values, .m = n});
      }
      align<Real>(pairs, x.dims, form->options, form->quantity);
      side->self.resize(side->series.count());
      for (Index i = 0; i < side->self.size(); ++i) side->self[i] = pairs[static_cast<std::size_t>(i)].value;
    }
  }
  return bounds;
}

template <class Real>
PairBounds<Real>::PairBounds(AlignmentForm<Real> form, const Batch<Real>& x, const Batch<Real>& y)
    : form_(std::move(form)),
      factor_(form_.options.cost == nullptr ? 1 : form_.options.cost->squared_euclidean_factor()),
      dims_(x.dims),
      x_(side(x, y)),
      y_(side(y, x)) {
  if (const auto* time = std::get_if<ShapeAndTime>(&form_.quantity)) weight_ = time->alpha;
  if (!std::holds_alternative<ExpectedCost>(form_.quantity)) log_weight_ = form_.options.gamma;
  same_lengths_ = same_length(x) && same_length(y);
  // As measured, in cells of DTW without a band: in a band they take longer, and so do those of the soft minimum.
  const Index n = longest(x), m = longest(y);
  const Band band(n, m, form_.options.band);
  double cells = 0;
  for (Index i = 0; i < n; ++i) cells += static_cast<double>(band.high(i) - band.low(i) + 1);
  cells *= (band.limited() ? 2.5 : 1) * (form_.options.gamma > 0 ? 5 : 1);
  relative_cost_ = (10 * static_cast<double>(n + m) + 1000) / (cells + 1000);

  Vector<Real> least = x.values.col(0).head(dims_), most = least;
  for (const Batch<Real>* batch : {&x, &y}) {
    for (Index i = 0; i < batch->count(); ++i) {
      const Eigen::Map<const Matrix<Real>> steps(values_of(*batch, i), dims_, batch->length(i));
      least = least.cwiseMin(steps.rowwise().minCoeff());
      most = most.cwiseMax(steps.rowwise().maxCoeff());
    }
  }
  if (factor_)
    largest_ = *factor_ * (most.template cast<double>() - least.template cast<double>()).squaredNorm();
  else
    largest_ = std::max(cost(least.data(), most.data(), 1), cost(most.data(), least.data(), 1));
}

// Whether every pair is one that align() accepts, and sums of costs are finite.
template <class Real>
bool PairBounds<Real>::in_range() const {
  const double path = largest_ * static_cast<double>(longest(x_.series) + longest(y_.series));
  const bool soft = form_.options.gamma > 0;
  return path < std::numeric_limits<Real>::max() / 16 &&
         (!soft || path * (std::numbers::log2e / form_.options.gamma) < 0x1p50);
}

template <class Real>
auto PairBounds<Real>::side(const Batch<Real>& series, const Batch<Real>& other) const -> Side {
  Side made{series, 0, {}, {}, {}};
  // Without a band, an envelope is as good for fewer steps. In a band, others than these are made when they are needed.
  if (!form_.options.band || same_length(other)) made.seen_from = longest(other);
  made.low.resize(made.seen_from * dims_, series.count());
  made.high.resizeLike(made.low);
  if (made.seen_from == 0) return made;
  constexpr Index kTogether = 64;
  parallel_for((series.count() + kTogether - 1) / kTogether, [&](Index part) {
    Envelope<Real> envelope;
    for (Index i = part * kTogether; i < std::min((part + 1) * kTogether, series.count()); ++i)
      envelope.of(values_of(series, i), series.length(i), dims_, made.seen_from, form_.options.band,
                  made.low.col(i).data(), made.high.col(i).data());
  });
  return made;
}

template <class Real>
auto PairBounds<Real>::envelope_of(const Side& side, Index series, Index steps, std::vector<Real>& room) const -> View {
  if (side.seen_from > 0) return {side.low.col(series).data(), side.high.col(series).data()};
  ThreadScratch<Envelope<Real>> envelope;
  Real* low = Room<Real>::at_least(room, 2 * steps * dims_);
  Real* high = low + steps * dims_;
  envelope->of(values_of(side.series, series), side.series.length(series), dims_, steps, form_.options.band, low, high);
  return {low, high};
}

template <class Real>
double PairBounds<Real>::cost(const Real* a, const Real* b, Index steps) const {
  using Steps = Eigen::Map<const Matrix<Real>>;
  return form_.options.cost->sum(Steps(a, dims_, steps), Steps(b, dims_, steps)).value_or(0);
}

// What the first and the last cell cost.
template <class Real>
double PairBounds<Real>::ends(Index i, Index j) const {
  const Index n = x_.series.length(i), m = y_.series.length(j);
  const Real *x = values_of(x_.series, i), *y = values_of(y_.series, j);
  const auto cell = [&](const Real* a, const Real* b) {
    if (!factor_) return cost(a, b, 1);
    double sum = 0;
    for (Index k = 0; k < dims_; ++k) {
      const double difference = static_cast<double>(a[k]) - static_cast<double>(b[k]);
      sum += difference * difference;
    }
    return *factor_ * sum;
  };
  return cell(x, y) + (n == 1 && m == 1 ? 0 : cell(x + (n - 1) * dims_, y + (m - 1) * dims_));
}

// What the rows but the first and the last cost, which the ends stand for.
template <class Real>
double PairBounds<Real>::between(const Side& rows, Index i, const View& envelope, Real* h) const {
  const Index steps = rows.series.length(i) - 2;
  if (steps <= 0) return 0;
  const Real* x = values_of(rows.series, i) + dims_;
  if (h != nullptr) h += dims_;
  if (factor_) return *factor_ * squares_outside(x, envelope.low + dims_, envelope.high + dims_, steps * dims_, h);
  ThreadScratch<std::vector<Real>> room;
  if (h == nullptr) h = Room<Real>::at_least(*room, steps * dims_);
  squares_outside(x, envelope.low + dims_, envelope.high + dims_, steps * dims_, h);
  return cost(x, h, steps);
}

// A bound of the loss from one of DTW.
template <class Real>
double PairBounds<Real>::bound(double dtw, Index i, Index j) const {
  const Index n = x_.series.length(i), m = y_.series.length(j);
  constexpr double kEpsilon = std::numeric_limits<Real>::epsilon();
  // Twice what the sum of the bound and that of a path can be off, and what is lost of each term below the format.
  const auto terms = static_cast<double>((n + m) * (dims_ + 1) + 8 * dims_ + 8);
  const double least = dtw * (1 - terms * kEpsilon) - terms * std::numeric_limits<Real>::min();
  const double gamma = form_.options.gamma;
  if (gamma == 0) return least;

  double value = weight_ * (log_weight_ > 0 ? least - log_weight_ * log_alignments(n, m) : least);
  // Four times what align() promises: of the largest of these, and of the value itself.
  const double unit = 4 * kEpsilon * std::max(1.0, largest_ / gamma);
  const double steps = static_cast<double>(n + m), largest = std::max(largest_, gamma * steps);
  const bool minimum = std::holds_alternative<Minimum>(form_.quantity);
  const bool expected = std::holds_alternative<ExpectedCost>(form_.quantity);
  const double of_largest = unit * (minimum ? 2 : expected ? 8 : 8 + steps / 16);
  const double of_itself = of_largest + (expected ? unit * (8 + steps / 4) : 0);
  double error = of_largest * largest + of_itself * std::abs(value);
  if (form_.divergence) {
    const double self = (std::abs(x_.self[i]) + std::abs(y_.self[j])) / 2;
    error += of_largest * largest + of_itself * self;
    value -= x_.self[i] / 2 + y_.self[j] / 2;
  }
  return of_itself < 1 ? value - error : -std::numeric_limits<double>::infinity();
}

template <class Real>
auto PairBounds<Real>::first(Index i, Index j) const -> First {
  ThreadScratch<Room<Real>> room;
  const double kim = ends(i, j);
  const double rows = between(x_, i, envelope_of(y_, j, x_.series.length(i), room->first));
  return {bound(kim, i, j), bound(kim + rows, i, j)};
}

template <class Real>
double PairBounds<Real>::other_way(Index i, Index j) const {
  ThreadScratch<Room<Real>> room;
  const double columns = between(y_, j, envelope_of(x_, i, y_.series.length(j), room->first));
  return bound(ends(i, j) + columns, i, j);
}

// h_i lies between x_i and every y_j of its row, and a convex cost pays for the way to h_i and for that on to y_j. So
// each row may be charged for the former and each column for the latter. The first and the last row and column are charged
// for the ends only: there h is x, which makes what remains to the other columns no more than what they cost.
template <class Real>
double PairBounds<Real>::improved(Index i, Index j) const {
  ThreadScratch<Room<Real>> room;
  ThreadScratch<Envelope<Real>> envelope;
  const Index n = x_.series.length(i), m = y_.series.length(j);
  const Real* x = values_of(x_.series, i);
  Real* h = Room<Real>::at_least(room->h, n * dims_);
  std::copy_n(x, dims_, h);
  std::copy_n(x + (n - 1) * dims_, dims_, h + (n - 1) * dims_);
  const double rows = between(x_, i, envelope_of(y_, j, n, room->first), h);
  Real* low = Room<Real>::at_least(room->second, 2 * m * dims_);
  Real* high = low + m * dims_;
  envelope->of(h, n, dims_, m, form_.options.band, low, high);
  return bound(ends(i, j) + rows + between(y_, j, {low, high}), i, j);
}

template <class Real>
void PairBounds<Real>::values(std::span<const std::pair<Index, Index>> pairs, std::span<const double> limits,
                              std::span<double> value) const {
  ThreadScratch<std::vector<Pair<Real>>> aligned;
  aligned->clear();
  for (const auto& [i, j] : pairs)
    aligned->push_back({.x = values_of(x_.series, i),
                        .n = x_.series.length(i),
                        .y = values_of(y_.series, j),
                        .m = y_.series.length(j),
                        .number = y_.series.number(j)});
  if (!form_.divergence) {
    for (std::size_t k = 0; k < limits.size(); ++k) (*aligned)[k].limit = limits[k];
  }
  align<Real>(*aligned, dims_, form_.options, form_.quantity);
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    value[k] = (*aligned)[k].value;
    if (form_.divergence) value[k] = value[k] - x_.self[pairs[k].first] / 2 - y_.self[pairs[k].second] / 2;
  }
}

template class PairBounds<float>;
template class PairBounds<double>;

}  // namespace softwarp
