/// The message of an exception, to compare it word by word.
#pragma once

#include <string>

namespace softwarp {

/// What `action` says when it throws an `Exception`; "(nothing thrown)" where it does not.
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
