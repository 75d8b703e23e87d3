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

SeriesSet spikes_and_step(Index count, std::uint64_t seed) {
  constexpr Index kLength = 40;
  SeriesSet set;
  set.name = "spikes and step (built in)";
  Random random(seed);
  for (Index n = 0; n < count; ++n) {
    const Index i = 1 + random.below(10), j = 10 + random.below(9);
    const Index moment = j + (j - i) + random.below(7) - 3;
    const double a = random.uniform(), b = random.uniform();
    Matrix<double> values(1, kLength);
    for (Index t = 0; t < kLength; ++t)
      values(t) = (t == i ? a : 0) + (t == j ? b : 0) + (t >= moment ? b - a : 0) + 0.01 * random.uniform();
    set.series.push_back({.values = std::move(values), .label = {}, .where = {}});
  }
  return set;
}

std::optional<TrainTest> builtin_data(std::string_view name) {
  if (name == "cbf") return builtin_data();
  if (name == "spikes") return TrainTest{spikes_and_step(500, 1), spikes_and_step(500, 2)};
  return std::nullopt;
}

TrainTest builtin_data() { return {cylinder_bell_funnel(30, 1), cylinder_bell_funnel(900, 2)}; }

}  // namespace softwarp
