#include "shared_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "softwarp/core/error.hpp"
#include "softwarp/core/file.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/output_file.hpp"

namespace softwarp {
namespace {

[[noreturn]] void fail(const std::string& path) { throw Error(path + ": cannot be written: " + std::strerror(errno)); }

// At its place, in as many calls as it takes. Regular files need no waiting.
void write_at(int file, std::string_view bytes, std::size_t offset, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail(path);
    bytes.remove_prefix(static_cast<std::size_t>(count));
    offset += static_cast<std::size_t>(count);
  }
}

// To the disk; a file system that cannot do this is no reason to fail.
void flush(const std::string& path, int flags) {
  const Descriptor file = open_file(path, flags);
  if (file.is_open()) ::fsync(file.number());
}

Descriptor open_to_write(const std::string& path) {
  Descriptor file = open_file(path, O_RDWR | O_CREAT, 0666);
  if (!file.is_open()) fail(path);
  return file;
}

std::size_t size_of(int file, const std::string& path) {
  struct stat status {};
  if (::fstat(file, &status) != 0) fail(path);
  if (!S_ISREG(status.st_mode)) throw Error(path + ": expected a file, found something else");
  return static_cast<std::size_t>(status.st_size);
}

// Whether notes, a line and a mark for each unit, tell of a unit that is done.
bool anything_done(const std::string& notes) { return notes.find('1', notes.find('\n')) != notes.npos; }

std::string notes_at(const std::string& path) { return read_whole_file(path, "a file of progress"); }

// A device, or a pipe, takes no bytes in any order.
void check_path(const std::string& path) {
  std::error_code none;
  if (std::filesystem::is_directory(path, none)) throw Error(path + ": cannot be written: it is a folder");
  if (std::filesystem::exists(path, none) && !std::filesystem::is_regular_file(path, none))
    throw Error(path + ": expected the name of a file, found a device or pipe");
}

}  // namespace

SharedFile::SharedFile(const std::string& path, const SharedContent& content, Share share)
    : path_(path),
      part_(path + ".part"),
      first_line_(content.identity + '\n'),
      header_bytes_(content.header.size()),
      share_(share),
      units_(content.units) {
  check_path(path_);
  std::error_code none;
  if (share.of > 1 && !std::filesystem::exists(part_, none) && std::filesystem::exists(path_, none))
    throw Error(path_ + ": expected no such file before its blocks, found one; remove it to compute it again");
  file_ = open_to_write(part_);
  const std::size_t wanted = content.header.size() + content.bytes, found = size_of(file_.number(), part_);
  if (found == 0) {
    check_nothing_done();
    // Other shares may be about to do the same. Room now, so that a full disk is found before the work.
    if (::ftruncate(file_.number(), static_cast<off_t>(wanted)) != 0) fail(part_);
    if (::fallocate(file_.number(), 0, 0, static_cast<off_t>(wanted)) != 0 && errno != EOPNOTSUPP && errno != EINTR) {
      const int reason = errno;
      std::filesystem::remove(part_, none);
      errno = reason;
      fail(part_);
    }
  } else if (found != wanted) {
    throw Error(part_ + ": expected " + std::to_string(wanted) + " bytes, found " + std::to_string(found) +
                ", of other data or options; remove " + part_ + "* to start again");
  }
  for (const std::string& notes : notes_of_work()) check_same_work(notes, notes_at(notes));
  read_progress();
  write_at(file_.number(), content.header, 0, part_);  // again, too: a file has its size before its header
}

SharedFile::~SharedFile() {
  std::error_code none;
  if (share_.of > 1 || marks_.find(kDone) != marks_.npos) return;
  std::filesystem::remove(part_, none);
  std::filesystem::remove(progress_path(share_.number), none);
}

// Those of all shares that tell of a unit that is done.
std::vector<std::string> SharedFile::notes_of_work() const {
  const std::filesystem::path part(part_);
  const std::filesystem::path folder = part.has_parent_path() ? part.parent_path() : ".";
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.path().filename().string().starts_with(part.filename().string() + ".")) continue;
    if (anything_done(notes_at(entry.path()))) paths.push_back(part.parent_path() / entry.path().filename());
  }
  return paths;
}

// Of a file that is not there: its notes may be left when it was removed.
void SharedFile::check_nothing_done() const {
  for (const std::string& path : notes_of_work()) {
    if (size_of(file_.number(), part_) > 0) return;  // another share has made it meanwhile
    std::error_code none;
    std::filesystem::remove(part_, none);  // it has just been made
    throw Error(part_ + ": expected the file that " + std::filesystem::path(path).filename().string() +
                " tells of, found none; remove " + part_ + ".* to start again");
  }
}

void SharedFile::check_same_work(const std::string& path, const std::string& notes) const {
  if (notes.starts_with(first_line_)) return;
  const auto line = [](const std::string& text) { return one_line(text.substr(0, text.find('\n'))); };
  throw Error(path + ": expected the progress of this command, " + line(first_line_) + ", found that of another, " +
              line(notes) + "; remove " + part_ + "* to start again");
}

std::string SharedFile::progress_path(Index share) const {
  return part_ + "." + std::to_string(share) + "-of-" + std::to_string(share_.of);
}

void SharedFile::read_progress() {
  const std::string path = progress_path(share_.number);
  progress_ = open_to_write(path);
  size_of(progress_.number(), path);
  // A disk that cannot lock is no reason to fail.
  if (::flock(progress_.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    throw Error(path + ": expected no other run of this share, found one at work");
  const Index own = (units_ - share_.number + share_.of) / share_.of;
  const std::string fresh = first_line_ + std::string(static_cast<std::size_t>(own), '0');
  std::string found = notes_at(path);
  if (!anything_done(found)) {  // nothing is lost
    if (::ftruncate(progress_.number(), 0) != 0) fail(path);
    write_at(progress_.number(), fresh, 0, path);
    flush(path, O_RDONLY);  // at its full size, so that a power cut costs marks, not the notes
    found = fresh;
  }
  if (found.size() != fresh.size())
    throw Error(path + ": expected " + std::to_string(fresh.size()) + " bytes, found " + std::to_string(found.size()) +
                "; remove " + part_ + "* to start again");
  marks_ = found.substr(first_line_.size());
}

void SharedFile::write(std::size_t offset, std::string_view bytes) {
  write_at(file_.number(), bytes, header_bytes_ + offset, part_);
}

void SharedFile::finish(Index unit) {
  if (::fdatasync(file_.number()) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP) fail(part_);
  char& mark = marks_[place(unit)];
  mark = kDone;
  write_at(progress_.number(), {&mark, 1}, first_line_.size() + place(unit), progress_path(share_.number));
}

bool SharedFile::others_done() const {
  for (Index share = 1; share <= share_.of; ++share) {
    std::error_code none;
    if (!std::filesystem::exists(progress_path(share), none)) return false;
    const std::string found = notes_at(progress_path(share));
    if (anything_done(found)) check_same_work(progress_path(share), found);
    const auto own = static_cast<std::size_t>((units_ - share + share_.of) / share_.of);
    if (found != first_line_ + std::string(own, kDone)) return false;
  }
  return true;
}

bool SharedFile::complete(const Convert& convert) try {
  std::error_code none;
  if (!others_done()) return !std::filesystem::exists(part_, none);
  std::string whole = part_;
  if (convert) {
    whole = path_ + ".text." + std::to_string(share_.number) + "-of-" + std::to_string(share_.of);
    try {
      convert(part_, whole);
    } catch (...) {
      std::filesystem::remove(whole, none);
      throw;
    }
  }
  flush(whole, O_RDONLY);
  if (::rename(whole.c_str(), path_.c_str()) != 0) fail(path_);
  const std::string folder = std::filesystem::path(path_).parent_path().string();
  flush(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);  // the name, before what it replaces
  std::filesystem::remove(part_, none);
  for (Index share = 1; share <= share_.of; ++share) std::filesystem::remove(progress_path(share), none);
  return true;
} catch (...) {
  std::error_code none;
  if (std::filesystem::exists(part_, none)) throw;
  return true;  // another share was quicker, and has taken the notes away as they were read here
}

}  // namespace softwarp
