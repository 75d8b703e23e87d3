/// The exceptions of the libraries: bad data or a failed computation, described in one line.
#pragma once

#include <stdexcept>

namespace softwarp {

/// What went wrong, in one line for the user: where, what was expected, what was found, what to do.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// NaN or infinity where a computation must give a finite number, or values so large that it could not: it has diverged,
/// or its input is too large.
class NonFiniteError : public Error {
 public:
  using Error::Error;
};

}  // namespace softwarp
