// libFuzzer's entry; which reader it feeds is chosen when it is compiled.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const softwarp::FuzzTarget& target =
      *std::ranges::find(softwarp::fuzz_targets(), std::string(SOFTWARP_FUZZ_TARGET), &softwarp::FuzzTarget::name);
  target.accepts({reinterpret_cast<const char*>(data), size});
  return 0;
}
