#include "softwarp/data/synthetic.hpp"

#include <cmath>
#include <string>

#include "softwarp/core/random.hpp"

namespace softwarp {

SeriesSet cylinder_bell_funnel(Index count, std::uint64_t seed) {
  constexpr Index kLength = 128;
  SeriesSet set;
  set.name = "CBF (built in)";
  Random random(seed);
  for (Index i = 0; i < count; ++i) {
    const Index kind = i % 3;
    const auto a = static_cast<double>(16 + random.below(17));
    const double b = a + static_cast<double>(32 + random.below(65));
    const double height = 6 + random.normal();
    Matrix<double> values(1, kLength);
    for (Index step = 0; step < kLength; ++step) {
      const auto t = static_cast<double>(step + 1);
      const double shape = kind == 0 ? 1 : kind == 1 ? (t - a) / (b - a) : (b - t) / (b - a);
      values(step) = random.normal() + (t >= a && t <= b ? height * shape : 0);
    }
    values.array() -= values.mean();
    values /= std::sqrt(values.squaredNorm() / static_cast<double>(kLength));
    set.series.push_back({.values = std::move(values), .label = std::to_string(kind + 1), .where = {}});
  }
  return set;
}

TrainTest builtin_data() { return {cylinder_bell_funnel(30, 1), cylinder_bell_funnel(900, 2)}; }

}  // namespace softwarp
