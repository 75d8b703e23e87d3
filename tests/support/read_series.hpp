/// Series in rows from texts, for tests.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <sstream>
#include <string>
#include <vector>

#include "softwarp/core/error.hpp"
#include "softwarp/data/reader.hpp"
#include "support/message.hpp"
#include "support/temp_folder.hpp"

namespace softwarp::test {

/// The series of a file with this text.
inline SeriesSet read(const std::string& text, const std::string& name = "set.tsv", const ReadOptions& options = {}) {
  std::istringstream in(text);
  return read_series(in, name, options);
}

/// Why it is refused.
inline std::string error_for(const std::string& text, const std::string& name = "set.tsv",
                             const ReadOptions& options = {}) {
  return message_of<Error>([&] { read(text, name, options); });
}

/// The same where the text comes from standard input.
inline SeriesSet read_standard_input(const std::string& text, const ReadOptions& options = {}) {
  const TempFolder folder;
  const int file = open(folder.write("in", text).c_str(), O_RDONLY), before = dup(STDIN_FILENO);
  dup2(file, STDIN_FILENO);
  close(file);
  const SeriesSet set = read_series("-", options);
  dup2(before, STDIN_FILENO);
  close(before);
  return set;
}

/// The values of a series in the order of the row.
inline std::vector<double> values_of(const Series& series) {
  return {series.values.data(), series.values.data() + series.values.size()};
}

using Values = std::vector<double>;

}  // namespace softwarp::test
