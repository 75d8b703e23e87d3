#include "softwarp/core/random.hpp"

#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace softwarp {
namespace {

// SplitMix64 (Steele, Lea, Flood 2014): spreads neighbouring seeds over the whole range.
std::uint64_t mix(std::uint64_t z) {
  z += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) : engine_(mix(mix(seed) + stream)) {}

double Random::uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

double Random::normal() {
  // Box and Muller 1958. Only one of the two numbers is used, so that there is no state besides the engine's.
  const double radius = std::sqrt(-2 * std::log(1 - uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

Index Random::below(Index count) {
  assert(count > 0);
  const auto n = static_cast<std::uint64_t>(count);
  // Numbers from the last, incomplete run of n are drawn again: they would make small results more likely.
  const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max() / n * n;
  std::uint64_t drawn = bits();
  while (drawn >= limit) drawn = bits();
  return static_cast<Index>(drawn % n);
}

void Random::shuffle(std::vector<Index>& items) {
  for (std::size_t i = items.size(); i > 1; --i)
    std::swap(items[i - 1], items[static_cast<std::size_t>(below(static_cast<Index>(i)))]);
}

}  // namespace softwarp
