/// The one exception type of the library: bad data or a failed computation, told in one line.
#pragma once

#include <stdexcept>

namespace softwarp {

/// What went wrong, as one line for the user: where, what was expected, what was found.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace softwarp
