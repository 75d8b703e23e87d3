#include "softwarp/core/in_quotes.hpp"

#include "support/catch.hpp"

using namespace softwarp;

TEST_CASE("text from outside stays on one line of a message, and short") {
  CHECK(in_quotes("") == "\"\"");
  CHECK(in_quotes("a \"b\"") == "\"a \"b\"\"");
  CHECK(in_quotes("a\n\x7f\x01ä") == R"("a\n\x7f\x01ä")");
  const std::string forty(40, 'x');
  CHECK(in_quotes(forty) == '"' + forty + '"');
  CHECK(in_quotes(forty + 'y') == '"' + forty + "…\"");
  CHECK(in_quotes(forty.substr(1) + "äb") == '"' + forty.substr(1) + "…\"");  // no half characters
  CHECK(in_quotes(std::string(60, '\x80')) == "\"…\"");
}

TEST_CASE("a line shows what would move the cursor, and every byte that is not UTF-8") {
  CHECK(one_line("a\\b, ä, 漢, 😀") == "a\\b, ä, 漢, 😀");
  CHECK(one_line("a\nb\tc\r") == R"(a\nb\tc\x0d)");
  CHECK(one_line("\x1b[31mred") == R"(\x1b[31mred)");
  CHECK(one_line("\u009b31mred\u00a0") == "\\xc2\\x9b31mred\u00a0");  // the same of one character
  CHECK(one_line("\xff"
                 "a\xc3") == R"(\xffa\xc3)");
  CHECK(one_line(std::string("a\0b", 3)) == R"(a\x00b)");
}
