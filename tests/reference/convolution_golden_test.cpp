// A training of convolutions, step by step, against the same training in PyTorch 2.13.0:
//
//   import torch
//   from torch.nn.functional import conv1d, pad
//   torch.set_default_dtype(torch.float64)
//   theta = 0.5 * torch.cos(torch.arange(1.0, 30.0))
//   theta.requires_grad_()
//   x = torch.sin(torch.arange(5.0) + 2 * torch.arange(3.0)[:, None])[:, None]  # [B×D×T]
//   target = torch.cos(torch.arange(3.0))[:, None]
//   adam = torch.optim.Adam([theta], lr=0.05)
//   for step in range(20):
//       w1, b1, s1, w2, b2, w3, b3 = theta.split([4, 2, 2, 8, 2, 10, 1])
//       tap = lambda w, d: w.reshape(2, d, 2).permute(2, 1, 0)  # [K×D×C] to [C×D×K]
//       a = conv1d(x, s1.reshape(2, 1, 1)) + torch.relu(conv1d(pad(x, (1, 0)), tap(w1, 1), b1))
//       y = a + torch.relu(conv1d(pad(a, (2, 0)), tap(w2, 2), b2, dilation=2))
//       loss = ((y.permute(0, 2, 1).flatten(1) @ w3[:, None] + b3 - target) ** 2).sum(1).mean()
//       adam.zero_grad(); loss.backward(); adam.step()
//       print("%.12f" % loss.item())
//   print(", ".join("%.10f" % v for v in theta.tolist()))
#include <cmath>

#include "softwarp/loss/registry.hpp"
#include "softwarp/nn/network.hpp"
#include "softwarp/optim/adam.hpp"
#include "support/catch.hpp"

using namespace softwarp;

TEST_CASE("20 steps of Adam through two convolutions: losses and final weights are PyTorch's") {
  const Network<double> network({.input = {5},
                                 .layers = parse_layers("convolution(channels=2, dilation=1, kernel=2) -> "
                                                        "convolution(channels=2, dilation=2, kernel=2) -> "
                                                        "dense(units=1)")});
  const auto loss = make_loss<double>({"euclidean", {}});
  Vector<double> theta(29), g;
  for (Index k = 0; k < 29; ++k) theta[k] = 0.5 * std::cos(static_cast<double>(k + 1));
  Matrix<double> x(5, 3), target(1, 3), dy(1, 3);
  for (Index b = 0; b < 3; ++b) {
    for (Index t = 0; t < 5; ++t) x(t, b) = std::sin(static_cast<double>(t + 2 * b));
    target(b) = std::cos(static_cast<double>(b));
  }
  REQUIRE(network.parameters() == theta.size());
  Workspace<double> workspace;
  Adam<double> adam(0.05);
  double first = 0, last = 0;
  for (int step = 1; step <= 20; ++step) {
    last = loss->mean({network.forward(theta, x, workspace)}, {target}, dy);
    if (step == 1) first = last;
    network.backward(theta, x, dy, workspace, g);
    adam.step(theta, g);
  }
  CHECK(first == Approx(1.147034502890).epsilon(1e-11));
  CHECK(last == Approx(0.020684190560).epsilon(1e-10));
  Vector<double> expected(29);
  expected << 0.3599584517, 0.6002685401, -0.3304900276, 0.0445119792, 0.3891511362, -0.0052677117, -0.3033184375,
      0.3018519322, -0.7445327002, -0.6072728106, 0.4409753914, 0.2960284141, 0.2046300776, 0.1456496949, -0.6783349459,
      -0.7846576582, -0.3420057059, 0.2285064325, 0.2686762685, 0.2417559568, -0.2955169653, -0.4700495133,
      0.0915372776, 0.4453053687, 0.9234695310, 0.4986717135, 0.2080896336, -0.3359243331, -0.2550165651;
  CHECK((theta - expected).cwiseAbs().maxCoeff() <= 1e-9);
}
