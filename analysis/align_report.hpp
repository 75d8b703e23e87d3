/// What align computes about two series, and its report.
#pragma once

#include <optional>
#include <vector>

#include "app/cli/outputs.hpp"
#include "softwarp/alignment/expected_alignment.hpp"
#include "softwarp/alignment/tables.hpp"
#include "softwarp/loss/loss_spec.hpp"

namespace softwarp {

/// Two series and their alignments, all but `dtw` under the band and the cost of the loss.
struct Aligned {
  LossSpec loss;                          ///< softdtw, or dtw
  Matrix<double> x, y;                    ///< [D×n], [D×m]
  std::string reading = {};               ///< SeriesSet::reading of their files
  double value = 0;                       ///< of the loss
  std::optional<double> divergence = {};  ///< of softdtw; so is the next
  std::optional<double> entropy = {};
  std::vector<Match> path = {};                ///< the best alignment
  double distortion = 0;                       ///< TDI of the path
  double dtw = 0;                              ///< under the squared Euclidean cost, without a band
  std::optional<AlignmentTables> tables = {};  ///< if asked for
};

/// Steps of series whose tables are shown.
inline constexpr Index kMostInTables = 50;

/// Throws: Error as make_loss(), and where the dimensions of x and y differ; with_tables: Error for long series.
Aligned align(const LossSpec& loss, const Matrix<double>& x, const Matrix<double>& y, bool with_tables = false);

/// Includes the path if the loss is dtw.   Keeps a reference.
Report align_report(const Aligned& aligned);

}  // namespace softwarp
