#include "softwarp/core/utf8.hpp"

#include "support/catch.hpp"

using namespace softwarp;

TEST_CASE("the size of a character, 0 where there is none") {
  CHECK(utf8_character("ab") == 1);
  CHECK(utf8_character("éb") == 2);
  CHECK(utf8_character("漢b") == 3);
  CHECK(utf8_character("😀") == 4);
  CHECK(utf8_character(std::string(1, '\0')) == 1);
  for (const std::string text : {"", "\x80", "\xc3", "\xc3(", "\xe6\xbc", "\xf0\x9f\x98", "\xff", "\xc0\xaf",
                                 "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf",     // longer than needed
                                 "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {  // a surrogate, beyond the last
    CAPTURE(text);
    CHECK(utf8_character(text) == 0);
  }
}

TEST_CASE("what is not UTF-8 is replaced byte by byte") {
  CHECK(valid_utf8("é, 漢\n") == "é, 漢\n");
  CHECK(valid_utf8("a\xff\xe6\xbc"
                   "b") == "a\ufffd\ufffd\ufffdb");
}
