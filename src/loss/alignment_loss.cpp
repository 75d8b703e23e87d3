#include "softwarp/loss/alignment_loss.hpp"

#include <cmath>

#include "softwarp/alignment/align_under_cost.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

void check(const std::string& name, const Alignment& how, bool has_cost) {
  const bool has_gamma = name != "dtw";
  if (has_gamma && (!(how.gamma > 0) || !std::isfinite(how.gamma)))
    throw Error(name + ": expected gamma > 0, found " + to_text(how.gamma));
  if (how.band && *how.band < 0)
    throw Error(name + ": expected a band radius >= 0, found " + std::to_string(*how.band));
  if (!(how.alpha >= 0 && how.alpha <= 1))
    throw Error(name + ": expected alpha from 0 to 1, found " + to_text(how.alpha));
  if (!has_cost) throw Error(name + ": expected a cost, found none");
}

}  // namespace

template <class Real>
AlignmentLoss<Real>::AlignmentLoss(const std::string& name, const Alignment& how, const AlignmentOptions<Real>& options)
    : how_(how), cost_(options.cost) {
  how_.band = options.band;
  check(name, how_, cost_ != nullptr);
  std::string parameters;
  const auto add = [&](const char* parameter, const std::string& value) {
    parameters += (parameters.empty() ? "" : ", ") + std::string(parameter) + "=" + value;
  };
  if (how_.gamma > 0) add("gamma", to_text(how_.gamma));
  if (how_.quantity == Quantity::shape_and_time) add("alpha", to_text(how_.alpha));
  if (how_.band) add("band", std::to_string(*how_.band));
  if (cost_->squared_euclidean_factor() != 1) add("cost", cost_->name());
  name_ = parameters.empty() ? name : name + "(" + parameters + ")";
}

template <class Real>
std::string AlignmentLoss<Real>::name() const {
  return name_;
}

template <class Real>
void AlignmentLoss<Real>::compute(std::span<Pair<Real>> pairs, Index dims) const {
  align(pairs, dims, how_, *cost_);
}

template class AlignmentLoss<float>;
template class AlignmentLoss<double>;

}  // namespace softwarp
