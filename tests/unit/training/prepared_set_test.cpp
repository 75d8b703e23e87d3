#include "softwarp/training/prepared_set.hpp"

#include <limits>

#include "softwarp/data/gaps.hpp"
#include "support/catch.hpp"
#include "support/series_sets.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Index kSteps = 24, kLong = kLongestFilled + 1;

// Of every three series, one with a long gap from step 3 on in all dimensions, one with such a gap that is a step
// shorter in the last dimension, and one with a short gap.
SeriesSet gapped_walks(Index dims) {
  SeriesSet set = walks(12, 40, dims, 1);
  for (std::size_t i = 0; i < set.series.size(); ++i) {
    Matrix<double>& values = set.series[i].values;
    values.middleCols(3, i % 3 == 2 ? 2 : kLong).setConstant(kNaN);
    if (i % 3 == 1) values(dims - 1, 3) = 1;
  }
  return set;
}

NetworkSpec forecaster(const std::string& layers, Index dims) {
  return {.input = {.steps = kSteps, .dims = dims}, .layers = parse_layers(layers)};
}

std::string nowhere(Index) { return ""; }

}  // namespace

TEST_CASE("a network that takes missing steps gets the steps of long gaps as such, and all else as the others do") {
  for (const Index dims : {1, 2}) {
    const ForecastSet set = cut_alone(gapped_walks(dims), 0.6);
    const std::string width = std::to_string(16 * dims);
    const Network<double> filling(forecaster("tanh -> gru(units=2) -> dense(units=" + width + ")", dims));
    const Network<double> skipping(forecaster("gru(units=2) -> dense(units=" + width + ")", dims));
    for (const Scale scale : kScales) {
      for (const Base base : {Base::none, Base::kernel}) {
        CAPTURE(dims, to_text(scale), to_text(base));
        const Preparation preparation = fit_preparation(scale, base, set, 1).preparation;
        const Examples<double> filled = prepared(filling, set, preparation, nowhere);
        const Examples<double> skipped = prepared(skipping, set, preparation, nowhere);
        CHECK(filled.input.allFinite());
        CHECK(skipped.target == filled.target);
        CHECK(skipped.base == filled.base);
        for (Index i = 0; i < set.count(); ++i) {
          for (Index t = 0; t < kSteps; ++t) {
            const auto found = skipped.input.col(i).segment(t * dims, dims);
            const bool missing = i % 3 == 0 && t >= 3 && t < 3 + kLong;
            CHECK((missing ? found.hasNaN() : found == filled.input.col(i).segment(t * dims, dims)));
          }
        }
      }
    }
  }
}
