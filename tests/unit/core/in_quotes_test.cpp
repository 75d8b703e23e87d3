#include "softwarp/core/in_quotes.hpp"

#include "support/catch.hpp"

using namespace softwarp;

TEST_CASE("text from outside stays on one line of a message, and short") {
  CHECK(in_quotes("") == "\"\"");
  CHECK(in_quotes("a \"b\"") == "\"a \"b\"\"");
  CHECK(in_quotes("a\n\x7f\x01ä") == "\"a???ä\"");
  const std::string forty(40, 'x');
  CHECK(in_quotes(forty) == '"' + forty + '"');
  CHECK(in_quotes(forty + 'y') == '"' + forty + "…\"");
  CHECK(in_quotes(forty.substr(1) + "äb") == '"' + forty.substr(1) + "…\"");  // no half characters
  CHECK(in_quotes(std::string(60, '\x80')) == "\"…\"");
}
