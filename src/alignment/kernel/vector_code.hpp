/// What the vector code of a SIMD target offers to the plain code that drives it.
#pragma once

#include "softwarp/alignment/kernel/group.hpp"

namespace softwarp::kernel {

/// How costs and E pass between the sweeps and the rest: in registers, or as a panel in memory that holds
/// a group's cells.
enum class Panels {
  as_needed,    ///< where there are several dimensions, given costs, or E is wanted
  on_way_back,  ///< also wherever there is a way back
  always,
};

/// What a cell of the DP keeps.
struct CellShape {
  Index parts;    ///< vectors in its state
  Index weights;  ///< vectors kept for the way back
  bool along;     ///< two flows go back, of E and of its change along a direction; every group is careful
  Panels panels;
};

/// What the final state of a pair tells.
struct Outcome {
  double value = 0;
  double entropy = 0;  ///< in nats; of expected_cost alone
};

/// The recursion of a quantity.
enum class Recursion { soft_minimum, minimum, expected_cost, shape_and_time };

/// The sweeps over a group, for one recursion and one kind of lanes. `panel`: costs, or E, are in the group's panel.
template <class Real>
class Sweeps {
 public:
  Sweeps(LaneLayout lane_layout, CellShape cell_shape, Index most_vectors)
      : lanes(lane_layout), cell(cell_shape), value_vectors(most_vectors) {}
  virtual ~Sweeps() = default;

  const LaneLayout lanes;
  const CellShape cell;
  const Index value_vectors;  ///< of a group, where there is no way back; else kGroupVectors

  /// No alignment comes from columns begin … end−1 of this row.
  virtual void clear_row(Real* row, Index row_plane, Index begin, Index end) const = 0;
  /// Fills in the cells. With `keep`, their weights too.
  virtual void forward(const Group<Real>& group, double gamma, bool panel, bool keep) const = 0;
  /// Sends E back through them.
  virtual void backward(const Group<Real>& group, bool panel) const = 0;
  /// Squared Euclidean costs into the panel, in any number of dimensions.
  virtual void fill_panel(const Group<Real>& group, Index dims, Index y_plane) const = 0;
  /// dx and, with `visits`, the sums of E's rows, out of the panel.
  virtual void reduce_panel(const Group<Real>& group, Index dims, Index y_plane, bool visits) const = 0;
  /// What the group adds to dy, out of the panel.
  virtual void add_columns(const Group<Real>& group, Index dims, Index y_plane) const = 0;
  /// Of the pair whose final state and direction are in a lane. α: the share of the shape in shape_and_time.
  virtual Outcome outcome(const Real* final_state_in_lane, double gamma, double alpha,
                          const Real* direction_in_lane) const = 0;
};

/// Series as numbers, one after the other; a lane without one has no values.
template <class Real>
struct Numbers {
  Real* values;
  Index size;
};

// Compiled for every target and type; these call the active one.
const Sweeps<float>& sweeps(float, Recursion recursion, bool pair_lanes);
const Sweeps<double>& sweeps(double, Recursion recursion, bool pair_lanes);

/// Lanes of a vector of Real.
Index lanes(float);
Index lanes(double);

/// The largest absolute value of a series, or infinity where one is not finite.
float largest(const float* values, Index count);
double largest(const double* values, Index count);

/// The least number in each lane over some columns of a row.   Shapes: row [columns][lanes], least [lanes].
void least_of_columns(const float* row, Index columns, float* least);
void least_of_columns(const double* row, Index columns, double* least);

/// A series into each lane: number q of series l becomes number q·lanes + l. All lanes have a series; a shorter one
/// continues with its last step, of `dims` numbers, up to the given size.
void interleave(const Numbers<const float>* series, Index dims, Index size, float* lanes);
void interleave(const Numbers<const double>* series, Index dims, Index size, double* lanes);

/// The other way, once or twice what is in the lanes, to the lanes that have a series.
void deinterleave(const float* lanes, bool twice, const Numbers<float>* series);
void deinterleave(const double* lanes, bool twice, const Numbers<double>* series);

}  // namespace softwarp::kernel
