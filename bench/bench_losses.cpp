// Time of the losses: value and gradient of a batch on one thread, γ = 0.1. Names are
// loss/LOSS/PRECISION/BATCH/LENGTH; with a cost other than the squared Euclidean one, LOSS is LOSS:COST. Before a loss
// is timed, its gradient is compared with a central difference along it, in double.
#include <benchmark/benchmark.h>

#include <cmath>
#include <string>

#include "softwarp/core/parallel.hpp"
#include "softwarp/core/random.hpp"
#include "softwarp/loss/registry.hpp"

using namespace softwarp;

namespace {

// Gaussian random walks with a deviation of about 1, one per column.
Matrix<double> walks(Index length, Index count, std::uint64_t stream) {
  Random random(1, stream);
  Matrix<double> result(length, count);
  const double step = std::sqrt(2.0 / static_cast<double>(length));
  for (Index b = 0; b < count; ++b) {
    double value = 0;
    for (Index t = 0; t < length; ++t) result(t, b) = value += step * random.normal();
  }
  return result;
}

// Whether the value rises along the gradient as fast as the gradient says.
bool is_right(const LossSpec& spec, const Matrix<double>& x, const Matrix<double>& y) {
  const auto loss = make_loss<double>(spec);
  Matrix<double> dx(x.rows(), x.cols());
  loss->mean({x}, {y}, dx);
  const Matrix<double> along = dx / dx.norm();
  const double h = 1e-5;
  const double slope = (loss->mean({x + h * along}, {y}) - loss->mean({x - h * along}, {y})) / (2 * h);
  return std::abs(slope - dx.norm()) <= 1e-4 * dx.norm();
}

template <class Real>
void loss(benchmark::State& state, const LossSpec& spec, Index batch, Index length) {
  const Matrix<double> x = walks(length, batch, 1), y = walks(length, batch, 2);
  if (!is_right(spec, x.leftCols(1), y.leftCols(1))) {
    state.SkipWithError("the gradient is wrong");
    return;
  }
  const auto made = make_loss<Real>(spec);
  const Matrix<Real> x_real = x.cast<Real>(), y_real = y.cast<Real>();
  Vector<double> value(batch);
  Matrix<Real> dx(length, batch);
  for (auto _ : state) made->pairs({x_real}, {y_real}, value, dx);
  const auto cells = static_cast<double>(batch * length * length);
  state.counters["cells_per_second"] = benchmark::Counter(cells, benchmark::Counter::kIsIterationInvariantRate);
}

void add(const LossSpec& spec, const std::string& precision, Index batch, Index length) {
  const std::string name = "loss/" + spec.name + (spec.cost ? ":" + *spec.cost : "") + "/" + precision + "/" +
                           std::to_string(batch) + "/" + std::to_string(length);
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
    if (precision == "float")
      loss<float>(state, spec, batch, length);
    else
      loss<double>(state, spec, batch, length);
  })->Unit(benchmark::kMicrosecond);
}

}  // namespace

int main(int count, char** arguments) {
  set_threads(1);
  for (const std::string precision : {"float", "double"}) {
    for (const auto& [batch, length] : {std::pair<Index, Index>{64, 128}, {64, 38}, {1, 128}, {1, 512}}) {
      for (const LossEntry& entry : known_losses()) {
        LossSpec spec{.name = std::string(entry.name)};
        if (entry.has_gamma) spec.gamma = 0.1;
        add(spec, precision, batch, length);
        if (entry.name != "softdtw") continue;
        spec.cost = "huber";  // through cost matrices
        add(spec, precision, batch, length);
      }
    }
  }
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
