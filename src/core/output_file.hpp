/// Result files that are complete or absent.
#pragma once

#include <filesystem>
#include <string>

namespace softwarp {

/// A file that appears under its name only once it is complete.
///
/// It is opened before the work starts, so that a path that cannot be written is reported at once; it is written under
/// a temporary name in the same folder and renamed by commit(). Without a commit it leaves nothing behind and an older
/// file unchanged. A device or pipe is not opened before commit().
class OutputFile {
 public:
  /// "-" stands for standard output.   Throws: Error if the file cannot be created.
  explicit OutputFile(const std::string& path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  bool is_stdout() const { return path_ == "-"; }

  /// Writes the content and gives the file its name.   Throws: Error if this fails, for example on a full disk.
  void commit(const std::string& content);

 private:
  std::filesystem::path path_;
  std::filesystem::path temporary_;  // empty after the commit, and for anything but a regular file
};

}  // namespace softwarp
