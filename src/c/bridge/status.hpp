/// What every function of the C interface has in common: it returns a status and keeps the message.
#pragma once

#include <new>
#include <stdexcept>
#include <string>

#include "softwarp/c/softwarp.h"
#include "softwarp/core/error.hpp"
#include "softwarp/core/interrupt.hpp"

namespace softwarp::c {

/// Keeps the message for softwarp_message() and returns the status.
softwarp_status failed(softwarp_status status, const char* message) noexcept;

/// Does the work. An exception becomes a status and a message: none crosses the interface.
template <class Work>
softwarp_status guarded(Work work) noexcept {
  try {
    work();
    return SOFTWARP_OK;
  } catch (const NonFiniteError& error) {
    return failed(SOFTWARP_NOT_FINITE, error.what());
  } catch (const Error& error) {
    return failed(SOFTWARP_INVALID, error.what());
  } catch (const Interrupted&) {
    return failed(SOFTWARP_STOPPED, "stopped");
  } catch (const std::bad_alloc&) {
    return failed(SOFTWARP_NO_MEMORY, "expected enough memory, found too little");
  } catch (const std::length_error&) {  // of a container that should hold more than it can
    return failed(SOFTWARP_NO_MEMORY, "expected enough memory, found too little");
  } catch (const std::exception& error) {
    return failed(SOFTWARP_FAILED, error.what());
  } catch (...) {
    return failed(SOFTWARP_FAILED, "unknown failure");
  }
}

/// Throws: Error where a pointer that must be given is null.
inline void require(const void* pointer, const char* name) {
  if (pointer == nullptr) throw Error(std::string(name) + ": expected a pointer, found NULL");
}

/// Calls work.operator()<Real>() with the type's Real.   Throws: Error if it is no type.
template <class Work>
decltype(auto) with_real(softwarp_type type, Work work) {
  if (type == SOFTWARP_FLOAT32) return work.template operator()<float>();
  if (type == SOFTWARP_FLOAT64) return work.template operator()<double>();
  throw Error("type: expected SOFTWARP_FLOAT32 or SOFTWARP_FLOAT64, found " + std::to_string(type));
}

}  // namespace softwarp::c
