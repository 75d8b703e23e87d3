/// Counts allocations by operator new, in executables that link allocation_count.cpp.
#pragma once

#include <cstddef>

namespace softwarp::test {

std::size_t allocation_count();

}  // namespace softwarp::test
