/// Reading a whole file.
#pragma once

#include <string>

namespace softwarp {

/// All bytes of a file; `kind` says in messages what was expected: "a model file".
/// Throws: Error for a folder, a device or a pipe, which may never end, and where the file cannot be read.
std::string read_whole_file(const std::string& path, const std::string& kind);

}  // namespace softwarp
