#include "softwarp/data/time_parts.hpp"

#include <cmath>
#include <string>

#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

// Too many steps are as good as one more than there are.
Index steps_of(double size, Index whole) {
  if (size < 1) return std::llround(size * static_cast<double>(whole));
  return static_cast<Index>(std::min(size, static_cast<double>(whole) + 1));
}

}  // namespace

TimeParts split_time(const TimeRange& span, const PartSizes& sizes, const std::string& where) {
  const Index steps = span.count();
  const Index test = steps_of(sizes.test, steps);
  const Index validation = steps_of(sizes.validation, sizes.validation < 1 ? steps - test : steps);
  const Index train = sizes.train ? steps_of(*sizes.train, steps) : steps - test - validation;
  if (train < 1 || test < 1 || (sizes.validation > 0 && validation < 1) || train + validation + test > steps) {
    throw Error(where + ": expected parts to train, validate and test of at least a step each and " +
                std::to_string(steps) + " steps in all, as the series have, found --train-size " +
                (sizes.train ? to_text(*sizes.train) : std::to_string(train)) + ", --validation " +
                to_text(sizes.validation) + ", --test-size " + to_text(sizes.test));
  }
  const Index border = span.begin + train + validation;
  return {.train = {span.begin, border},
          .validation = validation,
          .test = {border, border + test},
          .left_out = span.end - border - test};
}

}  // namespace softwarp
