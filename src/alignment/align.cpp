#include "alignment/align.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "alignment/kernel.hpp"
#include "alignment/simd.hpp"
#include "core/error.hpp"
#include "core/parallel.hpp"

namespace softwarp {
namespace {

using kernel::Block;
using kernel::Item;

void check(const Alignment& how) {
  if (!(how.gamma >= 0) || !std::isfinite(how.gamma)) {
    throw Error("alignment: expected gamma >= 0, found " + to_text(how.gamma));
  }
}

template <class Real>
void run(std::vector<Item<Real>*>& items, Index dims, const Alignment& how) {
  const Index lanes = kernel::lanes(Real());
  const Index count = static_cast<Index>(items.size());
  const Index blocks = (count + lanes - 1) / lanes;
  for (Index b = 0; b < blocks; ++b) {
    const Block<Real> block{.items = items.data() + b * lanes,
                            .count = std::min(lanes, count - b * lanes),
                            .dims = dims,
                            .gamma = how.gamma,
                            .band = how.band,
                            .pair_lanes = std::getenv("ROWS") == nullptr,
                            .terms_bytes = std::size_t(std::getenv("TB") ? atof(std::getenv("TB")) : 1e6)};
    kernel::run(block);
  }
}

}  // namespace

template <class Real>
void align(std::span<Pair<Real>> pairs, Index dims, const Alignment& how) {
  check(how);
  simd_name();
  std::vector<Item<Real>> items;
  for (auto& p : pairs) items.push_back({p, nullptr});
  std::vector<Item<Real>*> at;
  for (auto& i : items) at.push_back(&i);
  run(at, dims, how);
  for (std::size_t b = 0; b < pairs.size(); ++b) pairs[b].value = items[b].value;
}

template void align<float>(std::span<Pair<float>>, Index, const Alignment&);
template void align<double>(std::span<Pair<double>>, Index, const Alignment&);

}  // namespace softwarp
