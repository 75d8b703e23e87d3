#include "softwarp/data/measured_series.hpp"

#include <cmath>
#include <limits>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/long_series.hpp"
#include "support/message.hpp"

using namespace softwarp;
using test::daily_waves;
using test::long_set;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::string rejection(LongSeriesSet set, Index end) {
  return message_of<Error>([&] { measured(std::move(set), end); });
}

}  // namespace

TEST_CASE("a column without a value to learn from is refused by name, unless another series has some") {
  Matrix<double> values = daily_waves(2, 100, 1);
  values.row(1).head(60).setConstant(kNaN);
  CHECK(rejection(long_set({values}), 60) ==
        "Own: expected a value in column \"b\" among the 60 steps to learn from, from 1 to 60, found none");
  CHECK(measured(long_set({values}), 61).mean[1] == values(1, 60));
  const MeasuredSeries both = measured(long_set({values, daily_waves(2, 60, 2)}), 60);
  CHECK(both.mean[1] == Approx(20).margin(3));
}

TEST_CASE("values whose squares a double cannot tell from 0 are refused") {
  const Matrix<double> values = daily_waves(2, 100, 3);
  Matrix<double> tiny = values;
  tiny.row(1) = 1e-300 * (values.row(1).array() - 20);
  CHECK(
      rejection(long_set({tiny}), 100) ==
      "Own: expected values that vary by at least 1e-120 in column \"b\" among the 100 steps to learn from, from 1 to "
      "100, found less; multiply them by a constant");
  tiny.row(1) = 1e-110 * values.row(1);
  CHECK(measured(long_set({tiny}), 100).deviation[1] ==
        Approx(1e-110 * measured(long_set({values}), 100).deviation[1]));
  tiny.row(1).setConstant(1e-300);
  CHECK(measured(long_set({tiny}), 100).deviation[1] == 1);
}

TEST_CASE("an offset hides nothing that the values carry, and adds nothing to what they do not") {
  const Matrix<double> waves = 10 * daily_waves(1, 4000, 4);
  const double deviation = measured(long_set({waves}), 4000).deviation[0];
  for (const double offset : {1e6, -1e10, 1e13}) {
    const Matrix<double> far = waves.array() + offset;
    const MeasuredSeries series = measured(long_set({far}), 4000);
    CAPTURE(offset);
    CHECK(series.deviation[0] == Approx(deviation).epsilon(1e-4));
    CHECK(std::abs(series.mean[0] - offset - waves.mean()) < 1e-3 * deviation);
  }
  // Summed naively, the mean of a million times 0.1 is not 0.1.
  const MeasuredSeries constant = measured(long_set({Matrix<double>::Constant(1, 1'000'000, 0.1)}), 1'000'000);
  CHECK(constant.mean[0] == 0.1);
  CHECK(constant.deviation[0] == 0.1);
  Matrix<double> rounded = Matrix<double>::Constant(1, 1000, 0.3);
  rounded(0, 7) = 0.1 + 0.2;
  CHECK(measured(long_set({rounded}), 1000).deviation[0] == Approx(0.3));
}
