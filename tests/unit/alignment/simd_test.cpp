#include "softwarp/core/simd.hpp"

#include "softwarp/alignment/kernel/kernel.hpp"
#include "softwarp/alignment/kernel/vector_code.hpp"
#include "softwarp/core/error.hpp"
#include "support/alignment_support.hpp"
#include "support/catch.hpp"

using namespace softwarp;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a SIMD target chosen by name is the one that runs") {
  test::for_each_target([](const std::string& name) {
    CHECK(simd_name() == name);
    if (name == "AVX3") CHECK(kernel::lanes(float()) == 16);
    if (name == "AVX2") CHECK(kernel::lanes(float()) == 8);
    if (name == "SSE4" || name == "NEON") CHECK(kernel::lanes(float()) == 4);
  });
  CHECK(simd_name() == simd_names().front());
}

TEST_CASE("an unknown SIMD target is an error that lists the valid ones") {
  for (const char* name : {"AVX9", "", "avx2"}) {
    CHECK_THROWS_WITH(set_simd(name), ContainsSubstring("auto, " + simd_names().front()));
  }
}
