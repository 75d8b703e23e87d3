#include "npy.hpp"

#include <bit>

namespace softwarp {

static_assert(std::endian::native == std::endian::little);

std::size_t NpyArray::bytes() const {
  std::size_t bytes = item_bytes;
  for (const Index size : shape) bytes *= static_cast<std::size_t>(size);
  return bytes;
}

std::string npy_header(const NpyArray& array) {
  std::string shape;
  for (const Index size : array.shape) shape += std::to_string(size) + ", ";
  if (array.shape.size() > 1) shape.resize(shape.size() - 2);
  std::string text = "{'descr': " + array.type + ", 'fortran_order': False, 'shape': (" + shape + "), }";
  constexpr std::size_t kBefore = 10, kUnit = 64;  // magic, version, length
  const std::size_t whole = (kBefore + text.size() + 1 + kUnit - 1) / kUnit * kUnit;
  text.resize(whole - kBefore - 1, ' ');
  text += '\n';
  std::string header("\x93NUMPY\x01\x00", 8);
  header += static_cast<char>(text.size() & 0xff);
  header += static_cast<char>(text.size() >> 8);
  return header + text;
}

}  // namespace softwarp
