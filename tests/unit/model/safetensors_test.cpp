// The file format against a reader written from the format's description alone, and what our reader rejects.
#include "softwarp/model/safetensors.hpp"

#include <bit>
#include <nlohmann/json.hpp>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"

using namespace softwarp;

namespace {

// 8 bytes of length, JSON, numbers; byte by byte, on any machine.
struct PlainReader {
  nlohmann::json header;
  std::string numbers;

  explicit PlainReader(const std::string& bytes) {
    std::uint64_t length = 0;
    for (int k = 7; k >= 0; --k) length = length << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(k)]);
    header = nlohmann::json::parse(bytes.substr(8, length));
    numbers = bytes.substr(8 + length);
    CHECK((8 + length) % 8 == 0);
  }

  std::vector<float> floats(const std::string& name) const {
    const auto offsets = header[name]["data_offsets"].get<std::vector<std::size_t>>();
    std::vector<float> values;
    for (std::size_t at = offsets[0]; at < offsets[1]; at += 4) {
      std::uint32_t bits = 0;
      for (std::size_t k = 4; k-- > 0;) bits = bits << 8 | static_cast<unsigned char>(numbers[at + k]);
      values.push_back(std::bit_cast<float>(bits));
    }
    return values;
  }
};

std::string file_of(const std::string& header, const std::string& numbers = "") {
  std::string length(8, '\0');
  for (std::size_t k = 0; k < 8; ++k) length[k] = static_cast<char>(header.size() >> 8 * k & 0xff);
  return length + header + numbers;
}

std::string rejection(const std::string& bytes) {
  return message_of<Error>([&] { read_safetensors(bytes, "m"); });
}

}  // namespace

TEST_CASE("another reader of the format finds the tensors and texts") {
  const Vector<float> numbers = Vector<float>::LinSpaced(6, 1, 6);
  const PlainReader file(write_safetensors(
      {.metadata = {{"a", "b\n\"c\""}},
       .tensors = {{"t", to_tensor<float>(numbers, {2, 3})}, {"u", to_tensor<float>(numbers.head(1), {})}}}));
  CHECK(file.header.size() == 3);
  CHECK(file.header["__metadata__"] == nlohmann::json{{"a", "b\n\"c\""}});
  CHECK(file.header["t"]["dtype"] == "F32");
  CHECK(file.header["t"]["shape"] == nlohmann::json{2, 3});
  CHECK(file.floats("t") == std::vector<float>{1, 2, 3, 4, 5, 6});
  CHECK(file.header["u"]["shape"] == nlohmann::json::array());
  CHECK(file.floats("u") == std::vector<float>{1});
  CHECK(file.numbers.size() == 7 * 4);
}

TEST_CASE("a damaged file is rejected in one line, whatever sizes it declares") {
  const std::string none = R"({"t":{"dtype":"F32","shape":[)";
  CHECK(rejection("") == "m: expected a safetensors file, found 0 bytes");
  CHECK(rejection(std::string(8, '\xff')) ==
        "m: expected a header of at most 0 bytes, found one of 18446744073709551615");
  CHECK(rejection(file_of("{")) == "m: expected a JSON header, found an error at byte 10");
  CHECK(rejection(file_of("[]")) == "m: expected a JSON object as header, found another value");
  CHECK(rejection(file_of(R"({"a":1e999})")) ==
        "m: expected numbers that a double can hold in the header, found a larger one");
  CHECK(rejection(file_of(R"({"a":{},"a":{}})")) == "m: expected every key of the header once, found \"a\" twice");
  CHECK(rejection(file_of(R"({"__metadata__":{"a":"1","b":"2","a":"3"}})")) ==
        "m: expected every key of the header once, found \"a\" twice");
  CHECK(rejection(file_of(R"({"__metadata__":{"x":1}})")) ==
        "m: \"__metadata__\": expected text at \"x\", found another value");
  CHECK(rejection(file_of(R"({"t":{}})")) == "m: \"t\": expected dtype F32 or F64, found \"\"");
  const std::string name = "m: expected names of 1 to 1000 bytes without control characters, found \"";
  const std::string empty = R"({"dtype":"F32","shape":[0],"data_offsets":[0,0]}})";
  CHECK(rejection(file_of(R"({"t\n":)" + empty)).starts_with(name + "t"));
  CHECK(rejection(file_of(R"({"":)" + empty)) == name + '"');
  CHECK(rejection(file_of("{\"" + std::string(1001, 'x') + "\":" + empty)).starts_with(name + "xxx"));
  CHECK(rejection(file_of("{\"" + std::string(1000, 'x') + "\":" + empty)) == "(nothing thrown)");
  CHECK(rejection(file_of(R"({"__metadata__":{"a\n":"b"}})")).starts_with(name + "a"));
  CHECK(rejection(file_of(none + R"(-1],"data_offsets":[0,4]}})", "0123")) ==
        "m: \"t\": expected a shape of whole numbers, found none");
  CHECK(rejection(file_of(none + R"(1],"data_offsets":[0,8]}})", "0123")) ==
        "m: \"t\": expected data_offsets within 4 bytes, found 0 and 8");
  CHECK(rejection(file_of(none + R"(1],"data_offsets":[4,0]}})", "0123")) ==
        "m: \"t\": expected data_offsets within 4 bytes, found 4 and 0");
  CHECK(rejection(file_of(none + R"(2],"data_offsets":[0,4]}})", "0123")) ==
        "m: \"t\": expected as many bytes as its shape takes, found 4");
  // 2^62 · 2^62 · 4 is 0 in 64 bits.
  CHECK(rejection(file_of(none + R"(4611686018427387904,4611686018427387904],"data_offsets":[0,0]}})")) ==
        "m: \"t\": expected as many bytes as its shape takes, found 0");
  CHECK(rejection(file_of(none + R"(1],"data_offsets":[0,4]}})", "01234")) ==
        "m: expected 4 bytes of numbers, found 5");
  const std::string one = R"({"dtype":"F32","shape":[1],"data_offsets":[)";
  CHECK(rejection(file_of("{\"a\":" + one + "0,4]},\"b\":" + one + "0,4]}}", "0123")) ==
        "m: \"b\": expected bytes of its own, found some of another tensor");
  CHECK(rejection(file_of("{\"a\":" + one + "0,4]},\"b\":" + one + "2,6]}}", "01234567")) ==
        "m: expected tensors one after the other, found a gap or an overlap at byte 2");
}

TEST_CASE("a header of tens of thousands of tensors is read") {
  std::string header = "{", separator;
  constexpr int kTensors = 40'000;
  for (int k = 0; k < kTensors; ++k, separator = ",")
    header += separator + '"' + std::to_string(k) + R"(":{"dtype":"F32","shape":[0],"data_offsets":[0,0]})";
  CHECK(read_safetensors(file_of(header + '}'), "m").tensors.size() == kTensors);
}
