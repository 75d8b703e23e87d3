// The file format against a reader of its own, written from the format's description, and what the reader refuses.
#include "softwarp/model/safetensors.hpp"

#include <bit>
#include <nlohmann/json.hpp>

#include "softwarp/core/error.hpp"
#include "softwarp/model/weights.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"

using namespace softwarp;

namespace {

NetworkShape two_layers() { return {.inputs = 3, .hidden = {2}, .outputs = 1, .activation = Activation::tanh}; }

// θ = 1, 2, 3, …: W1 [2×3] and W2 [1×2] column by column, each with its b behind it.
template <class Real>
Vector<Real> counted(Index size) {
  return Vector<Real>::LinSpaced(size, 1, static_cast<Real>(size));
}

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

std::string refusal(const std::string& bytes) {
  return message_of<Error>([&] { read_safetensors(bytes, "m"); });
}

}  // namespace

TEST_CASE("another reader of the format finds weights row by row under the names of PyTorch's Sequential") {
  const PlainReader file(
      write_safetensors({.metadata = {{"a", "b\n\"c\""}}, .tensors = to_tensors(two_layers(), counted<float>(11))}));
  CHECK(file.header.size() == 5);
  CHECK(file.header["__metadata__"] == nlohmann::json{{"a", "b\n\"c\""}});
  CHECK(file.header["0.weight"]["dtype"] == "F32");
  CHECK(file.header["0.weight"]["shape"] == nlohmann::json{2, 3});
  CHECK(file.floats("0.weight") == std::vector<float>{1, 3, 5, 2, 4, 6});
  CHECK(file.floats("0.bias") == std::vector<float>{7, 8});
  CHECK(file.header["2.weight"]["shape"] == nlohmann::json{1, 2});
  CHECK(file.floats("2.weight") == std::vector<float>{9, 10});
  CHECK(file.floats("2.bias") == std::vector<float>{11});
  CHECK(file.numbers.size() == 11 * 4);
}

TEMPLATE_TEST_CASE("weights come back as they were, in the numbers that they were", "", float, double) {
  Vector<TestType> theta = counted<TestType>(11) / 7;
  theta[3] = std::numeric_limits<TestType>::denorm_min();
  theta[4] = TestType{-0.0};
  const TensorFile file =
      read_safetensors(write_safetensors({.metadata = {{"k", "v"}}, .tensors = to_tensors(two_layers(), theta)}), "m");
  CHECK(file.metadata == std::map<std::string, std::string>{{"k", "v"}});
  const Weights read = from_tensors(two_layers(), file.tensors, "m");
  REQUIRE(std::holds_alternative<Vector<TestType>>(read));
  const auto& back = std::get<Vector<TestType>>(read);
  CHECK(back == theta);
  CHECK(std::signbit(back[4]));
}

TEST_CASE("a damaged file is refused in one line, whatever sizes it declares") {
  const std::string none = R"({"t":{"dtype":"F32","shape":[)";
  CHECK(refusal("") == "m: expected a safetensors file, found 0 bytes");
  CHECK(refusal(std::string(8, '\xff')) ==
        "m: expected a header of at most 0 bytes, found one of 18446744073709551615");
  CHECK(refusal(file_of("{")) == "m: expected a JSON header, found an error at byte 10");
  CHECK(refusal(file_of("[]")) == "m: expected a JSON object as header, found another value");
  CHECK(refusal(file_of(R"({"a":1e999})")) ==
        "m: expected numbers that a double can hold in the header, found a larger one");
  CHECK(refusal(file_of(R"({"a":{},"a":{}})")) == "m: expected every key of the header once, found \"a\" twice");
  CHECK(refusal(file_of(R"({"__metadata__":{"x":1}})")) ==
        "m: \"__metadata__\": expected text at \"x\", found another value");
  CHECK(refusal(file_of(R"({"t\n":{}})")) == "m: \"t?\": expected dtype F32 or F64, found \"\"");
  CHECK(refusal(file_of(none + R"(-1],"data_offsets":[0,4]}})", "0123")) ==
        "m: \"t\": expected a shape of whole numbers, found none");
  CHECK(refusal(file_of(none + R"(1],"data_offsets":[0,8]}})", "0123")) ==
        "m: \"t\": expected data_offsets within 4 bytes, found 0 and 8");
  CHECK(refusal(file_of(none + R"(1],"data_offsets":[4,0]}})", "0123")) ==
        "m: \"t\": expected data_offsets within 4 bytes, found 4 and 0");
  CHECK(refusal(file_of(none + R"(2],"data_offsets":[0,4]}})", "0123")) ==
        "m: \"t\": expected as many bytes as its shape takes, found 4");
  // 2^62 · 2^62 · 4 is 0 in 64 bits.
  CHECK(refusal(file_of(none + R"(4611686018427387904,4611686018427387904],"data_offsets":[0,0]}})")) ==
        "m: \"t\": expected as many bytes as its shape takes, found 0");
  CHECK(refusal(file_of(none + R"(1],"data_offsets":[0,4]}})", "01234")) == "m: expected 4 bytes of numbers, found 5");
  const std::string one = R"({"dtype":"F32","shape":[1],"data_offsets":[)";
  CHECK(refusal(file_of("{\"a\":" + one + "0,4]},\"b\":" + one + "0,4]}}", "0123")) ==
        "m: \"b\": expected bytes of its own, found some of another tensor");
  CHECK(refusal(file_of("{\"a\":" + one + "0,4]},\"b\":" + one + "2,6]}}", "01234567")) ==
        "m: expected tensors one behind the other, found a gap or an overlap at byte 2");
}

TEST_CASE("weights of other layers are refused") {
  const auto refused = [](NetworkShape shape, std::map<std::string, Tensor> tensors) {
    return message_of<Error>([&] { from_tensors(shape, tensors, "m"); });
  };
  const auto tensors = to_tensors(two_layers(), counted<float>(11));
  CHECK(refused({.inputs = 4, .hidden = {2}, .outputs = 1}, tensors) ==
        "m: expected 13 weights for its layers, found 11");
  CHECK(refused({.inputs = 1'000'000'000, .hidden = {1'000'000'000, 1'000'000'000}, .outputs = 1}, tensors) ==
        "m: expected 2.000000003e+18 weights for its layers, found 11");
  CHECK(refused({.inputs = 1, .hidden = {2}, .outputs = 2},
                to_tensors({.inputs = 2, .hidden = {2}, .outputs = 1}, counted<float>(9))) ==
        "m: expected 10 weights for its layers, found 9");
  CHECK(refused({.inputs = 1, .hidden = {}, .outputs = 2},
                to_tensors({.inputs = 3, .hidden = {}, .outputs = 1}, counted<float>(4))) ==
        "m: 0.weight: expected shape 2x1, found 1x3");
  auto mixed = tensors;
  mixed["2.weight"] = {.type = "F64", .shape = {1, 2}, .bytes = std::string(16, '\0')};
  CHECK(refused(two_layers(), mixed) == "m: 2.weight: expected F32, found F64");
  auto infinite = tensors;
  infinite["0.bias"].bytes = std::string("\0\0\x80\x7f\0\0\x80\x7f", 8);
  CHECK(refused(two_layers(), infinite) == "m: 0.bias: expected finite numbers, found others");
}
