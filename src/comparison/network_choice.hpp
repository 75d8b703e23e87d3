/// Choosing a network without a look at the test set.
///
/// Each network is tried under each loss and initialisation on three quarters of the training series; the one with the
/// lowest error on the rest is chosen: DTW, or the Euclidean error under the Euclidean loss. Where a γ is to be chosen,
/// too, the pair of network and γ is chosen that is best there. This is the split by which γ is chosen for one network
/// alone, so that what is trained in the end is what the chosen network alone would have been.
#pragma once

#include <vector>

#include "softwarp/comparison/trial.hpp"

namespace softwarp {

/// What became of one network's settings.
struct TriedNetwork {
  NetworkKind network = NetworkKind::mlp;
  std::vector<TrialResult> results = {};  ///< by setting
};

/// The best network for one of the settings.
struct BestNetwork {
  std::size_t place = 0;  ///< the first of equals
  NetworkChoice choice;
};

/// Compares networks by one of their settings.   series: how many they were judged on.
/// Throws: Error if none of them could be trained.
BestNetwork best_network(const std::vector<TriedNetwork>& networks, const Setting& setting, Index series);

}  // namespace softwarp
