// A library to preload: adds each call that changes files to the log named by $SOFTWARP_FILE_CALLS, as "NAME DESCRIPTOR
// FLAGS LENGTH\nBYTES\n", where the bytes are what was written, or the path (two of them for a rename, with a NUL
// between). tests/cli/power_cut_test.cpp reads it. Calls that are missing here show there: what the log says of the files
// is compared with what they are.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <mutex>
#include <string>

namespace {

std::mutex calls;  // in the log as they were made

// The function of the C library that one of the same name here stands before.
template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

void add_to_log(const char* name, int descriptor, int flags, const std::string& bytes) {
  const int reason = errno;
  const char* path = std::getenv("SOFTWARP_FILE_CALLS");
  if (path == nullptr) return;
  const int log = next<int(const char*, int, ...)>("open")(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  const std::string entry = std::string(name) + ' ' + std::to_string(descriptor) + ' ' + std::to_string(flags) + ' ' +
                            std::to_string(bytes.size()) + '\n' + bytes + '\n';
  if (next<ssize_t(int, const void*, size_t)>("write")(log, entry.data(), entry.size()) < 0) std::abort();
  close(log);
  errno = reason;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  const std::lock_guard lock(calls);
  const int descriptor = next<int(const char*, int, ...)>("open")(path, flags, mode);
  if (descriptor >= 0) add_to_log("open", descriptor, flags, path);
  return descriptor;
}

ssize_t write(int descriptor, const void* bytes, size_t size) {
  const std::lock_guard lock(calls);
  const ssize_t count = next<ssize_t(int, const void*, size_t)>("write")(descriptor, bytes, size);
  if (count > 0) add_to_log("write", descriptor, 0, {static_cast<const char*>(bytes), static_cast<std::size_t>(count)});
  return count;
}

int fsync(int descriptor) {
  const std::lock_guard lock(calls);
  const int status = next<int(int)>("fsync")(descriptor);
  if (status == 0) add_to_log("fsync", descriptor, 0, "");
  return status;
}

int rename(const char* from, const char* to) noexcept {
  const std::lock_guard lock(calls);
  const int status = next<int(const char*, const char*)>("rename")(from, to);
  if (status == 0) add_to_log("rename", -1, 0, std::string(from) + '\0' + to);
  return status;
}

int remove(const char* path) noexcept {
  const std::lock_guard lock(calls);
  const int status = next<int(const char*)>("remove")(path);
  if (status == 0) add_to_log("remove", -1, 0, path);
  return status;
}

}  // extern "C"
