/// Reading a whole file.
#pragma once

#include <string>

namespace softwarp {

/// All bytes of a file. `kind` tells error messages what was expected, such as "a model file".
/// Throws: Error for a folder, for a device or pipe (which may never end), and if the file cannot be read.
std::string read_whole_file(const std::string& path, const std::string& kind);

}  // namespace softwarp
