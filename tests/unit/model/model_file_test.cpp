#include "softwarp/model/model_file.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "softwarp/core/error.hpp"
#include "softwarp/core/simd.hpp"
#include "softwarp/nn/network.hpp"
#include "softwarp/nn/registry.hpp"
#include "support/all_layers.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/series_sets.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

// 3 steps of 2 through every layer there is, to 1 step.
Model model_of_all_layers() {
  Model model{.layers = {},
              .steps = {.input = 3, .target = 1},
              .dims = 2,
              .split = 0.75,
              .preparation = {},
              .theta = Vector<double>()};
  for (const LayerEntry& entry : known_layers()) {
    LayerSpec& layer = model.layers.emplace_back(LayerSpec{.type = std::string(entry.type)});
    for (const std::string_view size : entry.sizes) layer.sizes[std::string(size)] = 2;
  }
  model.layers.push_back({"dense", {{"units", 2}}});
  Random random(1);
  model.theta = Network<double>(model.network()).initial_parameters(random);
  model.origin = {{"loss", "softdtw"}, {"note", "a\nb"}};
  return model;
}

// What parse_model() says of the file of a small network whose metadata are changed.
std::string rejection(const std::map<std::string, std::string>& changes) {
  Model model{.layers = parse_layers("dense(units=2) -> tanh -> dense(units=2)"),
              .steps = {.input = 3, .target = 1},
              .dims = 2,
              .theta = {}};
  model.theta = Vector<float>::Ones(Network<float>(model.network()).parameters()).eval();
  TensorFile file = read_safetensors(write_model(model), "m");
  for (const auto& [key, value] : changes) file.metadata[key] = value;
  return message_of<Error>([&] { parse_model(write_safetensors(file), "m"); });
}

}  // namespace

TEST_CASE("a model of every layer comes back from its file as it was") {
  const Model model = model_of_all_layers(), read = parse_model(write_model(model), "m");
  CHECK(read.layers == model.layers);
  CHECK(read.network() == model.network());
  CHECK(read.steps.target == 1);
  CHECK(read.split == 0.75);
  CHECK(std::get<Vector<double>>(read.theta) == std::get<Vector<double>>(model.theta));
  CHECK(read.origin == model.origin);
  CHECK(read_safetensors(write_model(model), "m").metadata.at("format") == "softwarp-model-3");
}

TEST_CASE("the preparation comes back from the file as it was, and what it cannot be is refused") {
  const ForecastSet raw = test::cut_alone(test::walks(8, 6, 2, 1), 0.5);
  for (const Scale scale : kScales) {
    for (const Base base : {Base::none, Base::kernel}) {
      CAPTURE(to_text(scale), to_text(base));
      Model model{.layers = parse_layers("dense(units=6)"), .steps = {.input = 3, .target = 3}, .dims = 2, .theta = {}};
      model.theta = Vector<float>::Ones(Network<float>(model.network()).parameters()).eval();
      model.preparation = fit_preparation(scale, base, raw, 0).preparation;
      const Model read = parse_model(write_model(model), "m");
      CHECK(read.preparation.scaling.kind == scale);
      CHECK(read.preparation.base() == base);
      CHECK(read.preparation.unit() == model.preparation.unit());
      CHECK(read.preparation.scaling.squared_unit == model.preparation.scaling.squared_unit);
      const ForecastSet seen = scaled(raw, model.preparation.scaling);
      CHECK(scaled(raw, read.preparation.scaling).input == seen.input);
      CHECK(read.preparation.base_forecasts(seen.input) == model.preparation.base_forecasts(seen.input));
      Matrix<double> there = seen.target, back = seen.target;
      undo_scaling(raw, model.preparation.scaling, there);
      undo_scaling(raw, read.preparation.scaling, back);
      CHECK(back == there);

      const TensorFile file = read_safetensors(write_model(model), "m");
      for (const auto& entry : file.tensors) {
        const std::string& name = entry.first;
        const Tensor& tensor = entry.second;
        if (name.find("scaling.") != 0 && name.find("kernel.") != 0) continue;
        const auto refused = [&](const std::function<void(TensorFile&)>& change) {
          TensorFile changed = file;
          change(changed);
          return message_of<Error>([&] { parse_model(write_safetensors(changed), "m"); });
        };
        CHECK(refused([&](TensorFile& changed) { changed.tensors.erase(name); }) != "(nothing thrown)");
        CHECK(refused([&](TensorFile& changed) {
                changed.tensors[name].bytes += std::string(8, '\0');
                changed.tensors[name].shape = {tensor.bytes.size() / 8 + 1};
              }).find("m: ") == 0);
        if (name == "kernel.centres") {
          CHECK(refused([&](TensorFile& changed) {
                  changed.tensors[name].bytes.clear();
                  changed.tensors[name].shape[0] = 0;
                }) == "m: kernel.centres: expected shape MxIxD with M of at least 1, found 0x3x2");
        }
        const double infinity = HUGE_VAL, zero = 0;
        const auto with = [&](double number) {
          return refused([&](TensorFile& changed) {
            changed.tensors[name].bytes.replace(0, 8, std::string(reinterpret_cast<const char*>(&number), 8));
          });
        };
        CHECK(with(infinity) == "m: " + name + ": expected finite numbers, found others");
        const bool positive = name.find("unit") != name.npos || name.find("deviation") != name.npos ||
                              name.find("width") != name.npos ||
                              (scale == Scale::last && name == "scaling.input_factor");
        CHECK(with(zero) ==
              (positive ? "m: " + name + ": expected numbers above 0, found others" : "(nothing thrown)"));
      }
    }
  }
}

// format_1.safetensors is of softwarp's first format: train --preset paper --hidden 2 --activation relu --epochs 5
// --learning-rate 0.01 --loss euclidean --seed 1 --save, on five series of five steps. Below are its forecasts for the
// first three steps of each, by the program that wrote it, under --simd SSE4.
TEST_CASE("a file of format 1 gives the forecasts that it always gave") {
  const Model model = read_model(SOFTWARP_FORMAT_1);
  CHECK(to_text(model.layers) == "dense(units=2) -> relu -> dense(units=2)");
  CHECK(model.network().input == SeriesShape{3, 1});
  CHECK(model.origin.at("loss") == "euclidean");
  Matrix<float> x(3, 5), expected(2, 5);
  x << 0.5, -1, 3, 0.25, 2,  //
      1, 0, 1, 1, 1,         //
      2, 1.25, -1, 1.75, 0;
  expected << 1.0789304971694946, 0.7168068885803223, -0.5196259021759033, 0.9976783394813538, -0.05677669495344162,
      -0.37081265449523926, -0.18547500669956207, 0.19322410225868225, -0.3292272090911865, 0.16247263550758362;
  const Network<float> network(model.network());
  Workspace<float> workspace;
  const auto& theta = std::get<Vector<float>>(model.theta);
  CHECK((network.forward(theta, x, workspace) - expected).norm() <= 1e-6f * expected.norm());
  const std::vector<std::string> targets = simd_names();
  if (std::ranges::find(targets, "SSE4") != targets.end()) {  // the same bits where nothing fuses * and +
    set_simd("SSE4");
    CHECK(network.forward(theta, x, workspace) == expected);
    set_simd("auto");
  }
  // It is written in the present format, with the same content.
  const Model again = parse_model(write_model(model), "again");
  CHECK(again.layers == model.layers);
  CHECK(std::get<Vector<float>>(again.theta) == theta);
}

TEST_CASE("a file of format 2 says whether series were z-normalised, and a constant input was divided by 1") {
  for (const bool z_normalise : {false, true}) {
    TensorFile file = read_safetensors(write_model(model_of_all_layers()), "m");
    file.metadata["format"] = "softwarp-model-2";
    file.metadata.erase("scale");
    file.metadata["z_normalise"] = z_normalise ? "true" : "false";
    const Preparation read = parse_model(write_safetensors(file), "m").preparation;
    CHECK(read.scaling.kind == (z_normalise ? Scale::series : Scale::none));
    CHECK(read.base() == Base::none);
    CHECK(read.scaling.squared_unit == 1);
    if (z_normalise) CHECK(read.scaling.target_deviation == Vector<double>::Ones(2));
    file.metadata["z_normalise"] = "yes";
    CHECK(message_of<Error>([&] { parse_model(write_safetensors(file), "m"); }) ==
          "m: z_normalise: expected true or false, found \"yes\"");
  }
}

TEST_CASE("a model whose parts contradict each other is rejected in one line") {
  CHECK(rejection({}) == "(nothing thrown)");
  CHECK(rejection({{"format", "softwarp-model-5"}}) ==
        "m: format: expected softwarp-model-3 or softwarp-model-4, found \"softwarp-model-5\"");
  CHECK(rejection({{"scale", "steps"}}) == "m: scale: expected none, set, step, series, last, found \"steps\"");
  CHECK(rejection({{"scale", "set"}}) == "m: scaling.squared_unit: expected a tensor, found none");
  CHECK(rejection({{"layers", ""}}) == "m: layers: layer 0: expected " + test::any_known_layer() + "; found \"\"");
  CHECK(rejection({{"layers", "dense(units=2) -> softmax\n"}}) ==
        "m: layers: layer 1: expected " + test::any_known_layer() + "; found \"softmax\\n\"");
  CHECK(rejection({{"layers", "dense(units=2"}}) ==
        "m: layers: expected a layer such as dense(units=10), found \"dense(units=2\"");
  CHECK(rejection({{"layers", "dense(units=1000000001)"}}) ==
        "m: layers: layer 0: dense: expected sizes from 1 to 1000000000, found \"dense(units=1000000001)\"");
  CHECK(rejection({{"layers", "dense(units=1000000000) -> dense(units=1000000000)"}}) ==
        "m: layers: layer 1: dense(units=1000000000): expected at most 1000000000000 parameters, found more in weight");
  CHECK(rejection({{"layers", "dense(units=3)"}}) ==
        "m: layers: expected target x dims numbers as output, found \"dense(units=3)\"");
  CHECK(rejection({{"layers", "dense(units=2)"}}) == "m: 2.bias: expected no tensor of this name, found one");
  CHECK(rejection({{"layers", "tanh -> relu"}}) == "m: layers: expected a layer with weights, found \"tanh -> relu\"");
  std::string many = "dense(units=2)";
  for (int layer = 1; layer < 1001; ++layer) many += " -> relu";
  CHECK(rejection({{"layers", many}}) == "m: layers: expected at most 1000, found 1001");
  CHECK(rejection({{"input", "1000000000"}, {"dims", "1000000000"}}) ==
        "m: layers: layer 0: dense(units=2): expected an input of 1 to 1000000000 numbers, found 1000000000 steps of "
        "1000000000");
  CHECK(rejection({{"input", "4"}}) == "m: 0.weight: expected shape 2x8, found 2x6");
  CHECK(rejection({{"split", "1"}}) == "m: split: expected a number > 0 and < 1, found \"1\"");
}

TEST_CASE("the columns of a model of windows come back as they were, and what they cannot be is refused") {
  Model model{.layers = parse_layers("dense(units=4)"),
              .steps = {.input = 3, .target = 2},
              .dims = 2,
              .covariates = 1,
              .columns = ColumnFrame{.columns = {"a, \"b\"", "c", "d"},
                                     .targets = 2,
                                     .channels = Channels::all,
                                     .time = "time",
                                     .series = "",
                                     .clock = {.unit = Clock::Unit::months, .distance = 3},
                                     .mean = Vector<double>::LinSpaced(3, -1, 1),
                                     .deviation = Vector<double>::LinSpaced(3, 1, 2)},
              .theta = {}};
  model.theta = Vector<float>::Ones(Network<float>(model.network()).parameters()).eval();
  const Model read = parse_model(write_model(model), "m");
  CHECK(read.columns->columns == model.columns->columns);
  CHECK(read.columns->time == "time");
  CHECK(read.columns->clock.unit == Clock::Unit::months);
  CHECK(read.columns->clock.distance == 3);
  CHECK(read.columns->deviation == model.columns->deviation);
  CHECK(write_model(read) == write_model(model));

  const TensorFile file = read_safetensors(write_model(model), "m");
  const auto refused = [&](const std::function<void(TensorFile&)>& change) {
    TensorFile changed = file;
    change(changed);
    return message_of<Error>([&] { parse_model(write_safetensors(changed), "m"); });
  };
  for (const char* key : {"names", "targets", "channels", "time", "series", "clock", "distance"}) {
    const std::string text = std::string("columns.") + key;
    CHECK(refused([&](TensorFile& changed) { changed.metadata.erase(text); }) ==
          "m: expected \"" + text + "\" in the metadata, found none");
  }
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"names", "[]"},   {"names", "[1]"},   {"names", "[\"a\"]"}, {"names", "{"},       {"targets", "0"},
      {"targets", "4"},  {"targets", "1"},   {"channels", "each"}, {"channels", "both"}, {"clock", "hours"},
      {"distance", "0"}, {"distance", "-1"}, {"distance", "1.5"}};
  for (const auto& [key, value] : wrong) {
    CAPTURE(key, value);
    const std::string message =
        refused([&, key = key, value = value](TensorFile& changed) { changed.metadata["columns." + key] = value; });
    CHECK(message.find("m: ") == 0);
    CHECK(message.find('\n') == message.npos);
  }
  for (const char* name : {"columns.mean", "columns.deviation"}) {
    CHECK(refused([&](TensorFile& changed) { changed.tensors.erase(name); }) ==
          std::string("m: ") + name + ": expected a tensor, found none");
    CHECK(refused([&](TensorFile& changed) { changed.tensors[name] = changed.tensors["0.bias"]; }).find("m: ") == 0);
  }
  CHECK(refused([&](TensorFile& changed) { changed.tensors["columns.deviation"].bytes.assign(24, '\0'); }) ==
        "m: columns.deviation: expected numbers above 0, found others");
}
