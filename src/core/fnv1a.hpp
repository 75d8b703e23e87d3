/// A short fingerprint of data. It is not cryptographic: other data with the same fingerprint can be constructed.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace softwarp {

/// FNV-1a, 64 bits. Changing a single byte always changes it.
/// Source: G. Fowler, L. C. Noll, P. Vo, isthe.com/chongo/tech/comp/fnv.
class Fnv1a {
 public:
  void add(unsigned char byte) { hash_ = (hash_ ^ byte) * 0x100000001b3; }
  void add(std::string_view bytes) {
    for (const char byte : bytes) add(static_cast<unsigned char>(byte));
  }
  /// The bytes of the number, least significant first.
  void add(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) add(static_cast<unsigned char>(number >> shift & 0xff));
  }

  /// 16 hexadecimal digits.
  std::string text() const {
    std::array<char, 16> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), hash_, 16).ptr;
    const std::string text(digits.data(), end);
    return std::string(digits.size() - text.size(), '0') + text;
  }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

}  // namespace softwarp
