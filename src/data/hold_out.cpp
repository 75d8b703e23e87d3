#include "softwarp/data/hold_out.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "softwarp/core/error.hpp"
#include "softwarp/core/random.hpp"

namespace softwarp {
namespace {

constexpr std::uint64_t kHoldOutStream = 3;  // of random numbers; streams 1 and 2 draw the weights and the order

}  // namespace

HeldOut hold_out(const SeriesSet& set, double share, std::uint64_t seed) {
  const Index count = set.count();
  if (count < 2) {
    throw Error(set.name + ": validation: expected at least 2 training series, one of them to be held out, found " +
                std::to_string(count));
  }
  std::vector<Index> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), Index{0});
  Random(seed, kHoldOutStream).shuffle(order);
  const auto held =
      std::clamp(static_cast<Index>(std::floor(share * static_cast<double>(count) + 0.5)), Index{1}, count - 1);
  std::vector<bool> held_out(order.size(), false);
  for (Index k = 0; k < held; ++k) held_out[static_cast<std::size_t>(order[static_cast<std::size_t>(k)])] = true;
  HeldOut parts{.learn = {.name = set.name, .dims = set.dims, .series = {}},
                .validate = {.name = set.name, .dims = set.dims, .series = {}}};
  for (std::size_t i = 0; i < order.size(); ++i)
    (held_out[i] ? parts.validate : parts.learn).series.push_back(set.series[i]);
  return parts;
}

}  // namespace softwarp
