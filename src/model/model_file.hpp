/// A trained forecaster as a file.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "softwarp/model/column_frame.hpp"
#include "softwarp/model/preparation.hpp"
#include "softwarp/model/weights.hpp"
#include "softwarp/nn/network_spec.hpp"

namespace softwarp {

/// Trained weights with everything needed to use them.
struct Model {
  std::vector<LayerSpec> layers;  ///< from steps.input × dims numbers to steps.target × dims
  ForecastShape steps;
  Index dims = 1;
  Index covariates = 0;                     ///< further values of each input step
  double split = 0.6;                       ///< share of a series that was its input in training
  std::optional<ColumnFrame> columns = {};  ///< of a model of windows, what its files hold; `split` says nothing then
  Preparation preparation = {};
  Weights theta;

  /// Where the model comes from, for people: "loss", "seed", "data", "version", …. No forecast depends on it.
  std::map<std::string, std::string> origin = {};

  NetworkSpec network() const { return {.input = {.steps = steps.input, .dims = dims + covariates}, .layers = layers}; }
};

/// The bytes of a safetensors file: weights as to_tensors() names them, the preparation's tensors under "scaling.…" and
/// "kernel.…", those of the columns under "columns.…", the rest as texts in its metadata, the origin under "origin.…".
std::string write_model(const Model& model);

/// Reads what write_model() writes: format 4 where there are columns, otherwise 3; and files of formats 1, which knew
/// dense layers only, and 2, which knew no scaling but z-normalised series; `path` is the file's name in messages.
/// What it returns can forecast: every tensor that the layers and the preparation need is there, of their shape and type
/// and finite, and there are no others; the network has weights, and at most 1000 layers. Texts that are not named here
/// are ignored.
/// Throws: Error naming tensor or text if the file is damaged, is not a softwarp model, or contradicts itself.
Model parse_model(std::string_view bytes, const std::string& path);

/// Reads a model file.   Throws: as parse_model(), and Error if the file cannot be read.
Model read_model(const std::string& path);

}  // namespace softwarp
