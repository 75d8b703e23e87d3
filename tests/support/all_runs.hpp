/// The runs of a comparison in a row, by setting, then seed.
#pragma once

#include <vector>

#include "softwarp/comparison/comparison.hpp"

namespace softwarp::test {

inline std::vector<Run> all_runs(const Comparison& comparison) {
  std::vector<Run> runs;
  for (const Setting& setting : comparison.settings) runs.insert(runs.end(), setting.runs.begin(), setting.runs.end());
  return runs;
}

}  // namespace softwarp::test
