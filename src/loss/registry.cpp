#include "loss/registry.hpp"

#include <algorithm>
#include <array>

#include "core/error.hpp"
#include "loss/euclidean.hpp"
#include "loss/soft_dtw.hpp"

namespace softwarp {
namespace {

constexpr std::array kLosses{LossEntry{"euclidean", false}, LossEntry{"softdtw", true}, LossEntry{"dtw", false}};

}  // namespace

std::span<const LossEntry> known_losses() { return kLosses; }

const LossEntry& find_loss(const std::string& name) {
  const auto found = std::ranges::find(kLosses, name, &LossEntry::name);
  if (found != kLosses.end()) return *found;
  std::string names;
  for (const LossEntry& entry : kLosses) names += (names.empty() ? "" : ", ") + std::string(entry.name);
  throw Error("loss: expected one of " + names + "; found \"" + name + "\"");
}

template <class Real>
std::unique_ptr<Loss<Real>> make_loss(const LossSpec& spec) {
  const LossEntry& entry = find_loss(spec.name);
  if (entry.has_gamma != spec.gamma.has_value()) {
    throw Error(spec.name + (entry.has_gamma ? ": expected a gamma, found none" : ": expected no gamma, found one"));
  }
  if (spec.name == "euclidean") return std::make_unique<EuclideanLoss<Real>>();
  if (spec.name == "dtw") return std::make_unique<DtwLoss<Real>>();
  return std::make_unique<SoftDtwLoss<Real>>(*spec.gamma);
}

template std::unique_ptr<Loss<float>> make_loss<float>(const LossSpec&);
template std::unique_ptr<Loss<double>> make_loss<double>(const LossSpec&);

}  // namespace softwarp
