/// The matrix types, and the letters that denote shapes throughout softwarp.
///
///   T  length of a series, in steps          N  number of series in a set
///   U  length of the other series            B  number of series in a batch
///   D  dimensions of one step                I, O  inputs and outputs of a layer or network
///   n, m  lengths inside the alignment DP    S  number of parameters
///
/// A series of D dimensions is stored step by step: the D values of one step are adjacent.
/// `Real` is float or double.
#pragma once

#include <Eigen/Core>
#include <type_traits>

#include "softwarp/core/index.hpp"

namespace softwarp {

static_assert(std::is_same_v<Index, Eigen::Index>);

template <class Real>
using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;  // column-major
template <class Real>
using Vector = Eigen::Matrix<Real, Eigen::Dynamic, 1>;

// For arguments: a Ref binds to a Matrix, a Map or a block of columns without a copy.
template <class Real>
using MatrixRef = Eigen::Ref<Matrix<Real>>;
template <class Real>
using ConstMatrixRef = Eigen::Ref<const Matrix<Real>>;
template <class Real>
using VectorRef = Eigen::Ref<Vector<Real>>;
template <class Real>
using ConstVectorRef = Eigen::Ref<const Vector<Real>>;

}  // namespace softwarp
