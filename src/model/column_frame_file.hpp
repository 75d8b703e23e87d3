/// The columns of a model of windows as a part of its file.
#pragma once

#include <string>

#include "softwarp/model/column_frame.hpp"
#include "softwarp/model/safetensors.hpp"

namespace softwarp {

/// Adds texts "columns.names" (a JSON list), "columns.targets", …, and tensors "columns.mean" and "columns.deviation".
void add_columns(const ColumnFrame& frame, TensorFile& file);

/// The inverse: takes the tensors out of the file.
/// Throws: Error naming `path` and what is missing or is not as add_columns() writes it.
ColumnFrame take_columns(TensorFile& file, const std::string& path);

}  // namespace softwarp
