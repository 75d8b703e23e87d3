/// The library's only exception type: bad data or a failed computation, described in one line.
#pragma once

#include <stdexcept>

namespace softwarp {

/// What went wrong, in one line for the user: where, what was expected, what was found, what to do.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace softwarp
