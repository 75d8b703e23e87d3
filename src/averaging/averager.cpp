#include "softwarp/averaging/averager.hpp"

#include <algorithm>

#include "softwarp/averaging/barycenter.hpp"
#include "softwarp/averaging/dba.hpp"
#include "softwarp/averaging/euclidean_mean.hpp"
#include "softwarp/averaging/subgradient.hpp"
#include "softwarp/core/error.hpp"

namespace softwarp {
namespace {

const std::vector<std::string> kOwn{"dba", "subgradient", "mean"};

bool is_own(const std::string& name) { return std::ranges::find(kOwn, name) != kOwn.end(); }

}  // namespace

std::vector<std::string> averager_names() {
  std::vector<std::string> names = kOwn;
  for (const LossEntry& loss : known_losses()) {
    if (loss.name != "euclidean") names.emplace_back(loss.name);  // its barycenter is the mean
  }
  return names;
}

bool averager_has_gamma(const std::string& name) { return !is_own(name) && find_loss(name).has_gamma; }

std::vector<LossSpec> with_gammas(const std::vector<std::string>& names, const std::vector<double>& gammas,
                                  const std::function<bool(const std::string&)>& has_gamma) {
  std::vector<LossSpec> specs;
  for (const std::string& name : names) {
    if (has_gamma(name)) {
      for (const double gamma : gammas) specs.push_back({name, gamma});
    } else {
      specs.push_back({name, std::nullopt});
    }
  }
  return specs;
}

template <class Real>
std::unique_ptr<Averager<Real>> make_averager(const LossSpec& spec) {
  if (!is_own(spec.name)) return std::make_unique<Barycenter<Real>>(make_loss<Real>(spec));
  if (spec.gamma) throw Error(spec.name + ": expected no gamma, found one");
  if (spec.name == "dba") return std::make_unique<DtwBarycenterAveraging<Real>>();
  if (spec.name == "subgradient") return std::make_unique<SubgradientDescent<Real>>();
  return std::make_unique<EuclideanMean<Real>>();
}

Vector<double> equal_weights(Index count) { return Vector<double>::Constant(count, 1 / static_cast<double>(count)); }

template std::unique_ptr<Averager<float>> make_averager<float>(const LossSpec&);
template std::unique_ptr<Averager<double>> make_averager<double>(const LossSpec&);

}  // namespace softwarp
