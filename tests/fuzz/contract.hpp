/// What every reader promises, whatever the bytes: nothing but an Error or a UsageError of one line out.
#pragma once

#include <cstdlib>
#include <string>

#include "app/cli/program.hpp"
#include "softwarp/core/error.hpp"

namespace softwarp {

/// Whatever is accepted must be what the contract says; abort() is what a fuzzer takes for a find.
inline void require(bool condition) {
  if (!condition) std::abort();
}

inline void require_one_line(const std::string& message) {
  require(!message.empty() && message.size() < 5000 && message.find_first_of("\n\r") == message.npos);
}

/// Runs the reader; false where it refuses what it is given.
template <class Reader>
bool accepted(Reader reader) {
  try {
    reader();
    return true;
  } catch (const Error& error) {
    require_one_line(error.what());
  } catch (const UsageError& error) {
    require_one_line(error.what());
  }
  return false;
}

}  // namespace softwarp
