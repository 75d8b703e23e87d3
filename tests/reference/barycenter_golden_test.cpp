/// Averages compared with those of public implementations, on the same series.
#include <fstream>
#include <nlohmann/json.hpp>

#include "softwarp/averaging/euclidean_mean.hpp"
#include "softwarp/averaging/one_to_all.hpp"
#include "softwarp/averaging/registry.hpp"
#include "support/catch.hpp"
#include "support/golden_ecg200.hpp"

using namespace softwarp;
using nlohmann::json;

namespace {

const Matrix<double>& series() {
  static const Matrix<double> all = test::first_ten_of_ecg200(SOFTWARP_GOLDEN_DIR);
  return all;
}

const json& golden() {
  static const json all = json::parse(std::ifstream(SOFTWARP_GOLDEN_DIR "/barycenters.json"));
  return all;
}

Vector<double> vector_of(const json& numbers) {
  const auto values = numbers.get<std::vector<double>>();
  return Eigen::Map<const Vector<double>>(values.data(), static_cast<Index>(values.size()));
}

// At most 1e-4 of it above theirs, or, where there are many local minima, of which each search finds another, 5e-3.
double limit(const json& objective, double share = 1e-4) {
  return objective.get<double>() + share * std::abs(objective.get<double>());
}

}  // namespace

TEMPLATE_TEST_CASE("soft-DTW barycenters of ECG200 are as good as those of public implementations", "", float, double) {
  const Matrix<TestType> values = series().cast<TestType>();
  const Batch<TestType> y{values};
  const Vector<double> ones = Vector<double>::Ones(10);
  for (const json& expected : golden()["barycenters"]) {
    const double gamma = expected["gamma"].get<double>();
    CAPTURE(gamma);
    const auto averager = make_averager<TestType>({"softdtw", gamma});
    Vector<double> x = euclidean_mean(y, ones, 96), g;

    const bool single = sizeof(TestType) == sizeof(float);
    const double objective = WeightedSum<TestType>(averager->loss(), y, ones)(x, g);
    const auto at_mean = expected["objective_at_euclidean_mean"].get<double>();
    CHECK(std::abs(objective - at_mean) <= (single ? 1e-5 : 1e-12) * std::abs(at_mean));
    const Vector<double> gradient = vector_of(expected["gradient_at_euclidean_mean"]);
    CHECK((g - gradient).norm() <= (single ? 1e-4 : 1e-9) * gradient.norm());

    const AveragingResult found = averager->improve(x, y, ones, {});
    for (const char* theirs : {"objective_mblondel", "objective_tslearn0.9", "objective_tslearnHEAD"})
      CHECK(found.objective <= limit(expected[theirs], gamma < 0.1 ? 5e-3 : 1e-4));
    CHECK(found.iterations <= 100);
  }
}

TEST_CASE("DBA of ECG200 is as good as tslearn's") {
  const Batch<double> y{series()};
  const Vector<double> ones = Vector<double>::Ones(10);
  const auto dba = make_averager<double>({"dba", {}});
  Vector<double> x = euclidean_mean(y, ones, 96);
  CHECK(dba->improve(x, y, ones, {}).objective <= limit(golden()["dba"]["objective"]));

  const Vector<double> theirs = vector_of(golden()["dba"]["barycenter"]);  // to ten digits
  const auto objective = golden()["dba"]["objective"].get<double>();
  CHECK(std::abs(one_to_all<double>(dba->loss(), theirs, y).sum() - objective) <= 1e-7 * objective);
}
