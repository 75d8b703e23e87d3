/// A result file that several runs of a program write, each its share, in place, and that can be continued.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "softwarp/core/descriptor.hpp"
#include "softwarp/core/index.hpp"

namespace softwarp {

/// One of `of` shares of the work, counted from 1.
struct Share {
  Index number = 1, of = 1;
};

/// What the file will be.
struct SharedContent {
  std::string header;
  std::size_t bytes = 0;  ///< of all behind the header
  std::string identity;   ///< of everything that the result depends on, in one line
  Index units = 0;        ///< of work: unit u belongs to share u mod of + 1
};

/// The file grows as FILE.part. FILE.part.I-of-N says which units of a share are done; it is marked only once the
/// unit's bytes are on the disk, so that any end of the process, or of the machine, costs the units at work. Who
/// completes the last share gives the file its name. Shares never write the same bytes, so that they may run at the
/// same time, on machines that share the disk; notes of other work beside them are an error. Any thread may call write() and finish().
class SharedFile {
 public:
  /// Creates FILE.part, or goes on with it.
  /// Throws: Error if a file cannot be written, is of other work, or is at work; UsageError for a path that is no file.
  SharedFile(const std::string& path, const SharedContent& content, Share share);

  /// Of a file that no other share knows of, leaves nothing behind where nothing is done.
  ~SharedFile();
  SharedFile(const SharedFile&) = delete;
  SharedFile& operator=(const SharedFile&) = delete;

  bool done(Index unit) const { return marks_[place(unit)] == kDone; }

  /// Writes bytes that lie `offset` behind the header.   Throws: Error, as on a full disk.
  void write(std::size_t offset, std::string_view bytes);

  /// Marks a unit all of whose bytes have been written.   Throws: Error.
  void finish(Index unit);

  /// Makes the file of the second path, the content that is wanted, from that of the first.
  using Convert = std::function<void(const std::string& from, const std::string& to)>;

  /// Once all units of the share are done: whether those of the others are, too. If so, the file gets its name.
  /// Throws: Error.
  bool complete(const Convert& convert = {});

 private:
  static constexpr char kDone = '1';
  std::size_t place(Index unit) const { return static_cast<std::size_t>(unit / share_.of); }
  std::string progress_path(Index share) const;
  std::vector<std::string> notes_of_work() const;
  void check_nothing_done() const;
  void check_same_work(const std::string& path, const std::string& notes) const;
  void read_progress();
  bool others_done() const;

  std::string path_, part_, first_line_;
  std::size_t header_bytes_ = 0;
  Share share_;
  Index units_ = 0;
  Descriptor file_, progress_;
  std::string marks_;
};

}  // namespace softwarp
