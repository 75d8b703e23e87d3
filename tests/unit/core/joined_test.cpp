#include "softwarp/core/joined.hpp"

#include <array>
#include <vector>

#include "support/catch.hpp"

using namespace softwarp;

TEST_CASE("joined texts have the separator between items only") {
  CHECK(joined(std::vector<std::string>{}, ", ") == "");
  CHECK(joined(std::vector<std::string>{"a"}, ", ") == "a");
  CHECK(joined(std::vector<std::string>{"", "b", ""}, ", ") == ", b, ");
  CHECK(joined(std::array<std::string_view, 2>{"a", "b"}, " | ") == "a | b");
}

TEST_CASE("the text of an item is what a function or a member says") {
  struct Named {
    std::string_view name;
  };
  CHECK(joined(std::vector<Named>{{"x"}, {"y"}}, " ", &Named::name) == "x y");
  CHECK(joined(std::vector{1, 2, 3}, ",", [](int number) { return std::to_string(number); }) == "1,2,3");
}
