// The numbers in docs/recurrent.md, which readers are invited to recompute.
#include "softwarp/nn/gru.hpp"
#include "softwarp/nn/gru_cell.hpp"
#include "support/all_layers.hpp"
#include "support/catch.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

// θ = (W, R, b, c) for two units and one value a step, gates in the order z, r, n; each matrix column by column.
Vector<double> example_theta() {
  Vector<double> theta(26);
  theta << 1, 0, 0, 1, 1, -1,  // W
      0, 1, 1, 0, 0, -1,       // R, first column
      1, 0, 0, -1, 1, 0,       // second column
      0, 0, 0, 0, 0, 0, 0, 1;  // b, c
  return theta;
}

void check(const Matrix<double>& found, const std::vector<double>& expected) {
  REQUIRE(found.size() == static_cast<Index>(expected.size()));
  for (Index k = 0; k < found.size(); ++k)
    CHECK(found.reshaped()[k] == Approx(expected[static_cast<std::size_t>(k)]).margin(0.00005));
}

}  // namespace

TEST_CASE("the worked example of recurrent.md: every number of every step") {
  const GruExtent extent{.units = 2, .dims = 1, .steps = 3, .batch = 1};
  const Vector<double> theta = example_theta();
  Vector<double> cache = blank<double>(GruCell<double>::cache_size(extent), 1);
  GruCell<double> cell(extent, theta.data(), cache.data());
  cell.state(0).setZero();
  for (Index t = 1; t <= 3; ++t) {
    cell.input(t).setConstant(static_cast<double>(2 - t));
    cell.forward(t);
  }
  check(cell.gates(1), {0.7311, 0.5, 0.5, 0.7311, 0, 1});  // z, r, s
  check(cell.gates(2), {0.4672, 0.5510, 0.5510, 0.5328, -0.1313, 0.7952});
  check(cell.gates(3), {0.2905, 0.5143, 0.5143, 0.2484, 0.1072, 0.9428});
  check(cell.proposal(1), {0.7616, -0.2626});
  check(cell.proposal(2), {-0.0722, 0.4000});
  check(cell.proposal(3), {-0.7374, 0.8438});
  check(cell.states(), {0, 0, 0.2048, -0.1313, 0.0572, 0.1072, -0.5066, 0.4650});

  cell.begin_backward();
  check(cell.dstate(), {0, 0});
  cell.dstate()(0) = 1;
  cell.backward(3);
  check(cell.dstate(), {0.2992, 0.3302});
  cell.backward(2);
  check(cell.dstate(), {0.0249, 0.2653});
  cell.backward(1);
  check(cell.gates(3), {0.1638, 0, 0.0087, 0, 0.1664, 0});  // dz, dr, ds
  check(cell.gates(2), {0.0206, -0.0434, -0.0052, 0.0247, 0.0874, 0.0664});
  check(cell.gates(1), {-0.0037, 0.0174, 0, 0.0243, 0.0014, 0.0903});
  check(cell.proposal(3), {0.3236, 0});
  check(cell.proposal(2), {0.1586, 0.1245});
  check(cell.proposal(1), {0.0028, 0.1235});
}

TEST_CASE("the worked example of recurrent.md: its gradient, and what a small change of a weight does") {
  const Gru<double> layer({3, 1}, 2);
  Vector<double> theta = example_theta();
  const Matrix<double> x = (Matrix<double>(3, 1) << 1, 0, -1).finished();
  const Matrix<double> dy = (Matrix<double>(6, 1) << 0, 0, 0, 0, 1, 0).finished();
  const LayerRun<double> run(layer, theta, x, dy);
  check(run.dx, {-0.1001, 0.0793, 0.4874});
  check(run.dtheta.head(6), {-0.1675, 0.0174, -0.0087, 0.0243, -0.3208, 0.1235});                // dW
  check(run.dtheta.segment(6, 6), {0.0136, -0.0089, -0.0006, 0.0050, 0.0274, 0.0136});           // dR, first column
  check(run.dtheta.segment(12, 6), {0.0149, 0.0057, 0.0016, -0.0032, 0.0064, -0.0087});          // second column
  check(run.dtheta.tail(8), {0.1807, -0.0260, 0.0035, 0.0489, 0.4850, 0.2481, 0.2552, 0.1567});  // db, dc
  theta[4] += 0.01;
  CHECK(layer_output<double>(layer, theta, x)(4) == Approx(-0.5097).margin(0.00005));
  theta[4] -= 0.02;
  CHECK(layer_output<double>(layer, theta, x)(4) == Approx(-0.5033).margin(0.00005));
}
