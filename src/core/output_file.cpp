#include "softwarp/core/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <random>

#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {

namespace fs = std::filesystem;

namespace {

using Status = struct stat;

// Where a path leads.
struct Target {
  fs::path path;
  std::optional<int> descriptor = {};  // of this process, which the path names or whose file it leads to
  std::optional<Status> status = {};   // unless there is no such file
};

// Devices take what comes from any side; only a terminal shows it to the same reader.
bool is_shared(const Status& status, int descriptor) { return S_ISCHR(status.st_mode) && ::isatty(descriptor) == 0; }

// Whether an open descriptor is this file, so that writing into another one in its place would lose what is written.
bool is_open_as(int descriptor, const Status& file) {
  Status open{};
  return ::fstat(descriptor, &open) == 0 && open.st_dev == file.st_dev && open.st_ino == file.st_ino &&
         !is_shared(open, descriptor);
}

// Follows links, also to a file that does not exist yet. Those in /proc/self/fd, which /dev/stdout leads to, are
// descriptors: opened by their path, a log would be written from its start.
Target target_of(const fs::path& path) {
  const fs::path descriptors = "/proc/" + std::to_string(::getpid()) + "/fd";
  constexpr int kMostLinks = 40;  // as in Linux
  std::error_code ignored;        // opening the path reports what is wrong with it
  Target target{path};
  for (int links = 0; links < kMostLinks; ++links) {
    const fs::path folder =
        fs::weakly_canonical(target.path.has_parent_path() ? target.path.parent_path() : ".", ignored);
    if (!folder.empty()) target.path = folder / target.path.filename();
    if (folder == descriptors)
      if (const auto number = parse_integer(target.path.filename().string()))
        target.descriptor = static_cast<int>(*number);
    if (target.descriptor || !fs::is_symlink(fs::symlink_status(target.path, ignored))) break;
    target.path = folder / fs::read_symlink(target.path, ignored);
  }
  Status status{};
  const int found = target.descriptor ? ::fstat(*target.descriptor, &status) : ::stat(target.path.c_str(), &status);
  if (found == 0) {
    target.status = status;
    for (const int standard : {STDOUT_FILENO, STDERR_FILENO}) {
      if (!target.descriptor && is_open_as(standard, status)) target.descriptor = standard;
    }
  }
  return target;
}

// Flushes what was written to the disk; a file system that cannot do this is no reason to fail.
bool flush_to_disk(int file) { return ::fsync(file) == 0 || errno == EINVAL || errno == EROFS || errno == ENOTSUP; }

}  // namespace

OutputFile::OutputFile(const std::string& path) : name_(path), path_(path) {
  if (path == "-") {
    name_ = "standard output";
    descriptor_ = STDOUT_FILENO;
    return;
  }
  if (path.empty()) throw Error("output file: expected a name, found nothing");
  const auto fail = [&](int reason) { throw Error(path + ": cannot be written: " + std::strerror(reason)); };
  errno = 0;
  const Target target = target_of(path);
  path_ = target.path;
  descriptor_ = target.descriptor;
  if (descriptor_) {
    const int flags = ::fcntl(*descriptor_, F_GETFL);
    if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) fail(EBADF);
    return;
  }
  if (!target.status) {
    if (errno != ENOENT) fail(errno);
    create_temporary();
    return;
  }
  const mode_t mode = target.status->st_mode;
  if (S_ISDIR(mode)) throw Error(path + ": cannot be written: it is a folder");
  if (::access(path_.c_str(), W_OK) != 0) fail(errno);
  if (!S_ISREG(mode)) return;  // opened by commit()
  constexpr mode_t kPermissions = 0777, kAnyMayWrite = 0222;
  if ((mode & kAnyMayWrite) == 0) fail(EACCES);  // access() lets root pass
  mode_ = mode & kPermissions;
  create_temporary();
}

OutputFile::~OutputFile() {
  std::error_code ignored;
  if (!temporary_.empty()) fs::remove(temporary_, ignored);
}

bool OutputFile::is_stdout() const { return descriptor_ == STDOUT_FILENO; }

// Under a name that nobody can foresee and put a link in the way.
void OutputFile::create_temporary() {
  constexpr std::size_t kLongestStart = 200;  // with what follows, a name may have 255 bytes
  std::random_device random;
  do {
    char ending[32];
    std::snprintf(ending, sizeof ending, ".partial-%08x%08x", random(), random());
    temporary_ = path_.parent_path() / (path_.filename().string().substr(0, kLongestStart) + ending);
    const unsigned mode = mode_ ? 0600 : 0666;
    file_ = open_file(temporary_.string(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  } while (!file_.is_open() && errno == EEXIST);
  if (file_.is_open()) return;
  const int reason = errno;
  temporary_.clear();
  throw Error(name_ + ": cannot be written: " + std::strerror(reason));
}

void OutputFile::commit(const std::string& content) {
  const auto check = [&](bool fine) {
    if (!fine) throw Error(name_ + ": cannot be written: " + std::strerror(errno));
  };
  if (temporary_.empty()) {
    if (!descriptor_) {
      file_ = open_file(path_.string(), O_WRONLY);
      check(file_.is_open());
    }
    return check(write_all(descriptor_.value_or(file_.number()), content));
  }
  check(write_all(file_.number(), content));
  check(!mode_ || ::fchmod(file_.number(), *mode_) == 0);
  check(flush_to_disk(file_.number()));  // before renaming: after a power cut, the name refers to the complete file
  file_.close();
  check(std::rename(temporary_.c_str(), path_.c_str()) == 0);
  temporary_.clear();
  const Descriptor folder = open_file(path_.has_parent_path() ? path_.parent_path().string() : ".", O_RDONLY);
  if (folder.is_open()) flush_to_disk(folder.number());
}

std::string output_identity(const std::string& path) {
  const Target target = path == "-" ? Target{path, STDOUT_FILENO} : target_of(path);
  if (target.descriptor == STDOUT_FILENO) return "-";
  if (!target.status) return target.path.string();
  if (S_ISCHR(target.status->st_mode)) return "";
  return std::to_string(target.status->st_dev) + ':' + std::to_string(target.status->st_ino);
}

}  // namespace softwarp
