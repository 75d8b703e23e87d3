/// What a model of windows remembers of the files that it was trained on.
#pragma once

#include <string>
#include <vector>

#include "softwarp/data/windows.hpp"

namespace softwarp {

/// The columns of long series, their units, and the distance between steps.   Shapes: mean, deviation [C].
struct ColumnFrame {
  std::vector<std::string> columns;  ///< names: targets, then covariates
  Index targets = 1;
  Channels channels = Channels::each;
  std::string time = {}, series = {};  ///< names of these columns; empty: none
  Clock clock = {};                    ///< its distance between steps counts, not where it starts
  Vector<double> mean;
  Vector<double> deviation;  ///< never 0

  Index covariates() const { return static_cast<Index>(columns.size()) - targets; }
  Index dims() const { return channels == Channels::all ? targets : 1; }
};

}  // namespace softwarp
