// Time of averaging and clustering, on one thread. Cases:
//   barycenter/PRECISION/GAMMA  10 ECG200 series from their Euclidean mean, weights 1
//   dba/PRECISION               the same series
//   kmeans/PRECISION/GAMMA      30 Cylinder-Bell-Funnel series in 3 clusters, random start, at most 30 × 100 iterations
// Every result is checked: its objective must not exceed the golden one by more than 1e-4 of it.
#include <benchmark/benchmark.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "softwarp/averaging/euclidean_mean.hpp"
#include "softwarp/averaging/kmeans.hpp"
#include "softwarp/averaging/registry.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/data/synthetic.hpp"
#include "support/golden_ecg200.hpp"

using namespace softwarp;

namespace {

template <class Real>
void average(benchmark::State& state, const MethodSpec& method, double golden) {
  const Matrix<Real> values = test::first_ten_of_ecg200(SOFTWARP_GOLDEN_DIR).cast<Real>();
  const Batch<Real> y{values};
  const Vector<double> ones = Vector<double>::Ones(10);
  const auto averager = make_averager<Real>(method);
  AveragingResult result;
  for (auto _ : state) {
    Vector<double> x = euclidean_mean(y, ones, 96);
    result = averager->improve(x, y, ones, {});
    if (!(result.objective <= golden + 1e-4 * std::abs(golden))) {
      state.SkipWithError("the objective is above the golden one");
      return;
    }
  }
  state.counters["iterations"] = result.iterations;
  state.counters["above_golden"] = (result.objective - golden) / std::abs(golden);
}

template <class Real>
void cluster(benchmark::State& state, double gamma) {
  const SeriesSet set = builtin_data().train;
  Matrix<Real> values(set.longest(), set.count());
  for (Index i = 0; i < set.count(); ++i)
    values.col(i) = set.series[static_cast<std::size_t>(i)].values.reshaped().template cast<Real>();
  const auto averager = make_averager<Real>({"softdtw", gamma});
  const KMeansOptions options{.k = 3, .steps = set.longest(), .start = KMeansStart::random};
  KMeansResult result;
  for (auto _ : state) result = kmeans<Real>(*averager, {values}, options);
  state.counters["averagings"] = result.iterations;
  state.counters["objective"] = result.objective;
}

template <class Real>
void add_cases(const std::string& precision) {
  const auto golden = nlohmann::json::parse(std::ifstream(SOFTWARP_GOLDEN_DIR "/barycenters.json"));
  const auto add = [](const std::string& name, const auto& body) {
    benchmark::RegisterBenchmark(name.c_str(), body)->Unit(benchmark::kMillisecond);
  };
  for (const auto& expected : golden["barycenters"]) {
    const auto gamma = expected["gamma"].get<double>(), objective = expected["objective_mblondel"].get<double>();
    add("barycenter/" + precision + "/" + to_text(gamma), [=](benchmark::State& state) {
      average<Real>(state, {"softdtw", gamma}, objective);
    });
  }
  const auto objective = golden["dba"]["objective"].get<double>();
  add("dba/" + precision, [=](benchmark::State& state) { average<Real>(state, {"dba"}, objective); });
  for (const double gamma : {1.0, 0.01})
    add("kmeans/" + precision + "/" + to_text(gamma), [=](benchmark::State& state) { cluster<Real>(state, gamma); });
}

}  // namespace

int main(int argc, char** argv) {
  set_threads(1);
  add_cases<float>("float");
  add_cases<double>("double");
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
