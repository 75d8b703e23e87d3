#include "softwarp/model/weights.hpp"

#include <cmath>
#include <cstring>
#include <limits>

#include "softwarp/core/error.hpp"
#include "softwarp/nn/network.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"

using namespace softwarp;

namespace {

std::vector<Part> parts_of(const MlpShape& shape) { return Network<float>(mlp(shape)).parts(); }

// W1 [2×3], b1 [2], W2 [1×2], b2 [1].
const std::vector<Part> two_layers = parts_of({.input = {3}, .hidden = {2}, .outputs = 1});

// 1, 2, 3, ….
template <class Real>
Vector<Real> counted(Index size) {
  return Vector<Real>::LinSpaced(size, 1, static_cast<Real>(size));
}

std::vector<float> numbers_of(const Tensor& tensor) {
  std::vector<float> numbers(tensor.bytes.size() / sizeof(float));
  std::memcpy(numbers.data(), tensor.bytes.data(), tensor.bytes.size());
  return numbers;
}

}  // namespace

TEST_CASE("weights are named as in PyTorch's Sequential and lie row by row") {
  auto tensors = to_tensors(two_layers, counted<float>(11));
  CHECK(tensors.size() == 4);
  CHECK(tensors["0.weight"].shape == std::vector<std::uint64_t>{2, 3});
  CHECK(numbers_of(tensors["0.weight"]) == std::vector<float>{1, 3, 5, 2, 4, 6});
  CHECK(numbers_of(tensors["0.bias"]) == std::vector<float>{7, 8});
  CHECK(tensors["2.weight"].shape == std::vector<std::uint64_t>{1, 2});
  CHECK(numbers_of(tensors["2.weight"]) == std::vector<float>{9, 10});
  CHECK(numbers_of(tensors["2.bias"]) == std::vector<float>{11});
}

TEST_CASE("the last index of a tensor of any rank runs fastest, the first one of its part of θ") {
  const std::vector<Part> parts{{"a", {2, 3, 4}, 0, 24}, {"b", {}, 24, 1}};
  const auto tensors = to_tensors(parts, counted<float>(25));
  const std::vector<float> a = numbers_of(tensors.at("a"));
  for (Index i = 0; i < 2; ++i) {
    for (Index j = 0; j < 3; ++j) {
      for (Index k = 0; k < 4; ++k)
        CHECK(a[static_cast<std::size_t>((i * 3 + j) * 4 + k)] == static_cast<float>(1 + i + 2 * (j + 3 * k)));
    }
  }
  CHECK(numbers_of(tensors.at("b")) == std::vector<float>{25});
  CHECK(std::get<Vector<float>>(from_tensors(parts, tensors, "m")) == counted<float>(25));
}

TEMPLATE_TEST_CASE("weights come back as they were, in the numbers that they were", "", float, double) {
  Vector<TestType> theta = counted<TestType>(11) / 7;
  theta[3] = std::numeric_limits<TestType>::denorm_min();
  theta[4] = TestType{-0.0};
  const TensorFile file =
      read_safetensors(write_safetensors({.metadata = {{"k", "v"}}, .tensors = to_tensors(two_layers, theta)}), "m");
  CHECK(file.metadata == std::map<std::string, std::string>{{"k", "v"}});
  const Weights read = from_tensors(two_layers, file.tensors, "m");
  REQUIRE(std::holds_alternative<Vector<TestType>>(read));
  const auto& back = std::get<Vector<TestType>>(read);
  CHECK(back == theta);
  CHECK(std::signbit(back[4]));
}

TEST_CASE("weights of other layers are rejected") {
  const auto rejection = [](const std::vector<Part>& parts, const std::map<std::string, Tensor>& tensors) {
    return message_of<Error>([&] { from_tensors(parts, tensors, "m"); });
  };
  const auto tensors = to_tensors(two_layers, counted<float>(11));
  CHECK(rejection(parts_of({.input = {4}, .hidden = {2}, .outputs = 1}), tensors) ==
        "m: 0.weight: expected shape 2x4, found 2x3");
  CHECK(rejection(parts_of({.input = {3}, .hidden = {2, 1}, .outputs = 1}), tensors) ==
        "m: 4.weight: expected a tensor, found none");
  CHECK(rejection(parts_of({.input = {3}, .outputs = 2}), tensors) ==
        "m: 2.bias: expected no tensor of this name, found one");
  auto mixed = tensors;
  mixed["2.weight"] = {.type = "F64", .shape = {1, 2}, .bytes = std::string(16, '\0')};
  CHECK(rejection(two_layers, mixed) == "m: 2.weight: expected F32, found F64");
  auto infinite = tensors;
  infinite["0.bias"].bytes = std::string("\0\0\x80\x7f\0\0\x80\x7f", 8);
  CHECK(rejection(two_layers, infinite) == "m: 0.bias: expected finite numbers, found others");
}
