#include "softwarp/data/number_stamp.hpp"

#include "softwarp/data/text_cursor.hpp"

namespace softwarp {
namespace {

constexpr std::int64_t kLargestNumberStamp = 4'000'000'000'000'000'000;  // and a last digit: differences fit in 64 bits

}  // namespace

std::optional<NumberStamp> parse_number_stamp(std::string_view text) {
  constexpr int kMostDecimals = 9;
  TextCursor cursor(text);
  const bool negative = cursor.skip('-');
  if (!negative) cursor.skip('+');
  NumberStamp number;
  int digits = 0, one = 0;
  const auto take_digit = [&] {
    ++digits;
    return cursor.number(1, one);
  };
  while (cursor.next_is_digit()) {
    const auto longer = with_decimals(number, number.decimals + 1);
    if (!longer) return std::nullopt;
    number.digits = *longer + take_digit();
  }
  if (cursor.skip('.') || cursor.skip(',')) {
    while (cursor.next_is_digit() && number.decimals < kMostDecimals) {
      const auto longer = with_decimals(number, number.decimals + 1);
      if (!longer) return std::nullopt;
      number = {.digits = *longer + take_digit(), .decimals = number.decimals + 1};
    }
    const bool rounded = cursor.next_is_digit();
    if (rounded && take_digit() >= 5) ++number.digits;
    while (cursor.next_is_digit()) take_digit();
    for (; rounded && number.decimals > 0 && number.digits % 10 == 0; --number.decimals) number.digits /= 10;
  }
  if (digits == 0 || !cursor.at_end()) return std::nullopt;
  if (negative) number.digits = -number.digits;
  return number;
}

std::optional<std::int64_t> with_decimals(const NumberStamp& number, int decimals) {
  std::int64_t digits = number.digits;
  for (int k = number.decimals; k < decimals; ++k) {
    if (digits > kLargestNumberStamp / 10 || digits < -kLargestNumberStamp / 10) return std::nullopt;
    digits *= 10;
  }
  return digits;
}

std::string to_text(const NumberStamp& number) {
  std::string text = std::to_string(number.digits);
  if (number.decimals == 0) return text;
  const std::size_t sign = number.digits < 0 ? 1 : 0, decimals = static_cast<std::size_t>(number.decimals);
  if (text.size() < sign + decimals + 1) text.insert(sign, sign + decimals + 1 - text.size(), '0');
  return text.insert(text.size() - decimals, ".");
}

}  // namespace softwarp
