/// Counts every allocation, in executables that link softwarp_allocation_count.
#pragma once

#include <cstddef>

namespace softwarp::test {

std::size_t allocation_count();

}  // namespace softwarp::test
