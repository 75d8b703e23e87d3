#include "softwarp/nn/registry.hpp"

#include "softwarp/core/error.hpp"
#include "support/all_layers.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"

using namespace softwarp;

TEST_CASE("layers have a text that is read back") {
  CHECK(to_text(LayerSpec{"sigmoid"}) == "sigmoid");
  CHECK(to_text(LayerSpec{"a", {{"kernel", 3}, {"dilation", 2}}}) == "a(dilation=2, kernel=3)");
  std::vector<LayerSpec> all;
  for (const test::LayerCase& each : test::all_layers()) all.push_back(each.spec);
  CHECK(parse_layers(to_text(all)) == all);
  CHECK(parse_layers("dense(units=10) -> tanh") == std::vector<LayerSpec>{{"dense", {{"units", 10}}}, {"tanh"}});
  for (const std::string text : {"dense(", "dense(units=10) ", "dense()", "dense(units)", "dense(units=)",
                                 "dense(units=1,)", "dense(units=1, units=2)", "dense(units=0x1)", "dense(units=1e3)"})
    CHECK(message_of<Error>([&] { parse_layers(text); }) ==
          "expected a layer such as dense(units=10), found \"" + text + '"');
}

TEST_CASE("a multi-layer perceptron has an activation after each layer but the last") {
  const NetworkSpec spec = mlp({.input = {5, 2}, .hidden = {4, 3}, .outputs = 2, .activation = "tanh"});
  CHECK(spec.input == SeriesShape{5, 2});
  CHECK(to_text(spec.layers) == "dense(units=4) -> tanh -> dense(units=3) -> tanh -> dense(units=2)");
  CHECK(to_text(mlp({.input = {5}, .outputs = 2}).layers) == "dense(units=2)");
}

TEST_CASE("what the registry cannot make is rejected in one line that says what it can") {
  const auto rejection = [](const LayerSpec& spec) {
    return message_of<Error>([&] { make_layer<float>(spec, {4, 1}); });
  };
  CHECK(rejection({"softmax\n"}) == "expected " + test::any_known_layer() + "; found \"softmax\\n\"");
  CHECK(rejection({"dense"}) == "dense: expected the sizes units, found \"dense\"");
  CHECK(rejection({"dense", {{"unit", 3}}}) == "dense: expected the sizes units, found \"dense(unit=3)\"");
  CHECK(rejection({"dense", {{"units", 3}, {"x", 1}}}) ==
        "dense: expected the sizes units, found \"dense(units=3, x=1)\"");
  CHECK(rejection({"relu", {{"units", 3}}}) == "relu: expected no sizes, found \"relu(units=3)\"");
  CHECK(rejection({"dense", {{"units", 0}}}) == "dense: expected sizes from 1 to 1000000000, found \"dense(units=0)\"");
  CHECK_NOTHROW(make_layer<float>({"dense", {{"units", 1'000'000'000}}}, {4, 1}));  // allocates nothing of that size
  CHECK(message_of<Error>([] {
          make_layer<float>({"dense", {{"units", 1'000'000}}}, {1'000'000, 10});
        }) == "dense(units=1000000): expected at most 1000000000000 parameters, found more in weight");
}

TEST_CASE("activations are layers between layers") {
  const std::vector<std::string> activations = known_activations();
  CHECK(activations.front() == "sigmoid");
  for (const std::string& activation : activations) {
    const auto layer = make_layer<float>({activation}, {3, 2});
    CHECK(layer->output() == SeriesShape{3, 2});
    CHECK(layer->parameters() == 0);
  }
}
