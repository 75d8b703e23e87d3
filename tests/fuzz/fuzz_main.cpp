// libFuzzer's entry; which reader it feeds is chosen when it is compiled.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/targets.hpp"

namespace {

const softwarp::FuzzTarget& target() {
  static const softwarp::FuzzTarget& found =
      *std::ranges::find(softwarp::fuzz_targets(), std::string(SOFTWARP_FUZZ_TARGET), &softwarp::FuzzTarget::name);
  return found;
}

std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  target().accepts(as_text(data, size));
  return 0;
}

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t largest);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t largest,
                                               unsigned int seed) {
  if (target().write == nullptr) return LLVMFuzzerMutate(data, size, largest);
  const std::string changed = softwarp::forged(target(), as_text(data, size), seed);
  if (changed.size() > largest) return size;
  std::ranges::copy(changed, data);
  return changed.size();
}
