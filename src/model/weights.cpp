#include "softwarp/model/weights.hpp"

#include <set>
#include <utility>

#include "softwarp/core/error.hpp"

namespace softwarp {
namespace {

// For each number of a tensor, whose last index runs fastest, its place in the part of θ, whose first index does.
std::vector<Index> places_in(const Part& part) {
  std::vector<Index> places{0};
  Index stride = 1;
  for (const Index extent : part.shape) {
    std::vector<Index> finer;
    finer.reserve(places.size() * static_cast<std::size_t>(extent));
    for (const Index place : places) {
      for (Index i = 0; i < extent; ++i) finer.push_back(place + i * stride);
    }
    places = std::move(finer);
    stride *= extent;
  }
  return places;
}

std::vector<std::uint64_t> tensor_shape(const Part& part) { return {part.shape.begin(), part.shape.end()}; }

template <class Real>
Vector<Real> joined(const std::vector<Part>& parts, const std::map<std::string, Tensor>& tensors,
                    const std::string& path) {
  Vector<Real> theta(parts.empty() ? 0 : parts.back().offset + parts.back().size);
  for (const Part& part : parts) {
    const Vector<Real> values = from_tensor<Real>(tensors.at(part.name), path + ": " + part.name);
    if (!values.allFinite()) throw Error(path + ": " + part.name + ": expected finite numbers, found others");
    Index k = 0;
    for (const Index place : places_in(part)) theta[part.offset + place] = values[k++];
  }
  return theta;
}

}  // namespace

std::map<std::string, Tensor> to_tensors(const std::vector<Part>& parts, const Weights& theta) {
  std::map<std::string, Tensor> tensors;
  std::visit(
      [&]<class Real>(const Vector<Real>& numbers) {
        for (const Part& part : parts) {
          Vector<Real> values(part.size);
          Index k = 0;
          for (const Index place : places_in(part)) values[k++] = numbers[part.offset + place];
          tensors[part.name] = to_tensor<Real>(values, tensor_shape(part));
        }
      },
      theta);
  return tensors;
}

Weights from_tensors(const std::vector<Part>& parts, const std::map<std::string, Tensor>& tensors,
                     const std::string& path) {
  for (const Part& part : parts) {
    const auto found = tensors.find(part.name);
    if (found == tensors.end()) throw Error(path + ": " + part.name + ": expected a tensor, found none");
    if (found->second.shape != tensor_shape(part)) {
      throw Error(path + ": " + part.name + ": expected shape " + shape_in_words(tensor_shape(part)) + ", found " +
                  shape_in_words(found->second.shape));
    }
  }
  std::set<std::string> names;
  for (const Part& part : parts) names.insert(part.name);
  for (const auto& entry : tensors) {
    if (!names.contains(entry.first))
      throw Error(path + ": " + entry.first + ": expected no tensor of this name, found one");
  }
  const bool is_single = parts.empty() || tensors.at(parts.front().name).type == kTensorType<float>;
  if (is_single) return joined<float>(parts, tensors, path);
  return joined<double>(parts, tensors, path);
}

}  // namespace softwarp
