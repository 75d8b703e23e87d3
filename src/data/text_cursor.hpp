/// Reading a text from left to right.
#pragma once

#include <algorithm>
#include <string_view>

namespace softwarp {

/// What is left of a text to be read.
class TextCursor {
 public:
  explicit TextCursor(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }
  char next() const { return text_.empty() ? '\0' : text_.front(); }
  bool next_is_digit() const { return next() >= '0' && next() <= '9'; }

  bool skip(char c) {
    if (next() != c || text_.empty()) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool skip_word(std::string_view word) {
    const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
    if (!std::ranges::equal(text_.substr(0, word.size()), word, {}, upper)) return false;
    text_.remove_prefix(word.size());
    return true;
  }

  /// The digits from here on, but at most `longest`; their number is left in `digits`.
  int number(int longest, int& digits) {
    int value = 0;
    for (digits = 0; digits < longest && next_is_digit(); ++digits) {
      value = 10 * value + (next() - '0');
      text_.remove_prefix(1);
    }
    return value;
  }

  std::string_view rest() const { return text_; }

 private:
  std::string_view text_;
};

}  // namespace softwarp
