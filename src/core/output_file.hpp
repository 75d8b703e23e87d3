/// Result files that are whole or not there.
#pragma once

#include <filesystem>
#include <string>

namespace softwarp {

/// A file that appears under its name only when it is complete.
///
/// Opened before the work starts, so that a path that cannot be written is found at once; written to a temporary name
/// in the same folder and renamed by commit(). What is not committed leaves nothing behind, and an older file as it
/// was. A device or a pipe is written to by commit() alone.
class OutputFile {
 public:
  /// "-" stands for standard output.   Throws: Error where the file cannot be created.
  explicit OutputFile(const std::string& path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  bool is_stdout() const { return path_ == "-"; }

  /// Writes all of the content and gives the file its name.   Throws: Error where this fails, a full disk included.
  void commit(const std::string& content);

 private:
  std::filesystem::path path_;
  std::filesystem::path temporary_;  // empty for what is no regular file, and once committed
};

}  // namespace softwarp
