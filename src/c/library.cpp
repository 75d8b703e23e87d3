#include <string>

#include "softwarp/c/bridge/status.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/core/simd.hpp"
#include "softwarp/core/version.hpp"

namespace softwarp::c {
namespace {

thread_local std::string message;

}  // namespace

softwarp_status failed(softwarp_status status, const char* text) noexcept {
  try {
    message = text;
  } catch (const std::bad_alloc&) {
    message.clear();
  }
  return status;
}

}  // namespace softwarp::c

using namespace softwarp;
using namespace softwarp::c;

int32_t softwarp_abi(void) { return SOFTWARP_ABI; }

const char* softwarp_version(void) { return kVersion; }

const char* softwarp_simd(void) {
  thread_local std::string name;
  return guarded([] { name = simd_name(); }) == SOFTWARP_OK ? name.c_str() : "";
}

const char* softwarp_message(void) { return message.c_str(); }

softwarp_status softwarp_set_threads(int32_t count) {
  return guarded([&] {
    if (count < 1 || count > 1024)
      throw Error("threads: expected a number from 1 to 1024, found " + std::to_string(count));
    set_threads(count);
  });
}

int32_t softwarp_threads(void) { return threads(); }

void softwarp_stop_by(const int32_t* flag) { set_stop_flag(flag); }
