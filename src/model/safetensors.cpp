#include "softwarp/model/safetensors.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"

namespace softwarp {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are copied between file and memory as they are");

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kLongestHeader = 100'000'000;  // as the format's own implementation has it
constexpr std::size_t kLongestName = 1000;
constexpr const char* kMetadata = "__metadata__";

std::optional<std::uint64_t> bytes_of(const std::string& type) {
  if (type == "F32") return 4;
  if (type == "F64") return 8;
  return std::nullopt;
}

// A key that an object has twice: the parser would keep the last of the two without a word.
struct KeyTwice {
  std::string key;
};

// The map of a JSON object, to which the parser adds each key in this one way. A callback of the parser could look at the
// keys, too, but for each object that ends inside another, the parser with callbacks goes through the whole outer one.
template <class Key, class Value, class Compare, class Allocator>
struct MapOfKeysOnce : std::map<Key, Value, Compare, Allocator> {
  Value& operator[](const Key& key) {
    const auto [place, is_new] = this->try_emplace(key);
    if (!is_new) throw KeyTwice{key};
    return place->second;
  }
};
using Header = nlohmann::basic_json<MapOfKeysOnce>;

Header parse_header(std::string_view text, const std::string& path) {
  try {
    Header header = Header::parse(text);
    if (!header.is_object()) throw Error(path + ": expected a JSON object as header, found another value");
    return header;
  } catch (const KeyTwice& twice) {
    throw Error(path + ": expected every key of the header once, found " + in_quotes(twice.key) + " twice");
  } catch (const Header::parse_error& error) {
    throw Error(path + ": expected a JSON header, found an error at byte " + std::to_string(kLengthBytes + error.byte));
  } catch (const Header::out_of_range&) {
    throw Error(path + ": expected numbers that a double can hold in the header, found a larger one");
  }
}

// Names stand in messages as they are.
void check_name(std::string_view name, const std::string& path) {
  const auto is_control = [](unsigned char c) { return c < ' ' || c == 127; };
  if (name.empty() || name.size() > kLongestName || std::ranges::any_of(name, is_control))
    throw Error(path + ": expected names of 1 to " + std::to_string(kLongestName) +
                " bytes without control characters, found " + in_quotes(name));
}

// The list of whole numbers ≥ 0 under a key, or nothing.
std::optional<std::vector<std::uint64_t>> whole_numbers(const Header& entry, const char* key) {
  const auto found = entry.find(key);
  if (found == entry.end() || !found->is_array()) return std::nullopt;
  std::vector<std::uint64_t> numbers;
  for (const Header& number : *found) {
    if (!number.is_number_unsigned()) return std::nullopt;
    numbers.push_back(number.get<std::uint64_t>());
  }
  return numbers;
}

// The bytes that the numbers of a tensor take, or nothing if their count exceeds 64 bits.
std::optional<std::uint64_t> size_of(const std::vector<std::uint64_t>& shape, std::uint64_t number_bytes) {
  std::uint64_t size = number_bytes;
  for (const std::uint64_t extent : shape) {
    if (__builtin_mul_overflow(size, extent, &size)) return std::nullopt;
  }
  return size;
}

}  // namespace

template <class Real>
Tensor to_tensor(const ConstMatrixRef<Real>& numbers, std::vector<std::uint64_t> shape) {
  const Matrix<Real> packed = numbers;
  return {.type = kTensorType<Real>,
          .shape = std::move(shape),
          .bytes = std::string(reinterpret_cast<const char*>(packed.data()),  // NOLINT: bytes of numbers
                               static_cast<std::size_t>(packed.size()) * sizeof(Real))};
}

template <class Real>
Vector<Real> from_tensor(const Tensor& tensor, const std::string& where) {
  if (tensor.type != kTensorType<Real>)
    throw Error(where + ": expected " + kTensorType<Real> + ", found " + tensor.type);
  Vector<Real> numbers(static_cast<Index>(tensor.bytes.size() / sizeof(Real)));
  if (numbers.size() > 0)
    std::memcpy(numbers.data(), tensor.bytes.data(), tensor.bytes.size());  // none: null, which memcpy may not be given
  return numbers;
}

template Tensor to_tensor<float>(const ConstMatrixRef<float>&, std::vector<std::uint64_t>);
template Tensor to_tensor<double>(const ConstMatrixRef<double>&, std::vector<std::uint64_t>);
template Vector<float> from_tensor<float>(const Tensor&, const std::string&);
template Vector<double> from_tensor<double>(const Tensor&, const std::string&);

std::string shape_in_words(const std::vector<std::uint64_t>& shape) {
  std::string text;
  for (const std::uint64_t extent : shape) {
    if (!text.empty()) text += 'x';
    text += std::to_string(extent);
  }
  return text.empty() ? "a single number" : text;
}

std::string write_safetensors(const TensorFile& content) {
  using nlohmann::json;
  json header = json::object();
  if (!content.metadata.empty()) header[kMetadata] = content.metadata;
  std::string numbers;
  for (const auto& [name, tensor] : content.tensors) {
    header[name] = {{"dtype", tensor.type},
                    {"shape", tensor.shape},
                    {"data_offsets", {numbers.size(), numbers.size() + tensor.bytes.size()}}};
    numbers += tensor.bytes;
  }
  // JSON must be UTF-8; a file name in the metadata need not be.
  std::string text = header.dump(-1, ' ', false, json::error_handler_t::replace);
  text.resize((text.size() + kLengthBytes - 1) / kLengthBytes * kLengthBytes, ' ');  // the numbers start aligned
  const std::uint64_t length = text.size();
  std::string bytes(kLengthBytes, '\0');
  std::memcpy(bytes.data(), &length, kLengthBytes);
  return bytes + text + numbers;
}

TensorFile read_safetensors(std::string_view bytes, const std::string& path) {
  if (bytes.size() < kLengthBytes)
    throw Error(path + ": expected a safetensors file, found " + std::to_string(bytes.size()) + " bytes");
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), kLengthBytes);
  const std::uint64_t rest = bytes.size() - kLengthBytes;
  if (length > std::min(rest, kLongestHeader)) {
    throw Error(path + ": expected a header of at most " + std::to_string(std::min(rest, kLongestHeader)) +
                " bytes, found one of " + std::to_string(length));
  }
  const Header header = parse_header(bytes.substr(kLengthBytes, length), path);
  const std::string_view numbers = bytes.substr(kLengthBytes + length);

  TensorFile content;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> parts;  // begin and end of each tensor among the numbers
  std::uint64_t copied = 0;
  for (const auto& [name, entry] : header.items()) {
    check_name(name, path);
    const std::string where = path + ": " + in_quotes(name) + ": ";
    if (!entry.is_object()) throw Error(where + "expected a JSON object, found another value");
    if (name == kMetadata) {
      for (const auto& [key, value] : entry.items()) {
        check_name(key, path);
        if (!value.is_string()) throw Error(where + "expected text at " + in_quotes(key) + ", found another value");
        content.metadata[key] = value.get<std::string>();
      }
      continue;
    }
    Tensor tensor;
    if (const auto type = entry.find("dtype"); type != entry.end() && type->is_string())
      tensor.type = type->get<std::string>();
    const auto number_bytes = bytes_of(tensor.type);
    if (!number_bytes) throw Error(where + "expected dtype F32 or F64, found " + in_quotes(tensor.type));
    auto shape = whole_numbers(entry, "shape");
    if (!shape) throw Error(where + "expected a shape of whole numbers, found none");
    tensor.shape = std::move(*shape);
    const auto offsets = whole_numbers(entry, "data_offsets");
    if (!offsets || offsets->size() != 2) throw Error(where + "expected two data_offsets, found others");
    const std::uint64_t begin = (*offsets)[0], end = (*offsets)[1];
    if (begin > end || end > numbers.size()) {
      throw Error(where + "expected data_offsets within " + std::to_string(numbers.size()) + " bytes, found " +
                  std::to_string(begin) + " and " + std::to_string(end));
    }
    const auto size = size_of(tensor.shape, *number_bytes);
    if (size != end - begin)
      throw Error(where + "expected as many bytes as its shape takes, found " + std::to_string(end - begin));
    // Before the copy: tensors that share bytes would let a small file take much memory.
    copied += end - begin;
    if (copied > numbers.size()) throw Error(where + "expected bytes of its own, found some of another tensor");
    tensor.bytes = numbers.substr(begin, end - begin);
    parts.emplace_back(begin, end);
    content.tensors[name] = std::move(tensor);
  }

  std::ranges::sort(parts);
  std::uint64_t covered = 0;
  for (const auto& [begin, end] : parts) {
    if (begin != covered)
      throw Error(path + ": expected tensors one after the other, found a gap or an overlap at byte " +
                  std::to_string(begin));
    covered = end;
  }
  if (covered != numbers.size()) {
    throw Error(path + ": expected " + std::to_string(covered) + " bytes of numbers, found " +
                std::to_string(numbers.size()));
  }
  return content;
}

}  // namespace softwarp
