/// The lines of a text file.
#pragma once

#include <istream>
#include <memory>
#include <string>

namespace softwarp {

/// Reads line by line; a byte order mark, the kind of line ends and whether the last line has one do not matter.
class TextLines {
 public:
  /// `path` is the name of the text in messages.   Requires: `in` outlives this.
  TextLines(std::istream& in, std::string path);
  ~TextLines();

  /// The next line without its end, to be changed as the caller likes until the next call; null at the end.
  /// Throws: Error if the text cannot be read, holds a NUL byte or has a line of 16 MiB; Interrupted.
  char* next();

  int row() const;            ///< the number of the line that next() returned, from 1
  std::string where() const;  ///< "path:row" of that line, for messages
  const std::string& path() const { return path_; }

 private:
  struct Lines;
  std::string path_;
  std::unique_ptr<Lines> lines_;
};

}  // namespace softwarp
