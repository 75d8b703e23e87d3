#include "softwarp/data/text_lines.hpp"

#define CSV_IO_NO_THREAD  // an exception from a byte source must not cross threads
#include <libfccp/csv.h>

#include <cstring>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"

namespace softwarp {
namespace {

// LineReader returns C strings, which a NUL byte would silently truncate. If the last row lacks a line end, it reads
// one byte past the text, so we add the line end.
class TextBytes : public io::ByteSourceBase {
 public:
  TextBytes(std::istream& in, const std::string& path) : in_(in), path_(path) {}

  int read(char* buffer, int size) override {
    in_.read(buffer, size);
    const auto count = static_cast<std::size_t>(in_.gcount());
    if (in_.bad()) throw Error(path_ + ": cannot be read");
    if (std::memchr(buffer, '\0', count) != nullptr) throw Error(path_ + ": expected text, found a NUL byte");
    if (count > 0) last_ = buffer[count - 1];
    if (count == static_cast<std::size_t>(size) || last_ == '\n') return static_cast<int>(count);
    buffer[count] = last_ = '\n';
    return static_cast<int>(count) + 1;
  }

 private:
  std::istream& in_;
  const std::string& path_;
  char last_ = '\n';  // the last byte read so far
};

}  // namespace

struct TextLines::Lines {
  io::LineReader reader;
};

TextLines::TextLines(std::istream& in, std::string path)
    : path_(std::move(path)), lines_(new Lines{io::LineReader(path_, std::make_unique<TextBytes>(in, path_))}) {}

TextLines::~TextLines() = default;

char* TextLines::next() try {
  check_interrupt();
  return lines_->reader.next_line();
} catch (const io::error::line_length_limit_exceeded& error) {
  throw Error(path_ + ":" + std::to_string(error.file_line) + ": expected less than 16 MiB per row, found more");
}

int TextLines::row() const { return static_cast<int>(lines_->reader.get_file_line()); }

std::string TextLines::where() const { return path_ + ":" + std::to_string(row()); }

}  // namespace softwarp
