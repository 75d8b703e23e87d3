/// Files by descriptor: closed when they are done with, and never waited for in spite of an interrupt.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace softwarp {

/// A file descriptor that is closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept;

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }
  void close();

 private:
  int number_;
};

/// Opens a file as open(2) does, closed in programs that are run. For a pipe without another end it waits.
/// Not open, with errno set, if this fails.   Throws: Interrupted while it waits.
Descriptor open_file(const std::string& path, int flags, unsigned mode = 0);

/// Waits for data, then reads some of it.   → their number, 0 at the end; negative, with errno set, if this fails.
/// Throws: Interrupted while it waits.
std::ptrdiff_t read_some(int from, char* buffer, std::size_t size);

/// Writes all of it.   → whether that has worked, else errno is set.   Throws: Interrupted while it waits.
bool write_all(int to, std::string_view bytes);

/// The descriptors 0, 1 and 2 exist from now on. One that was closed is opened so that using it fails, as before; but
/// no file opened later takes its place and receives messages.
void occupy_standard_descriptors();

}  // namespace softwarp
