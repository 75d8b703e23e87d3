/// What align computes about two series, and its report.
#pragma once

#include <optional>
#include <vector>

#include "app/cli/outputs.hpp"
#include "softwarp/alignment/expected_alignment.hpp"
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
  std::vector<Match> path = {};  ///< the best alignment
  double distortion = 0;         ///< TDI of the path
  double dtw = 0;                ///< under the squared Euclidean cost, without a band
};

/// Throws: Error as make_loss(), and where the dimensions of x and y differ.
Aligned align(const LossSpec& loss, const Matrix<double>& x, const Matrix<double>& y);

/// Includes the path if the loss is dtw.   Keeps a reference.
Report align_report(const Aligned& aligned);

}  // namespace softwarp
