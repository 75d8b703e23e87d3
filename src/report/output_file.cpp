#include "report/output_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "core/error.hpp"

namespace softwarp {

OutputFile::OutputFile(const std::string& path) : path_(path) {
  if (is_stdout()) return;
  if (std::filesystem::is_directory(path_)) throw Error(path + ": cannot be written: it is a folder");
  temporary_ = path + ".partial-" + std::to_string(getpid());
  std::ofstream file(temporary_);
  if (!file) {
    const std::string reason = std::strerror(errno);
    temporary_.clear();
    throw Error(path + ": cannot be written: " + reason);
  }
}

OutputFile::~OutputFile() {
  std::error_code ignored;
  if (!temporary_.empty()) std::filesystem::remove(temporary_, ignored);
}

void OutputFile::commit(const std::string& content) {
  if (is_stdout()) {
    std::cout << content << std::flush;
    if (!std::cout) throw Error("standard output: cannot be written");
    return;
  }
  std::ofstream file(temporary_, std::ios::binary);
  file << content;
  file.close();
  std::error_code failure;
  if (file) std::filesystem::rename(temporary_, path_, failure);
  if (!file || failure)
    throw Error(path_.string() + ": cannot be written: " + (failure ? failure.message() : std::strerror(errno)));
  temporary_.clear();
}

}  // namespace softwarp
