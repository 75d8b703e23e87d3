#include "softwarp/nn/convolution.hpp"

#include <cmath>
#include <concepts>
#include <type_traits>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/nn/activation.hpp"
#include "softwarp/nn/product.hpp"

namespace softwarp {
namespace {

std::vector<Part> convolution_parts(Index dims, Index channels, Index kernel) {
  std::vector<Part> parts{{"weight", {channels, dims, kernel}}, {"bias", {channels}}};
  if (dims != channels) parts.push_back({"shortcut", {channels, dims}});
  return parts;
}

// Numbers in memory as a matrix: one series with a column per step, or one tap.   Number: Real or const Real.
template <class Number, class Real = std::remove_const_t<Number>>
using ConvolutionView = Eigen::Map<std::conditional_t<std::is_const_v<Number>, const Matrix<Real>, Matrix<Real>>>;

}  // namespace

template <class Real>
Convolution<Real>::Convolution(SeriesShape input, Index channels, Index dilation, Index kernel)
    : Layer<Real>(input, {.steps = input.steps, .dims = channels}, convolution_parts(input.dims, channels, kernel)),
      dilation_(dilation),
      kernel_(kernel) {
  if (lag(0) >= input.steps)
    throw Error("expected a kernel that looks back by fewer steps than the input's " + std::to_string(input.steps) +
                ", found one that looks back by " + std::to_string(lag(0)));
}

template <class Real>
void Convolution<Real>::initialize(VectorRef<Real> theta, Random& random) const {
  const auto D = static_cast<double>(dims()), K = static_cast<double>(kernel_);
  const auto draw = [&](const Part& part, double variance) {
    for (Real& weight : theta.segment(part.offset, part.size))
      weight = static_cast<Real>(std::sqrt(variance) * random.normal());
  };
  draw(this->parts()[0], 0.5 / (K * D));
  theta.segment(this->parts()[1].offset, channels()).setZero();
  if (has_shortcut()) draw(this->parts()[2], 1 / D);
}

template <class Real>
Index Convolution<Real>::cache_size(Index batch) const {
  return this->output().size() * batch + this->parts()[0].size;
}

template <class Real>
void Convolution<Real>::forward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x, MatrixRef<Real> y,
                                VectorRef<Real> cache) const {
  const Index T = steps(), D = dims(), C = channels(), K = kernel_;
  const auto tap = [&](Index k) { return ConvolutionView<const Real>(theta.data() + k * C * D, C, D); };
  const ConvolutionView<const Real> S(theta.data() + C * D * K + C, C, D);  // there only if has_shortcut()
  const auto bias = theta.segment(C * D * K, C);
  for (Index b = 0; b < x.cols(); ++b) {
    const ConvolutionView<const Real> X(x.col(b).data(), D, T);
    ConvolutionView<Real> A(cache.data() + b * C * T, C, T), Y(y.col(b).data(), C, T);
    product_plus<Real>(tap(K - 1), X, bias, A);  // the last tap: a_t = b + W x_t
    for (Index k = 0; k < K - 1; ++k) {
      const Index n = T - lag(k);
      add_product<Real>(tap(k), X.leftCols(n), A.rightCols(n));  // a_t += W_k x_{t−l_k}, but for the first l_k steps
    }
    Y = A.unaryExpr([](Real number) { return ReluRule::value(number); });
    if (has_shortcut())
      add_product<Real>(S, X, Y);
    else
      Y += X;
  }
}

template <class Real>
void Convolution<Real>::backward(const ConstVectorRef<Real>& theta, const ConstMatrixRef<Real>& x,
                                 const ConstMatrixRef<Real>&, VectorRef<Real> cache, const ConstMatrixRef<Real>& dy,
                                 VectorRef<Real> dtheta, MatrixRef<Real>* dx) const {
  const Index T = steps(), D = dims(), C = channels(), K = kernel_;
  const auto transposed_tap = [&](Index k) {
    return ConvolutionView<Real>(cache.data() + x.cols() * C * T + k * D * C, D, C);
  };
  const auto dtap = [&](Index k) { return ConvolutionView<Real>(dtheta.data() + k * C * D, C, D); };
  const ConvolutionView<const Real> S(theta.data() + C * D * K + C, C, D);
  ConvolutionView<Real> dS(dtheta.data() + C * D * K + C, C, D);
  auto dbias = dtheta.segment(C * D * K, C);
  if (dx != nullptr) {
    for (Index k = 0; k < K; ++k)
      transposed_tap(k) = ConvolutionView<const Real>(theta.data() + k * C * D, C, D).transpose();
  }
  for (Index b = 0; b < x.cols(); ++b) {
    const ConvolutionView<const Real> X(x.col(b).data(), D, T), dY(dy.col(b).data(), C, T);
    ConvolutionView<Real> delta(cache.data() + b * C * T, C, T);
    delta = delta.binaryExpr(dY, [](Real a, Real d) { return a > 0 ? d : Real{0}; });
    dbias += delta.rowwise().sum();
    for (Index k = 0; k < K; ++k) {
      const Index n = T - lag(k);
      add_product_transposed<Real>(delta.rightCols(n), X.leftCols(n), dtap(k));
    }
    if (has_shortcut()) add_product_transposed<Real>(dY, X, dS);
    if (dx == nullptr) continue;
    ConvolutionView<Real> dX(dx->col(b).data(), D, T);
    if (has_shortcut())
      transposed_product<Real>(S, dY, dX);
    else
      dX = dY;
    for (Index k = 0; k < K; ++k) {
      const Index n = T - lag(k);
      add_product<Real>(transposed_tap(k), delta.rightCols(n), dX.leftCols(n));
    }
  }
}

template <class Real>
std::vector<Operator> Convolution<Real>::operators() const {
  const Index T = steps(), D = dims(), C = channels(), K = kernel_;
  std::vector<Operator> list;
  const auto add = [&](const char* type, std::vector<std::string> inputs, const char* output,
                       std::map<std::string, Attribute> attributes = {}) {
    list.push_back({type, std::move(inputs), output, std::move(attributes)});
  };
  const auto add_constant = [&](const char* name, std::vector<Index> numbers) {
    add("Constant", {}, name, {{"value_ints", std::move(numbers)}});
  };
  add_constant("input_shape", {-1, T, D});
  add("Reshape", {"x", "input_shape"}, "steps");
  if constexpr (std::same_as<Real, float>) {
    const Attribute exchange = std::vector<Index>{0, 2, 1};  // Conv has the steps last
    add("Transpose", {"steps"}, "steps_last", {{"perm", exchange}});
    add("Conv", {"steps_last", "weight", "bias"}, "convolved_last",
        {{"dilations", std::vector<Index>{dilation_}}, {"pads", std::vector<Index>{lag(0), 0}}});
    add("Transpose", {"convolved_last"}, "convolved", {{"perm", exchange}});
  } else {
    // ONNX Runtime has Conv for floats only. Here, all that the taps see at a step becomes one row of a product.
    std::vector<Index> seen;
    for (Index t = 0; t < T; ++t) {
      for (Index k = 0; k < K; ++k) seen.push_back(t + k * dilation_);
    }
    add_constant("pads", {0, lag(0), 0, 0, 0, 0});
    add("Pad", {"steps", "pads"}, "padded");
    add_constant("seen", std::move(seen));
    add("Gather", {"padded", "seen"}, "gathered", {{"axis", Index{1}}});
    add_constant("rows_shape", {-1, T, K * D});
    add("Reshape", {"gathered", "rows_shape"}, "rows");
    add("Transpose", {"weight"}, "taps", {{"perm", std::vector<Index>{2, 1, 0}}});  // [K×D×C]
    add_constant("matrix_shape", {K * D, C});
    add("Reshape", {"taps", "matrix_shape"}, "matrix");
    add("MatMul", {"rows", "matrix"}, "product");
    add("Add", {"product", "bias"}, "convolved");
  }
  add("Relu", {"convolved"}, "positive");
  if (has_shortcut()) {
    add("Transpose", {"shortcut"}, "shortcut_transposed");
    add("MatMul", {"steps", "shortcut_transposed"}, "residual");
  }
  add("Add", {"positive", has_shortcut() ? "residual" : "steps"}, "sum");
  add_constant("output_shape", {-1, T * C});
  add("Reshape", {"sum", "output_shape"}, "y");
  return list;
}

template class Convolution<float>;
template class Convolution<double>;

}  // namespace softwarp
