#include "fuzz/structure.hpp"

#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

namespace softwarp {
namespace {

constexpr Index kMostNumbers = 2000;

template <class Items>
const auto& one_of(const Items& items, Random& random) {
  return *std::next(std::begin(items), random.below(static_cast<Index>(std::size(items))));
}

template <class Items>
auto& one_of(Items& items, Random& random) {
  return *std::next(std::begin(items), random.below(static_cast<Index>(std::size(items))));
}

Vector<double> numbers_of(const Tensor& tensor) {
  if (tensor.type == kTensorType<double>) return from_tensor<double>(tensor, "");
  return from_tensor<float>(tensor, "").cast<double>();
}

void set(Tensor& tensor, const Vector<double>& numbers) {
  tensor = tensor.type == kTensorType<double> ? to_tensor<double>(numbers, tensor.shape)
                                              : to_tensor<float>(numbers.cast<float>().eval(), tensor.shape);
}

double nasty_number(double before, Random& random) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (random.below(4) == 0) return std::nan("");
  const std::array numbers{kInfinity,  -kInfinity, 1e300,   -1e300,     1e38,       1e15,          1e-320,
                           0.0,        -0.0,       -1.0,    0.5,        1.0,        2.0,           3.0,
                           before + 1, before - 1, -before, 2 * before, before / 2, before * 1e10, before + 0.5};
  return one_of(numbers, random);
}

// Another name: a known part in place of the last one, or something else.
std::string other_name(const std::string& name, Random& random) {
  static const std::vector<std::string> parts{"state",
                                              "theta",
                                              "best",
                                              "moment0",
                                              "moment1",
                                              "moment2",
                                              "history",
                                              "x",
                                              "weight",
                                              "bias",
                                              "centres",
                                              "weights",
                                              "mean",
                                              "width",
                                              "deviation",
                                              "squared_unit",
                                              "",
                                              "a\nb",
                                              "input_centre",
                                              "input_factor",
                                              "mean_target",
                                              "target_centre",
                                              "target_deviation"};
  const std::size_t place = name.find_last_of("/.");
  const std::string front = place == name.npos ? "" : name.substr(0, place + 1);
  switch (random.below(4)) {
    case 0:
      return "x" + name;
    case 1:
      return name + "/state";
    default:
      return front + one_of(parts, random);
  }
}

std::string other_text(const std::string& text, Random& random) {
  static const std::vector<std::string> texts{"",
                                              "0",
                                              "1",
                                              "2",
                                              "3",
                                              "-1",
                                              "0.5",
                                              "1e300",
                                              "nan",
                                              "none",
                                              "set",
                                              "series",
                                              "step",
                                              "a\nb",
                                              "true",
                                              "false",
                                              "1000000000",
                                              "9223372036854775808",
                                              "relu",
                                              "dense(units=2)",
                                              "softwarp-checkpoint-1",
                                              "softwarp-model-1",
                                              "softwarp-model-2",
                                              "softwarp-model-3"};
  std::string changed = text;
  switch (random.below(4)) {
    case 0:
      return one_of(texts, random);
    case 1:
      return text + one_of(texts, random);
    case 2:
      if (!changed.empty()) one_of(changed, random) = static_cast<char>('0' + random.below(10));
      return changed;
    default:
      return changed.substr(0, static_cast<std::size_t>(random.below(static_cast<Index>(text.size()) + 1)));
  }
}

// The numbers are cut off, or go on as zeros.
void reshape(Tensor& tensor, Random& random) {
  std::vector<std::uint64_t>& shape = tensor.shape;
  const Index kind = random.below(5);
  if (kind == 0 || shape.empty()) {
    shape.insert(shape.begin(), 1);
  } else if (kind == 1) {
    shape.pop_back();
  } else if (kind == 2 && shape.size() > 1) {
    std::swap(shape.front(), shape.back());
  } else {
    std::uint64_t& extent = one_of(shape, random);
    const std::array<std::uint64_t, 4> extents{0, extent + 1, extent > 0 ? extent - 1 : 1, 2 * extent};
    extent = one_of(extents, random);
  }
  Index size = 1;
  for (std::uint64_t& extent : shape) {
    extent = std::min(extent, static_cast<std::uint64_t>(kMostNumbers));
    if (size * static_cast<Index>(extent) > kMostNumbers) extent = 1;
    size *= static_cast<Index>(extent);
  }
  const Vector<double> before = numbers_of(tensor);
  Vector<double> numbers = Vector<double>::Zero(size);
  numbers.head(std::min(size, before.size())) = before.head(std::min(size, before.size()));
  set(tensor, numbers);
}

void change_a_number(Tensor& tensor, Random& random) {
  Vector<double> numbers = numbers_of(tensor);
  if (numbers.size() == 0) return;
  double& number = numbers[random.below(numbers.size())];
  number = nasty_number(number, random);
  set(tensor, numbers);
}

void change_a_tensor(TensorFile& file, Random& random) {
  auto& [name, tensor] = one_of(file.tensors, random);
  switch (random.below(9)) {
    case 0:
      file.tensors.erase(std::string(name));
      return;
    case 1: {
      auto moved = file.tensors.extract(std::string(name));
      moved.key() = other_name(moved.key(), random);
      file.tensors.insert(std::move(moved));
      return;
    }
    case 2:
      file.tensors.emplace(other_name(name, random), tensor);
      return;
    case 3:
      std::swap(tensor, one_of(file.tensors, random).second);
      return;
    case 4:
      reshape(tensor, random);
      return;
    case 5: {
      const Vector<double> numbers = numbers_of(tensor);
      tensor.type = tensor.type == kTensorType<double> ? kTensorType<float> : kTensorType<double>;
      set(tensor, numbers);
      return;
    }
    case 6: {
      const Vector<double> numbers = numbers_of(tensor);
      set(tensor, Vector<double>::Constant(numbers.size(), nasty_number(1, random)));
      return;
    }
    default:
      change_a_number(tensor, random);
      return;
  }
}

void change_a_text(TensorFile& file, Random& random) {
  auto& [name, text] = one_of(file.metadata, random);
  switch (random.below(4)) {
    case 0:
      file.metadata.erase(std::string(name));
      return;
    case 1:
      text = std::string(one_of(file.metadata, random).second);
      return;
    default:
      text = other_text(text, random);
      return;
  }
}

}  // namespace

TensorFile forged(TensorFile file, Random& random) {
  const bool of_text = file.tensors.empty() || random.below(5) == 0;
  if (!of_text) {
    change_a_tensor(file, random);
  } else if (!file.metadata.empty()) {
    change_a_text(file, random);
  }
  return file;
}

}  // namespace softwarp
