/// The .npy format, in which NumPy keeps arrays.
#pragma once

#include <string>
#include <vector>

#include "softwarp/core/index.hpp"

namespace softwarp {

/// An array in C order, little-endian.
struct NpyArray {
  std::string type;  ///< of an item, as NumPy's dtype prints it: "'<f4'"
  std::size_t item_bytes = 0;
  std::vector<Index> shape;

  std::size_t bytes() const;  ///< of all items
};

/// What stands before the items, a multiple of 64 bytes.   Source: NEP 1, version 1.0.
std::string npy_header(const NpyArray& array);

}  // namespace softwarp
