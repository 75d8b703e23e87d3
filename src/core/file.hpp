/// Reading files.
#pragma once

#include <array>
#include <istream>
#include <streambuf>
#include <string>

#include "softwarp/core/descriptor.hpp"

namespace softwarp {

/// All bytes of a file. `kind` tells error messages what was expected, such as "a model file".
/// Throws: Error for a folder, for a device or pipe (which may never end), and if the file cannot be read.
std::string read_whole_file(const std::string& path, const std::string& kind);

/// A file, a pipe or standard input as a stream, which an interrupt ends while it waits for data.
class InputStream : public std::istream {
 public:
  /// "-": standard input.   Throws: Error if it cannot be opened; reading throws Error if it fails, and Interrupted.
  explicit InputStream(const std::string& path);

 private:
  class Buffer : public std::streambuf {
   public:
    explicit Buffer(const std::string& path);
    int_type underflow() override;

   private:
    std::string path_;
    Descriptor file_;  // not open for standard input
    std::array<char, 1 << 16> bytes_;
  };

  Buffer buffer_;
};

}  // namespace softwarp
