/// A group of rows: the unit that the vector code sweeps (docs/kernel.md).
#pragma once

#include <cstdint>
#include <type_traits>

#include "softwarp/alignment/kernel/lane_layout.hpp"

namespace softwarp::kernel {

/// What of E, which is at most 1, is not missed: sweeps drop it before its products become subnormal, which are slow.
template <class Real>
constexpr Real kLost = sizeof(Real) == 4 ? Real(0x1p-40) : Real(0x1p-800);

/// Up to kGroupVectors row vectors that are walked together, in steps begin … end−1, and where their numbers lie.
/// Pointers into buffers by column point at column 0; there is room on both sides for the lanes that are off the
/// matrix. V: vectors of the group, L: lanes.
template <class Real>
struct Group {
  using Int = std::conditional_t<sizeof(Real) == 4, std::int32_t, std::int64_t>;

  // Were it defaulted, emplace_back() would first zero all members, in a twelfth of the time of a short DTW.
  Group() {}  // NOLINT(modernize-use-equals-default)

  Index vector = 0;   // number of the first row vector
  Index vectors = 0;  // V
  Index begin = 0, end = 0;
  Index first_row = 0;
  bool careful = false;     // some lanes end here, or some cells are outside the band
  const Real* x = nullptr;  // [V][dims][L]
  const Real* y = nullptr;  // [dims] planes by column
  Real* row = nullptr;      // states of the row above, then of the last row, by column; one plane per part
  Index row_plane = 0;
  Real* weights = nullptr;     // [steps][V][weights of a cell][L], kept from forward to back
  Real* panel = nullptr;       // [steps][V][L]: costs on the way forward, E on the way back
  Real* back = nullptr;        // what flows from the row below, then out of the first row, by column
  Real* back_along = nullptr;  // likewise of the second flow
  Real* dx = nullptr;          // [V][dims][L]
  Real* dy = nullptr;          // [dims] planes by column, if it is asked for
  Real* visits = nullptr;      // [V][L], if they are asked for
  Int* low = nullptr;          // [V][L] steps between which a lane is inside the band, if there is one
  Int* high = nullptr;
  Int* stop = nullptr;          // [V][L] the step of a lane's cell (n−1, m−1), or −1
  Real* final_state = nullptr;  // [parts][L] the state there
  // [L] of an expectation. For Ω: what a cell (i, j) counts for each (i − j)². For Δ: how often the exponent counts.
  const Real* direction = nullptr;
  Real seed = 1;  // where the second flow begins: the first one's share in the gradient
};

}  // namespace softwarp::kernel
