/// The first ten training series of ECG200, from the golden files.
#pragma once

#include <fstream>
#include <stdexcept>
#include <string>

#include "softwarp/core/types.hpp"

namespace softwarp::test {

/// Shapes: → [96×10], one series per column.
inline Matrix<double> first_ten_of_ecg200(const std::string& golden_folder) {
  std::ifstream file(golden_folder + "/ecg200_first10.csv");
  Matrix<double> series(96, 10);
  for (double& value : series.reshaped()) {
    file >> value;
    file.ignore(1);  // the comma
  }
  if (!file) throw std::runtime_error("ecg200_first10.csv cannot be read");
  return series;
}

}  // namespace softwarp::test
