// A training whose numbers PyTorch 2.13 has given. They were made by
//
//     import torch
//     torch.set_default_dtype(torch.float64)
//     U, D, T, O = 2, 2, 3, 3
//     theta = torch.sin(torch.arange(1.0, 62))                # 32 of the encoder, 29 of the decoder
//     x = torch.cos(torch.arange(1.0, 13)).reshape(2, T, D)   # [B, T, D]
//     y = torch.sin(torch.arange(1.0, 7)).reshape(2, O)
//     theta.requires_grad_()
//     def cut(flat, *shapes):                                  # parts, their first index fastest
//         parts = []
//         for shape in shapes:
//             n = torch.Size(shape).numel()
//             parts.append(flat[:n].reshape(shape[::-1]).T if len(shape) == 2 else flat[:n])
//             flat = flat[n:]
//         return parts
//     def gru(W, R, b, c):                                     # PyTorch's gates are r, z, n
//         rzn = torch.tensor([2, 3, 0, 1, 4, 5])
//         return W[rzn], R[rzn], b[rzn], torch.cat([torch.zeros(4), c])
//     def forecast(theta):
//         W, R, b, c, W2, R2, b2, c2, V, v = cut(
//             theta, (6, 2), (6, 2), (6,), (2,), (6, 1), (6, 2), (6,), (2,), (1, 2), (1,))
//         h = torch._VF.gru(x, torch.zeros(1, 2, U), gru(W, R, b, c), True, 1, 0.0, False, False, True)[1][0]
//         u, ys = h @ V.T + v, []
//         for _ in range(O):
//             h = torch._VF.gru_cell(u, h, *gru(W2, R2, b2, c2))
//             u = h @ V.T + v
//             ys.append(u)
//         return torch.cat(ys, 1)
//     with torch.no_grad(): first = forecast(theta).clone()
//     for _ in range(20):
//         theta.grad = None
//         ((forecast(theta) - y) ** 2).sum().backward()
//         with torch.no_grad(): theta -= 0.05 * theta.grad
//     print("first", [round(v, 12) for v in first.flatten().tolist()])
//     print("theta", [round(v, 12) for v in theta.tolist()])

#include <cmath>

#include "softwarp/nn/network.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

// Series by series.
constexpr double kFirstForecasts[] = {-1.0325708236, -0.9802287123, -0.9488504007,
                                      -1.0477691777, -0.9814579312, -0.9508938646};
constexpr double kTheta[] = {
    0.9666613872,  0.8736261051,  0.1340926668,  -0.7273855208, -1.0357096876, -0.1036308658, 0.7272139791,
    0.9717823846,  0.4128416682,  -0.5428335404, -1.0777646142, -0.5631102356, 0.4583389284,  0.9886653594,
    0.6491308249,  -0.2789012230, -0.9826801948, -0.7085266283, 0.1463430256,  0.9099397708,  0.8357716744,
    -0.0025201654, -0.8586255279, -0.8735049838, -0.1233140713, 0.7788079534,  0.9563275531,  0.2495100609,
    -0.5061572939, -1.1002742129, -0.3093531190, 0.4596271774,  1.0036391389,  0.5573199766,  -0.4426466333,
    -0.9668572976, -0.8250837618, 0.4006742345,  0.9931912848,  0.7380403438,  -0.1521463414, -0.9241910473,
    -0.8035410560, 0.0058590945,  0.8381314660,  0.8987264859,  0.1212184076,  -0.7680634194, -0.9570758044,
    -0.2643506721, 0.7628238367,  0.9609305711,  0.4123267519,  -0.5902376816, -0.7672442824, -0.6639850836,
    0.5908742765,  0.9229541401,  0.6982194634,  -0.4465907273, -0.0253261343};

}  // namespace

TEST_CASE("twenty steps of gradient descent through encoder and decoder end where PyTorch's do") {
  const Network<double> network(
      {.input = {3, 2}, .layers = parse_layers("gru(units=2) -> gru_decoder(dims=1, steps=3)")});
  REQUIRE(network.parameters() == 61);
  Vector<double> theta(61), g;
  Matrix<double> x(6, 2), y(3, 2);
  for (Index k = 0; k < 61; ++k) theta[k] = std::sin(k + 1);
  for (Index k = 0; k < 12; ++k) x.reshaped()[k] = std::cos(k + 1);
  for (Index k = 0; k < 6; ++k) y.reshaped()[k] = std::sin(k + 1);
  Workspace<double> workspace;
  for (int step = 0; step < 20; ++step) {
    const Matrix<double>& forecast = network.forward(theta, x, workspace);
    if (step == 0) {
      for (Index k = 0; k < 6; ++k) CHECK(forecast.reshaped()[k] == Approx(kFirstForecasts[k]).margin(1e-10));
    }
    network.backward(theta, x, 2 * (forecast - y), workspace, g);
    theta -= 0.05 * g;
  }
  for (Index k = 0; k < 61; ++k) CHECK(theta[k] == Approx(kTheta[k]).margin(1e-10));
}
