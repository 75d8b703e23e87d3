// core/simd.cpp, and the functions of Highway's library, for one target: Debian has no libhwy for WebAssembly.
#include <hwy/aligned_allocator.h>

#include <cstdlib>

#include "softwarp/core/error.hpp"
#include "softwarp/core/simd.hpp"

namespace softwarp {

std::vector<std::string> simd_names() { return {"EMU128"}; }
std::string simd_name() { return "EMU128"; }
void set_simd(std::string_view name) {
  if (name != "auto" && name != simd_name())
    throw Error("SIMD target: expected one of auto, EMU128, found \"" + std::string(name) + "\"");
}

}  // namespace softwarp

namespace hwy {

constexpr std::size_t kAlignment = 128;

void* AllocateAlignedBytes(std::size_t bytes, AllocPtr, void*) {
  return std::aligned_alloc(kAlignment, (bytes + kAlignment - 1) / kAlignment * kAlignment);
}
void FreeAlignedBytes(const void* memory, FreePtr, void*) { std::free(const_cast<void*>(memory)); }
void AlignedDeleter::DeleteAlignedArray(void* memory, FreePtr, void*, ArrayDeleter) { std::free(memory); }

}  // namespace hwy
