/// Random numbers that are the same on every machine and compiler.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// A stream of random numbers, determined by a seed and a stream number.
///
/// The engine is the 64-bit Mersenne twister of the standard library, whose output the standard specifies exactly. The
/// distributions are our own, because those of the standard depend on the implementation.
class Random {
 public:
  /// Streams of one seed are independent: the order of batches, for example, does not depend on the number of weights.
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  std::uint64_t bits() { return engine_(); }
  double uniform();          ///< in [0, 1)
  double normal();           ///< mean 0, deviation 1
  Index below(Index count);  ///< one of 0 … count−1, equally likely; count > 0
  void shuffle(std::vector<Index>& items);

 private:
  std::mt19937_64 engine_;
};

}  // namespace softwarp
