// Every layer of the registry in ONNX Runtime.
#include <limits>
#include <numeric>

#include "softwarp/data/gaps.hpp"
#include "softwarp/nn/network.hpp"
#include "support/all_layers.hpp"
#include "support/catch.hpp"
#include "support/onnx_runtime.hpp"
#include "support/random_series.hpp"
#include "support/temp_folder.hpp"
#include "train/onnx_export.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

template <class Real>
constexpr Real kNaN = std::numeric_limits<Real>::quiet_NaN();

// The layer, once more if it keeps the steps, and behind it a dense one that gives 2 steps of the input's dimensions.
Model model_of(const LayerCase& each) {
  std::vector<LayerSpec> layers{each.spec};
  if (make_layer<double>(each.spec, each.input)->output().steps == each.input.steps) layers.push_back(each.spec);
  layers.push_back({"dense", {{"units", 2 * each.input.dims}}});
  Model model{
      .layers = layers, .steps = {.input = each.input.steps, .target = 2}, .dims = each.input.dims, .theta = {}};
  return model;
}

// The cases of the largest input: no extent may be taken for another there.
std::vector<LayerCase> largest_cases() {
  std::vector<LayerCase> cases;
  for (const LayerCase& each : all_layers()) {
    const bool same = !cases.empty() && cases.back().spec.type == each.spec.type;
    if (same && each.input.size() < cases.back().input.size()) continue;
    if (same) cases.pop_back();
    cases.push_back(each);
  }
  return cases;
}

}  // namespace

TEMPLATE_TEST_CASE("ONNX Runtime computes every layer as it is computed here", "[onnx]", float, double) {
  const TempFolder folder;
  Random random(1);
  for (const LayerCase& each : largest_cases()) {
    CAPTURE(to_text(each.spec), each.input.steps, each.input.dims);
    Model model = model_of(each);
    const Network<TestType> network(model.network());
    const Vector<TestType> theta = random_matrix(network.parameters(), 1, random).template cast<TestType>() / 4;
    model.theta = theta;
    Matrix<TestType> x = random_matrix(each.input.size(), 3, random).template cast<TestType>();
    if (network.takes_missing_steps()) {
      REQUIRE(each.input.steps > kLongestFilled + 3);
      x.col(1).segment(3 * each.input.dims, (kLongestFilled + 1) * each.input.dims).setConstant(kNaN<TestType>);
    }
    const auto forecast = run_onnx(folder.write("layer.onnx", write_onnx(model)),
                                   {.type = sizeof(TestType) == 4 ? "float32" : "float64",
                                    .dims = {3, static_cast<int>(each.input.steps), static_cast<int>(each.input.dims)},
                                    .values = {x.data(), x.data() + x.size()}});
    if (!forecast) {
      WARN("skipped: no Node or no onnxruntime-web; $SOFTWARP_NODE_MODULES may name the folder of its node_modules");
      return;
    }
    Workspace<TestType> workspace;
    const Matrix<TestType>& expected = network.forward(theta, x, workspace);
    REQUIRE(forecast->values.size() == static_cast<std::size_t>(expected.size()));
    const Eigen::Map<const Matrix<double>> found(forecast->values.data(), expected.rows(), expected.cols());
    CHECK((found - expected.template cast<double>()).norm() <= 1e-5 * expected.norm());
  }
}
