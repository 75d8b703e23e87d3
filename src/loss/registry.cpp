#include "softwarp/loss/registry.hpp"

#include <algorithm>
#include <array>

#include "softwarp/core/error.hpp"
#include "softwarp/loss/dilate.hpp"
#include "softwarp/loss/divergence.hpp"
#include "softwarp/loss/euclidean.hpp"
#include "softwarp/loss/sharp.hpp"
#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {
namespace {

constexpr std::array kLosses{
    LossEntry{.name = "euclidean", .has_gamma = false, .has_alpha = false, .aligns = false},
    LossEntry{.name = "softdtw", .has_gamma = true, .has_alpha = false, .aligns = true},
    LossEntry{.name = "softdtw-divergence", .has_gamma = true, .has_alpha = false, .aligns = true},
    LossEntry{.name = "sharp", .has_gamma = true, .has_alpha = false, .aligns = true},
    LossEntry{.name = "sharp-divergence", .has_gamma = true, .has_alpha = false, .aligns = true},
    LossEntry{.name = "dilate", .has_gamma = true, .has_alpha = true, .aligns = true},
    LossEntry{.name = "dtw", .has_gamma = false, .has_alpha = false, .aligns = true},
};

void check_options(const LossSpec& spec) {
  const LossEntry& entry = find_loss(spec.name);
  if (entry.has_gamma && !spec.gamma) throw Error(spec.name + ": expected a gamma, found none");
  const auto refuse = [&](bool has, bool given, const char* option) {
    if (given && !has) throw Error(spec.name + ": expected no " + option + ", found one");
  };
  refuse(entry.has_gamma, spec.gamma.has_value(), "gamma");
  refuse(entry.has_alpha, spec.alpha.has_value(), "alpha");
  refuse(entry.aligns, spec.band.has_value(), "band");
  refuse(entry.aligns, spec.cost.has_value(), "cost");
}

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
  check_options(spec);
  if (spec.name == "euclidean") return std::make_unique<EuclideanLoss<Real>>();
  AlignmentOptions<Real> options{.band = spec.band};
  if (spec.cost) options.cost = make_cost<Real>(*spec.cost);
  if (spec.name == "dtw") return std::make_unique<DtwLoss<Real>>(options);
  const double gamma = *spec.gamma;
  if (spec.name == "softdtw") return std::make_unique<SoftDtwLoss<Real>>(gamma, options);
  if (spec.name == "softdtw-divergence") return std::make_unique<SoftDtwDivergence<Real>>(gamma, options);
  if (spec.name == "sharp") return std::make_unique<SharpLoss<Real>>(gamma, options);
  if (spec.name == "sharp-divergence") return std::make_unique<SharpDivergence<Real>>(gamma, options);
  return std::make_unique<DilateLoss<Real>>(gamma, spec.alpha.value_or(0.5), options);
}

template std::unique_ptr<Loss<float>> make_loss<float>(const LossSpec&);
template std::unique_ptr<Loss<double>> make_loss<double>(const LossSpec&);

}  // namespace softwarp
