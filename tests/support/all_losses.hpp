/// Every loss of the registry, for tests that apply to all of them.
#pragma once

#include <vector>

#include "softwarp/loss/registry.hpp"

namespace softwarp::test {

/// Each known loss, with the given γ and those of the other options that it has.
inline std::vector<LossSpec> all_losses(double gamma, const LossSpec& options = {}) {
  std::vector<LossSpec> specs;
  for (const LossEntry& entry : known_losses()) {
    LossSpec& spec = specs.emplace_back(LossSpec{.name = std::string(entry.name)});
    if (entry.has_gamma) spec.gamma = gamma;
    if (entry.has_alpha) spec.alpha = options.alpha;
    if (entry.aligns) spec.band = options.band;
    if (entry.aligns) spec.cost = options.cost;
  }
  return specs;
}

/// Likewise, without those that compare step by step and need equal lengths.
inline std::vector<LossSpec> all_aligning_losses(double gamma, const LossSpec& options = {}) {
  std::vector<LossSpec> specs = all_losses(gamma, options);
  std::erase_if(specs, [](const LossSpec& spec) { return !find_loss(spec.name).aligns; });
  return specs;
}

}  // namespace softwarp::test
