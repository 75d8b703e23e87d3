/// The border between the page and the library: a call takes numbers and texts, and leaves named matrices behind.
///
/// The page calls a function of align.cpp, train.cpp or step.cpp by its C name. It returns 1, or 0 where it failed, and
/// the page then reads the results, or the message, by the functions of results.cpp (page/library.js).
#pragma once

#include <exception>
#include <string>

#include "softwarp/core/types.hpp"

/// What the page may call.
#define PLAYGROUND_API extern "C" __attribute__((used, visibility("default")))

namespace softwarp::playground {

/// Hands a matrix to the page, until the next call.
void give(std::string name, Matrix<double> values);
inline void give(std::string name, double value) { give(std::move(name), Matrix<double>::Constant(1, 1, value)); }
/// The same for a text.
void give_text(std::string name, std::string text);

void begin_call();
int fail(const char* message);

/// Forgets the results of the call before, then works.   → 1, or 0 with a message.
template <class Work>
int call(const Work& work) {
  begin_call();
  try {
    work();
    return 1;
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}

}  // namespace softwarp::playground
