#include "softwarp/data/fields.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>

#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

char separator_of(std::string_view row) {
  std::string_view best = " ";
  for (const std::string_view separator : {",", ";", "\t"}) {
    bool quoted = false;
    for (const char c : row) {
      if (c == '"') quoted = !quoted;
      if (c == separator.front() && !quoted) best = separator;
    }
  }
  return best.front();
}

// Takes the quoted field at the start of `rest` off it: what is between the quotes, in which two quotes become one, in
// place. Nothing if the closing quote is missing.
std::optional<std::string_view> take_quoted(char*& rest) {
  char* const begin = ++rest;
  char* end = begin;
  while (*rest != '\0') {
    if (*rest == '"' && *++rest != '"') return std::string_view(begin, end);
    *end++ = *rest++;
  }
  return std::nullopt;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

void skip_spaces(char*& rest, char separator) {
  while (is_space(*rest) && (*rest != separator || separator == ' ')) ++rest;
}

void split_fields(char* rest, char separator, std::vector<std::string_view>& fields, const std::string& where) {
  fields.clear();
  while (true) {
    skip_spaces(rest, separator);
    if (*rest == '\0' && separator == ' ') return;  // a run of spaces is one separator, at the end none
    if (*rest == '"') {
      const auto field = take_quoted(rest);
      if (!field)
        throw Error(where + ": expected a closing quote, found the end of the row; line breaks in quotes are not read");
      fields.push_back(trimmed(*field));
      const bool apart = is_space(*rest);
      skip_spaces(rest, separator);
      if (*rest != '\0' && *rest != separator && !(separator == ' ' && apart))
        throw Error(where + ": expected the next field after a closing quote, found " + in_quotes(rest) +
                    "; a quote within quotes is written twice");
    } else {
      char* const begin = rest;
      while (*rest != '\0' && *rest != separator) ++rest;
      fields.push_back(trimmed({begin, rest}));
    }
    if (*rest == '\0') return;
    if (*rest == separator) ++rest;
  }
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

bool is_missing_word(std::string_view field) {
  constexpr std::array<std::string_view, 6> kWords = {"nan", "na", "n/a", "#n/a", "<na>", "null"};
  return std::ranges::find(kWords, in_lower_case(field)) != kWords.end();
}

std::string shown_field(std::string_view field) { return field.empty() ? "nothing" : in_quotes(field); }

std::optional<double> value_of(std::string_view field) {
  const auto number = parse_double(field);
  if (number && std::isfinite(*number)) return number;
  if (field.empty() || is_missing_word(field)) return std::numeric_limits<double>::quiet_NaN();
  return std::nullopt;
}

std::optional<std::string> label_of(std::string_view field) {
  if (field.empty()) return std::nullopt;
  const auto number = parse_double(field);
  if (!number) return std::string(field);
  if (!std::isfinite(*number) || *number != std::round(*number)) return std::nullopt;
  return to_text(*number);  // 1.0000000e+00, as old files write it, is label 1
}

std::string FieldReader::where(std::size_t column) const { return where() + ":" + std::to_string(column); }

const std::vector<std::string_view>* FieldReader::next() {
  while (char* const line = lines_.next()) {
    if (trimmed(line).empty()) continue;
    if (separator_ == 0) separator_ = separator_of(line);
    split_fields(line, separator_, fields_, where());
    return &fields_;
  }
  return nullptr;
}

std::optional<double> FieldReader::number(std::string_view field) {
  const auto mark = separator_ == ';' ? field.find_first_of(".,") : field.npos;
  if (mark == field.npos) return value_of(field);
  if (decimal_mark_ != 0 && decimal_mark_ != field[mark]) return std::nullopt;
  with_point_ = field;
  with_point_[mark] = '.';
  const auto number = value_of(with_point_);
  if (number) decimal_mark_ = field[mark];
  return number;
}

}  // namespace softwarp
