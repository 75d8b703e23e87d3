#include "softwarp/nn/squashing.hpp"

#include "softwarp/core/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "softwarp/nn/squashing.cpp"  // this file is compiled once for every SIMD target
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// After it:
#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace softwarp::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// x ← outer · tanh(inner · x) + shift, for a column of numbers.
template <class Real>
void ScaledTanh(Real* x, Index count, Real inner, Real outer, Real shift) {
  const hn::ScalableTag<Real> d;
  const auto lanes = static_cast<Index>(hn::Lanes(d));
  const auto apply = [&](Real* at) {
    const auto squashed = hn::Tanh(d, hn::Mul(hn::Set(d, inner), hn::LoadU(d, at)));
    hn::StoreU(hn::MulAdd(hn::Set(d, outer), squashed, hn::Set(d, shift)), d, at);
  };
  Index k = 0;
  for (; k + lanes <= count; k += lanes) apply(x + k);
  if (k == count) return;
  Real rest[hn::MaxLanes(hn::ScalableTag<Real>())] = {};
  for (Index i = k; i < count; ++i) rest[i - k] = x[i];
  apply(rest);
  for (Index i = k; i < count; ++i) x[i] = rest[i - k];
}

void ScaledTanhFloat(float* x, Index count, float inner, float outer, float shift) {
  ScaledTanh(x, count, inner, outer, shift);
}
void ScaledTanhDouble(double* x, Index count, double inner, double outer, double shift) {
  ScaledTanh(x, count, inner, outer, shift);
}

}  // namespace softwarp::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace softwarp {
namespace {

HWY_EXPORT(ScaledTanhFloat);
HWY_EXPORT(ScaledTanhDouble);

void scaled_tanh(float* x, Index count, float inner, float outer, float shift) {
  HWY_DYNAMIC_DISPATCH(ScaledTanhFloat)(x, count, inner, outer, shift);
}
void scaled_tanh(double* x, Index count, double inner, double outer, double shift) {
  HWY_DYNAMIC_DISPATCH(ScaledTanhDouble)(x, count, inner, outer, shift);
}

}  // namespace

template <class Real>
void apply_sigmoid(MatrixRef<Real> x) {
  const Real half = Real(0.5);  // 1/(1 + e^−x) = ½ + ½ tanh(x/2)
  for (Index k = 0; k < x.cols(); ++k) scaled_tanh(x.col(k).data(), x.rows(), half, half, half);
}

template <class Real>
void apply_tanh(MatrixRef<Real> x) {
  for (Index k = 0; k < x.cols(); ++k) scaled_tanh(x.col(k).data(), x.rows(), Real(1), Real(1), Real(0));
}

template void apply_sigmoid<float>(MatrixRef<float>);
template void apply_sigmoid<double>(MatrixRef<double>);
template void apply_tanh<float>(MatrixRef<float>);
template void apply_tanh<double>(MatrixRef<double>);

}  // namespace softwarp
#endif
