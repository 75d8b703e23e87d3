/// Memory that is reused from call to call.
#pragma once

#include <hwy/aligned_allocator.h>

#include <cstddef>

namespace softwarp {

/// A buffer that grows and never shrinks; what was in it is lost when it grows.
class Scratch {
 public:
  template <class T>
  T* get(std::size_t count) {
    if (count * sizeof(T) > size_) {
      size_ = count * sizeof(T) + count * sizeof(T) / 4;
      memory_.reset();
      memory_ = hwy::AllocateAligned<unsigned char>(size_);
    }
    return reinterpret_cast<T*>(memory_.get());
  }
  std::size_t size() const { return size_; }
  void free() {
    memory_.reset();
    size_ = 0;
  }

 private:
  hwy::AlignedFreeUniquePtr<unsigned char[]> memory_;
  std::size_t size_ = 0;
};

}  // namespace softwarp
