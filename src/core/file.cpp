#include "softwarp/core/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "softwarp/core/error.hpp"

namespace softwarp {
namespace {

[[noreturn]] void cannot_be_opened(const std::string& path) {
  throw Error(path + ": cannot be opened: " + std::strerror(errno));
}

}  // namespace

std::string read_whole_file(const std::string& path, const std::string& kind) {
  const auto check = [&](const struct stat& status) {
    if (S_ISDIR(status.st_mode)) throw Error(path + ": expected " + kind + ", found a folder");
    if (!S_ISREG(status.st_mode)) throw Error(path + ": expected a regular file, found a device or a pipe");
  };
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) cannot_be_opened(path);
  check(status);  // before it is opened, which can start things
  const Descriptor file = open_file(path, O_RDONLY);
  if (!file.is_open() || ::fstat(file.number(), &status) != 0) cannot_be_opened(path);
  check(status);  // the same file, or one that has taken its place
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  for (std::size_t done = 0; done < bytes.size();) {
    const std::ptrdiff_t count = read_some(file.number(), bytes.data() + done, bytes.size() - done);
    if (count <= 0) throw Error(path + ": cannot be read to its end");
    done += static_cast<std::size_t>(count);
  }
  return bytes;
}

InputStream::InputStream(const std::string& path) : std::istream(nullptr), buffer_(path) {
  rdbuf(&buffer_);
  exceptions(std::ios::badbit);  // lets those of the buffer pass
}

InputStream::Buffer::Buffer(const std::string& path) : path_(path == "-" ? "standard input" : path) {
  if (path == "-") return;
  file_ = open_file(path, O_RDONLY);
  if (!file_.is_open()) cannot_be_opened(path);
}

InputStream::Buffer::int_type InputStream::Buffer::underflow() {
  const int from = file_.is_open() ? file_.number() : STDIN_FILENO;
  const std::ptrdiff_t count = read_some(from, bytes_.data(), bytes_.size());
  if (count < 0) throw Error(path_ + ": cannot be read: " + std::strerror(errno));
  setg(bytes_.data(), bytes_.data(), bytes_.data() + count);
  return count == 0 ? traits_type::eof() : traits_type::to_int_type(bytes_[0]);
}

}  // namespace softwarp
