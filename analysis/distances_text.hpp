/// The file of distances as text.
#pragma once

#include <cstdint>
#include <string>

#include "softwarp/core/index.hpp"

namespace softwarp {

/// An item of the array of nearest series.
struct NearestItem {
  std::int64_t index;
  double distance;
};

/// A line for each row of a matrix of Real behind the header of file `from`, its numbers divided by commas, to file
/// `to`.   Throws: Error if a file cannot be read or written.
template <class Real>
void write_matrix_text(const std::string& from, std::size_t header, Index rows, Index columns, const std::string& to);

/// A header and a line for each of the nearest series: series, rank, neighbour, distance.   Throws: likewise.
void write_nearest_text(const std::string& from, std::size_t header, Index rows, Index columns, const std::string& to);

}  // namespace softwarp
