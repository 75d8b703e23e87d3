/// Result files that are complete or absent.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "softwarp/core/descriptor.hpp"

namespace softwarp {

/// A file that appears under its name only once it is complete.
///
/// It is opened before the work starts, so that a path that cannot be written is reported at once; it is written under
/// a temporary name in the same folder and renamed by commit(), and keeps the permissions of an older file. Without a
/// commit it leaves nothing behind and an older file unchanged. A device, a pipe or a file that is open as one of the
/// process's descriptors (/dev/stdout) is never replaced: commit() writes into it.
class OutputFile {
 public:
  /// "-" stands for standard output.   Throws: Error if the file cannot be created or replaced.
  explicit OutputFile(const std::string& path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// Also where the path leads to the same file as standard output.
  bool is_stdout() const;

  /// Writes the content and gives the file its name.
  /// Throws: Error if this fails, for example on a full disk; Interrupted while it waits for a reader.
  void commit(const std::string& content);

 private:
  void create_temporary();

  std::string name_;                 // in messages
  std::filesystem::path path_;       // links are followed
  std::optional<int> descriptor_;    // to write to, instead of a path
  std::filesystem::path temporary_;  // empty after the commit, and for anything but a regular file
  Descriptor file_;                  // the temporary one
  std::optional<unsigned> mode_;     // of an older file
};

/// Equal for two paths if they lead to the same file, whether it exists or not; empty for a device such as /dev/null,
/// which any number of outputs may go to.
std::string output_identity(const std::string& path);

}  // namespace softwarp
