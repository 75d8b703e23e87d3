/// A network trains even with a wrong gradient, only worse.
#include <cstdio>

#include "exercises/exercise.hpp"
#include "softwarp/alignment/align.hpp"
#include "softwarp/data/forecast_set.hpp"
#include "softwarp/data/synthetic.hpp"
#include "softwarp/loss/check_gradient.hpp"
#include "softwarp/loss/soft_dtw.hpp"
#include "softwarp/training/trainer.hpp"

using namespace softwarp;

namespace {

const Alignment<double> kOptions{.gamma = 0.1};

/// Soft-DTW of series of one dimension; value and E are the library's.
class SoftDtwToTrain final : public Loss<double> {
 public:
  std::string name() const override { return "soft-DTW by hand"; }

 protected:
  void compute(std::span<Pair<double>> pairs, Index dims) const override {
    for (Pair<double>& pair : pairs) {
      Matrix<double> E(pair.n, pair.m);
      Pair<double> aligned{.x = pair.x, .n = pair.n, .y = pair.y, .m = pair.m, .E = E.data()};
      align<double>({&aligned, 1}, dims, kOptions);
      pair.value = aligned.value;
      for (Index i = 0; i < pair.n && pair.dx != nullptr; ++i) {
        pair.dx[i] = 0;
        for (Index j = 0; j < pair.m; ++j) pair.dx[i] += 2 * E(i, j) * (pair.x[i] - pair.y[j]);  // E is [n×m]
      }
    }
  }
};

}  // namespace

bool exercises::trains_anyway() {
  const TrainTest data = builtin_data();
  const ForecastSet set = cut(data.train, 0.6, forecast_shape(data, 0.6));
  const Examples<double> examples{.input = set.input, .target = set.target};
  const Network<double> network(mlp({.input = {set.input.rows()}, .hidden = {10}, .outputs = set.target.rows()}));
  const SoftDtwLoss<double> library(kOptions);
  const SoftDtwToTrain by_hand;

  // The same network from the same start, twice; the value is always the library's.
  Random random(/*seed=*/0);
  Vector<double> theta = network.initial_parameters(random), mine = theta;
  std::printf("epoch  by hand                         the library\n");
  for (int epoch = 0; epoch <= 60; epoch += 10) {
    const double value = mean_loss(network, library, examples, mine);
    const double expected = mean_loss(network, library, examples, theta);
    std::printf("%5d  %7.2f %-22s  %7.2f %s\n", epoch, value, bar(value, 60, 22).c_str(), expected,
                bar(expected, 60, 22).c_str());
    train(network, by_hand, examples, {.epochs = 10}, mine);
    train(network, library, examples, {.epochs = 10}, theta);
  }
  const Matrix<double> x = random_matrix(7, 2, /*seed=*/1), y = random_matrix(7, 2, /*seed=*/2);
  return expect_right(check_gradient<double>(by_hand, {x}, {y}));
}
