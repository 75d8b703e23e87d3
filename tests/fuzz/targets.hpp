/// The readers as fuzzers call them: any bytes in, and nothing but an Error or a UsageError out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace softwarp {

struct FuzzTarget {
  std::string name;                   ///< of the folder of its corpus, too
  bool (*accepts)(std::string_view);  ///< reads the bytes; were they accepted?
};

const std::vector<FuzzTarget>& fuzz_targets();

}  // namespace softwarp
