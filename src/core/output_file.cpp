#include "softwarp/core/output_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "softwarp/core/error.hpp"

namespace softwarp {

namespace fs = std::filesystem;

namespace {

// Flushes what was written to the disk; a file system that cannot do this is no reason to fail.
void flush_to_disk(const fs::path& path) {
  const int file = open(path.c_str(), O_RDONLY);
  if (file < 0) return;
  fsync(file);
  close(file);
}

}  // namespace

OutputFile::OutputFile(const std::string& path) : path_(path) {
  if (is_stdout()) return;
  if (path.empty()) throw Error("output file: expected a name, found nothing");
  std::error_code ignored;  // opening the path reports what is wrong with it
  if (const fs::path file = fs::canonical(path_, ignored); !file.empty()) path_ = file;  // links are followed
  const fs::file_status status = fs::status(path_, ignored);
  if (fs::is_directory(status)) throw Error(path + ": cannot be written: it is a folder");
  if (fs::exists(status) && !fs::is_regular_file(status)) {  // /dev/null must not be replaced by a file
    if (access(path.c_str(), W_OK) != 0) throw Error(path + ": cannot be written: " + std::strerror(errno));
    return;
  }
  temporary_ = path_.string() + ".partial-" + std::to_string(getpid());
  std::ofstream file(temporary_);
  if (!file) {
    const std::string reason = std::strerror(errno);
    temporary_.clear();
    throw Error(path + ": cannot be written: " + reason);
  }
}

OutputFile::~OutputFile() {
  std::error_code ignored;
  if (!temporary_.empty()) fs::remove(temporary_, ignored);
}

void OutputFile::commit(const std::string& content) {
  if (is_stdout()) {
    std::cout << content << std::flush;
    if (!std::cout) throw Error("standard output: cannot be written");
    return;
  }
  std::ofstream file(temporary_.empty() ? path_ : temporary_, std::ios::binary);
  file << content;
  file.close();
  std::error_code failure;
  if (file && !temporary_.empty()) {
    flush_to_disk(temporary_);  // before renaming: after a power cut, the name refers to the complete file
    fs::rename(temporary_, path_, failure);
    flush_to_disk(path_.has_parent_path() ? path_.parent_path() : ".");
  }
  if (!file || failure)
    throw Error(path_.string() + ": cannot be written: " + (failure ? failure.message() : std::strerror(errno)));
  temporary_.clear();
}

}  // namespace softwarp
