#include "softwarp/nn/layer.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "softwarp/core/error.hpp"

namespace softwarp {
namespace {

constexpr Index kMostParameters =
    static_cast<Index>(std::min<std::int64_t>(1'000'000'000'000, std::numeric_limits<Index>::max()));

void check(const SeriesShape& shape, const std::string& what) {
  if (shape.steps >= 1 && shape.dims >= 1 && shape.steps <= kLargestSize / shape.dims) return;
  throw Error("expected an " + what + " of 1 to " + std::to_string(kLargestSize) + " numbers, found " +
              std::to_string(shape.steps) + " steps of " + std::to_string(shape.dims));
}

}  // namespace

template <class Real>
Layer<Real>::Layer(SeriesShape input, SeriesShape output, std::vector<Part> parts)
    : input_(input), output_(output), parts_(std::move(parts)) {
  check(input, "input");
  check(output, "output");
  for (Part& part : parts_) {
    part.offset = parameters_;
    part.size = 1;
    for (const Index extent : part.shape) {
      if (extent < 1)
        throw Error("expected extents of at least 1 in " + part.name + ", found " + std::to_string(extent));
      if (extent > kMostParameters / part.size) {
        throw Error("expected at most " + std::to_string(kMostParameters) + " parameters, found more in " + part.name);
      }
      part.size *= extent;
    }
    parameters_ += part.size;
  }
}

template class Layer<float>;
template class Layer<double>;

}  // namespace softwarp
