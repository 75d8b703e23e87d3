/// The safetensors file format: named tensors and texts, nothing that is executed when it is read.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "softwarp/core/types.hpp"

namespace softwarp {

/// A tensor as stored in the file.
struct Tensor {
  std::string type;                  ///< "F32" or "F64"
  std::vector<std::uint64_t> shape;  ///< the last index runs fastest
  std::string bytes;                 ///< little-endian numbers
};

/// "F32" or "F64".
template <class Real>
constexpr const char* kTensorType = sizeof(Real) == sizeof(float) ? "F32" : "F64";

/// The numbers, column by column, as a tensor of the given shape, and the inverse.
/// Throws: Error where the tensor is of another type; `where` names it in messages.
template <class Real>
Tensor to_tensor(const ConstMatrixRef<Real>& numbers, std::vector<std::uint64_t> shape);
template <class Real>
Vector<Real> from_tensor(const Tensor& tensor, const std::string& where);

/// "2x6", for messages.
std::string shape_in_words(const std::vector<std::uint64_t>& shape);

struct TensorFile {
  std::map<std::string, std::string> metadata;
  std::map<std::string, Tensor> tensors;
};

/// The file's bytes: length of the header (8 bytes, little-endian), header (JSON), numbers.
/// Cost: O(size).   Source: github.com/huggingface/safetensors, "Format".
std::string write_safetensors(const TensorFile& content);

/// Reads what write_safetensors() writes; `path` is the file's name in messages.
///
/// Every size that the file declares is checked against the bytes that are there before memory is allocated for it.
/// Throws: Error for anything but a complete file: lengths or offsets that do not fit, bytes that belong to no tensor
///   or to two, a key that occurs twice, metadata that are not text, numbers of types other than F32 and F64. Names have
///   1 to 1000 bytes, none of them a control character.
/// Cost: O(size), but for the maps' logarithm.
TensorFile read_safetensors(std::string_view bytes, const std::string& path);

}  // namespace softwarp
