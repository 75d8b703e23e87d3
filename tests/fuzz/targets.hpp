/// The readers as fuzzers call them: any bytes in, and nothing but an Error or a UsageError out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "softwarp/model/safetensors.hpp"

namespace softwarp {

struct FuzzTarget {
  std::string name;                   ///< of the folder of its corpus, too, but for targets with examples
  bool (*accepts)(std::string_view);  ///< reads the bytes; were they accepted?

  /// Where set, bytes are changed by forged(): they stay a well-formed file, which this writes.
  std::string (*write)(const TensorFile&) = nullptr;
  std::vector<std::string> (*examples)() = nullptr;  ///< of files to start from, made anew
};

const std::vector<FuzzTarget>& fuzz_targets();

/// A well-formed file that differs from the given one, or where that is none from an example, in one to three things.
std::string forged(const FuzzTarget& target, std::string_view bytes, std::uint64_t seed);

}  // namespace softwarp
