#include "softwarp/core/memory.hpp"

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"

using namespace softwarp;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a need beyond half of the memory is an error that says what needs it, and how much") {
  CHECK(memory_limit() > 1e8);
  CHECK_NOTHROW(require_memory("a little", memory_limit() / 2));
  CHECK_THROWS_AS(require_memory("a little more", memory_limit() / 2 + 1), Error);
  CHECK_THROWS_WITH(require_memory("x.tsv: 9 series", 5e18),
                    ContainsSubstring("x.tsv: 9 series: expected a need of at most ") &&
                        ContainsSubstring(" GB of memory, half of what there is, found 5e+09 GB"));
}
