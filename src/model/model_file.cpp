#include "softwarp/model/model_file.hpp"

#include <algorithm>
#include <cstring>

#include "softwarp/core/error.hpp"
#include "softwarp/core/file.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/model/column_frame_file.hpp"
#include "softwarp/model/preparation_file.hpp"
#include "softwarp/nn/network.hpp"

namespace softwarp {
namespace {

constexpr const char* kFormat = "softwarp-model-3";
constexpr const char* kFormatOfColumns = "softwarp-model-4";
constexpr const char* kFormat2 = "softwarp-model-2";
constexpr const char* kFormat1 = "softwarp-model-1";
constexpr const char* kOrigin = "origin.";
constexpr std::size_t kMostLayers = 1000;

// The metadata's texts, read as values; what is wrong with them is said in one line.
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
    const auto number = parse_integer(text);
    if (!number || *number < 1 || *number > kLargestSize)
      reject(key, "a whole number from 1 to " + std::to_string(kLargestSize));
    return static_cast<Index>(*number);
  }

  double share(const std::string& key) const {
    const auto number = parse_double(text(key));
    if (!number || !(*number > 0 && *number < 1)) reject(key, "a number > 0 and < 1");
    return *number;
  }

  Scale scale(const std::string& key) const {
    const auto scale = scale_named(text(key));
    if (!scale) reject(key, joined(kScales, ", ", [](Scale known) { return to_text(known); }));
    return *scale;
  }

  bool truth(const std::string& key) const {
    if (text(key) != "true" && text(key) != "false") reject(key, "true or false");
    return text(key) == "true";
  }

  [[noreturn]] void reject(const std::string& key, const std::string& expected) const {
    throw Error(path_ + ": " + key + ": expected " + expected + ", found " + in_quotes(text(key)));
  }

 private:
  const std::map<std::string, std::string>& texts_;
  const std::string& path_;
};

// Format 1 gives the sizes from input to output, such as 58-10-38, and one activation.
std::vector<LayerSpec> layers_of_format_1(const Metadata& metadata, Index inputs) {
  const std::string& text = metadata.text("layers");
  std::vector<Index> sizes;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('-', start), text.size());
    sizes.push_back(metadata.size("layers", text.substr(start, end - start)));
    start = end + 1;
  }
  if (sizes.size() < 2) metadata.reject("layers", "sizes from input to output, as in 58-10-38");
  if (sizes.front() != inputs) metadata.reject("layers", "input x dims at the front");
  return mlp({.input = {},
              .hidden = {sizes.begin() + 1, sizes.end() - 1},
              .outputs = sizes.back(),
              .activation = metadata.text("activation")})
      .layers;
}

// Formats 1 and 2 divide a constant input by 1.
Scaling z_normalisation_of_format_2(Index dims) {
  return {.kind = Scale::series, .target_deviation = Vector<double>::Ones(dims)};
}

}  // namespace

std::string write_model(const Model& model) {
  TensorFile file{.metadata = {{"format", model.columns ? kFormatOfColumns : kFormat},
                               {"layers", to_text(model.layers)},
                               {"input", std::to_string(model.steps.input)},
                               {"target", std::to_string(model.steps.target)},
                               {"dims", std::to_string(model.dims)},
                               {"split", to_text(model.split)},
                               {"scale", to_text(model.preparation.scaling.kind)}},
                  .tensors = to_tensors(Network<float>(model.network()).parts(), model.theta)};
  file.tensors.merge(preparation_tensors(model.preparation, model.steps, model.dims, model.covariates));
  if (model.columns) add_columns(*model.columns, file);
  for (const auto& [key, value] : model.origin) file.metadata[kOrigin + key] = value;
  return write_safetensors(file);
}

Model parse_model(std::string_view bytes, const std::string& path) {
  TensorFile file = read_safetensors(bytes, path);
  const Metadata metadata(file.metadata, path);
  const std::string& format = metadata.text("format");
  const bool is_format_1 = format == kFormat1, is_older = is_format_1 || format == kFormat2;
  if (!is_older && format != kFormat && format != kFormatOfColumns)
    metadata.reject("format", std::string(kFormat) + " or " + kFormatOfColumns);
  Model model;
  model.steps = {.input = metadata.size("input"), .target = metadata.size("target")};
  model.dims = metadata.size("dims");
  if (format == kFormatOfColumns) {
    model.columns = take_columns(file, path);
    model.covariates = model.columns->covariates();
    if (model.dims != model.columns->dims()) metadata.reject("dims", "as many as a window of the columns has");
  }
  const std::string& layers = metadata.text("layers");
  if (is_format_1) model.layers = layers_of_format_1(metadata, model.network().input.size());
  const Network<float> network = [&] {
    try {
      if (!is_format_1) model.layers = parse_layers(layers);
      if (model.layers.size() > kMostLayers)
        throw Error("expected at most " + std::to_string(kMostLayers) + ", found " +
                    std::to_string(model.layers.size()));
      return Network<float>(model.network());
    } catch (const Error& error) {
      throw Error(path + ": layers: " + error.what());
    }
  }();
  // Without weights, nothing in the file would say that its sizes are more than large numbers.
  if (network.parameters() == 0) metadata.reject("layers", "a layer with weights");
  if (network.output().size() != model.steps.target * model.dims)
    metadata.reject("layers", "target x dims numbers as output");
  model.split = metadata.share("split");
  if (is_older) {
    if (metadata.truth("z_normalise")) model.preparation.scaling = z_normalisation_of_format_2(model.dims);
  } else {
    model.preparation =
        take_preparation(file.tensors, metadata.scale("scale"), model.steps, model.dims, model.covariates, path);
  }
  model.theta = from_tensors(network.parts(), file.tensors, path);
  for (const auto& [key, value] : file.metadata) {
    if (key.starts_with(kOrigin)) model.origin[key.substr(std::strlen(kOrigin))] = value;
  }
  return model;
}

Model read_model(const std::string& path) { return parse_model(read_whole_file(path, "a model file"), path); }

}  // namespace softwarp
