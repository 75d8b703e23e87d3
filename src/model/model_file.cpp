#include "softwarp/model/model_file.hpp"

#include <cmath>
#include <cstring>

#include "softwarp/core/error.hpp"
#include "softwarp/core/file.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

constexpr const char* kFormat = "softwarp-model-1";
constexpr const char* kOrigin = "origin.";

std::string layers_text(const NetworkShape& network) {
  std::string text = std::to_string(network.inputs);
  for (const Index units : network.hidden) text += "-" + std::to_string(units);
  return text + "-" + std::to_string(network.outputs);
}

// The metadata's texts, with what is wrong with them said in one line.
class Metadata {
 public:
  Metadata(const std::map<std::string, std::string>& texts, const std::string& path) : texts_(texts), path_(path) {}

  const std::string& text(const std::string& key) const {
    const auto found = texts_.find(key);
    if (found == texts_.end()) throw Error(path_ + ": expected \"" + key + "\" in the metadata, found none");
    return found->second;
  }

  Index size(const std::string& key) const { return size(key, text(key)); }

  Index size(const std::string& key, const std::string& text) const {
    constexpr long long kLargest = 1'000'000'000;  // the product of two still is a whole number of 64 bits
    const auto number = parse_integer(text);
    if (!number || *number < 1 || *number > kLargest) refuse(key, "a whole number from 1 to 1000000000");
    return static_cast<Index>(*number);
  }

  double share(const std::string& key) const {
    const auto number = parse_double(text(key));
    if (!number || !(*number > 0 && *number < 1)) refuse(key, "a number > 0 and < 1");
    return *number;
  }

  bool truth(const std::string& key) const {
    if (text(key) != "true" && text(key) != "false") refuse(key, "true or false");
    return text(key) == "true";
  }

  std::vector<Index> layers(const std::string& key) const {
    const std::string& all = text(key);
    std::vector<Index> sizes;
    for (std::size_t start = 0; start <= all.size();) {
      const std::size_t end = std::min(all.find('-', start), all.size());
      sizes.push_back(size(key, all.substr(start, end - start)));
      start = end + 1;
    }
    if (sizes.size() < 2) refuse(key, "sizes from input to output, as in 58-10-38");
    return sizes;
  }

  [[noreturn]] void refuse(const std::string& key, const std::string& expected) const {
    constexpr std::size_t kLongest = 40;
    std::string found = text(key).substr(0, kLongest);
    for (char& c : found) {
      if (static_cast<unsigned char>(c) < ' ' || c == 127) c = '?';
    }
    throw Error(path_ + ": " + key + ": expected " + expected + ", found \"" + found + '"');
  }

 private:
  const std::map<std::string, std::string>& texts_;
  const std::string& path_;
};

}  // namespace

std::string in_words(const NetworkShape& network) {
  return layers_text(network) + " with " + to_text(network.activation);
}

std::string write_model(const Model& model) {
  TensorFile file{.metadata = {{"format", kFormat},
                               {"layers", layers_text(model.network)},
                               {"activation", to_text(model.network.activation)},
                               {"input", std::to_string(model.steps.input)},
                               {"target", std::to_string(model.steps.target)},
                               {"dims", std::to_string(model.dims)},
                               {"split", to_text(model.split)},
                               {"z_normalise", model.z_normalise ? "true" : "false"}},
                  .tensors = to_tensors(model.network, model.theta)};
  for (const auto& [key, value] : model.origin) file.metadata[kOrigin + key] = value;
  return write_safetensors(file);
}

Model parse_model(std::string_view bytes, const std::string& path) {
  const TensorFile file = read_safetensors(bytes, path);
  const Metadata metadata(file.metadata, path);
  if (metadata.text("format") != kFormat) metadata.refuse("format", kFormat);
  Model model;
  const std::vector<Index> layers = metadata.layers("layers");
  model.network = {
      .inputs = layers.front(), .hidden = {layers.begin() + 1, layers.end() - 1}, .outputs = layers.back()};
  const std::string& activation = metadata.text("activation");
  try {
    model.network.activation = parse_activation(activation);
  } catch (const Error&) {
    metadata.refuse("activation", "sigmoid, tanh or relu");
  }
  model.steps = {.input = metadata.size("input"), .target = metadata.size("target")};
  model.dims = metadata.size("dims");
  if (model.steps.input * model.dims != model.network.inputs) metadata.refuse("layers", "input x dims at the front");
  if (model.steps.target * model.dims != model.network.outputs) metadata.refuse("layers", "target x dims at the end");
  model.split = metadata.share("split");
  model.z_normalise = metadata.truth("z_normalise");
  model.theta = from_tensors(model.network, file.tensors, path);
  for (const auto& [key, value] : file.metadata) {
    if (key.starts_with(kOrigin)) model.origin[key.substr(std::strlen(kOrigin))] = value;
  }
  return model;
}

Model read_model(const std::string& path) { return parse_model(read_whole_file(path, "a model file"), path); }

}  // namespace softwarp
