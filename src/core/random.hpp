/// Random numbers that are the same on every machine and compiler.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// A stream of random numbers, fixed by a seed and a stream number.
///
/// The engine is the standard's 64-bit Mersenne twister, whose output the standard fixes bit by bit. The distributions
/// are our own, because the standard leaves its own to the implementation.
class Random {
 public:
  /// Streams of one seed are independent, so that, say, the order of batches does not depend on the number of weights.
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  std::uint64_t bits() { return engine_(); }
  double uniform();          ///< in [0, 1)
  double normal();           ///< mean 0, deviation 1
  Index below(Index count);  ///< one of 0 … count−1, each as likely; count > 0
  void shuffle(std::vector<Index>& items);

 private:
  std::mt19937_64 engine_;
};

}  // namespace softwarp
