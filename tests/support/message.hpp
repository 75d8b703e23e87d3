/// The message of an exception, to compare it word for word.
#pragma once

#include <string>

namespace softwarp {

/// The message of the `Exception` that `action` throws; "(nothing thrown)" if it throws none.
template <class Exception, class Action>
std::string message_of(Action&& action) {
  try {
    action();
  } catch (const Exception& error) {
    return error.what();
  }
  return "(nothing thrown)";
}

}  // namespace softwarp
