#include "softwarp/core/file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "softwarp/core/error.hpp"

namespace softwarp {

std::string read_whole_file(const std::string& path, const std::string& kind) {
  namespace fs = std::filesystem;
  std::error_code ignored;  // opening the path reports what is wrong with it
  if (fs::is_directory(path, ignored)) throw Error(path + ": expected " + kind + ", found a folder");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(path + ": cannot be opened: " + std::strerror(errno));
  if (!fs::is_regular_file(path, ignored)) throw Error(path + ": expected a regular file, found a device or a pipe");
  std::string bytes(fs::file_size(path), '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (static_cast<std::size_t>(file.gcount()) != bytes.size()) throw Error(path + ": cannot be read to its end");
  return bytes;
}

}  // namespace softwarp
