#include "softwarp/data/time_parts.hpp"

#include <algorithm>
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
  const Index validation = steps_of(sizes.validation, sizes.validation < 1 ? std::max<Index>(steps - test, 0) : steps);
  const Index train = sizes.train ? steps_of(*sizes.train, steps) : steps - test - validation;
  const bool validates = sizes.validation > 0;
  if (train < 1 || test < 1 || (validates && validation < 1) || train + validation + test > steps) {
    // As it was asked for: a number, or what a share came to.
    const auto asked = [](double size, Index number, const std::string& use, const char* whole) {
      if (size >= 1) return to_text(size) + " to " + use;
      return std::to_string(number) + " to " + use + " (" + to_text(size) + " of " + whole + ")";
    };
    std::string found = asked(sizes.test, test, "test", "them");
    if (validates) found = asked(sizes.validation, validation, "validate", "the rest") + ", " + found;
    if (sizes.train) found = asked(*sizes.train, train, "train", "them") + ", " + found;
    throw Error(where + ": expected at least a step to train" + (validates ? ", to validate" : "") +
                " and to test, and no more in all than the " + std::to_string(steps) +
                " steps that the series have, found " + found);
  }
  const Index border = span.begin + train + validation;
  return {.train = {span.begin, border},
          .validation = validation,
          .test = {border, border + test},
          .left_out = span.end - border - test};
}

}  // namespace softwarp
