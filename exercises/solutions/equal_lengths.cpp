/// A loss that compares step by step, given series of different lengths.
#include <cstdio>

#include "exercises/exercise.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/loss/check_gradient.hpp"

using namespace softwarp;

namespace {

/// value = Σ_t (x_t − y_t)², for series that are equally long.
class StepwiseError final : public Loss<double> {
 public:
  std::string name() const override { return "squared error"; }

 protected:
  void compute(std::span<Pair<double>> pairs, Index dims) const override {
    for (std::size_t place = 0; place < pairs.size(); ++place) {
      Pair<double>& pair = pairs[place];
      if (pair.n != pair.m) {
        throw Error(name() + ": " + name_of(pair, static_cast<Index>(place)) +
                    ": expected series of equal length, found " + std::to_string(pair.n) + " and " +
                    std::to_string(pair.m));
      }
      pair.value = 0;
      for (Index k = 0; k < pair.n * dims; ++k) {
        const double error = pair.x[k] - pair.y[k];
        pair.value += error * error;
        if (pair.dx != nullptr) pair.dx[k] = 2 * error;
      }
    }
  }
};

}  // namespace

bool exercises::equal_lengths() {
  const StepwiseError loss;
  Matrix<double> x = random_matrix(6, 1, /*seed=*/1), y = random_matrix(6, 1, /*seed=*/2);
  const bool right = expect_right(check_gradient<double>(loss, {x}, {y}));

  // Now y has 4 steps. The batch has room for 6, and what stands in the room that is left is no data.
  const std::vector<Index> six{6}, four{4};
  bool refused = false;
  for (const double left_over : {0.0, 100.0}) {
    y.bottomRows(2).setConstant(left_over);
    try {
      const double value = loss.mean({x, 1, six}, {y, 1, four});
      std::printf("6 steps against 4, with %g behind their end: the value is %.4f\n", left_over, value);
    } catch (const Error& error) {
      std::printf("6 steps against 4: %s\n", error.what());
      const std::string message = error.what();
      refused = message.find('6') != message.npos && message.find('4') != message.npos;
    }
  }
  return expect(refused, "6 steps against 4 are refused, with a message that names both lengths") && right;
}
