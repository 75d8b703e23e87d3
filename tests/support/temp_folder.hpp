/// A temporary folder for a test's files.
#pragma once

#include <filesystem>
#include <string>

namespace softwarp {

/// A new empty folder, removed with its contents at the end of the scope.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// The path of a file in the folder, whether it exists or not.
  std::string file(const std::string& name) const { return (path_ / name).string(); }

  /// Writes a file with exactly these bytes and returns its path.
  std::string write(const std::string& name, const std::string& content) const;

  /// How many files and folders are in it.
  int count() const;

 private:
  std::filesystem::path path_;
};

/// The bytes of a file; empty if there is none.
std::string read_file(const std::filesystem::path& path);

}  // namespace softwarp
