#include "softwarp/nn/registry.hpp"

#include "softwarp/core/error.hpp"
#include "softwarp/nn/network.hpp"
#include "support/all_layers.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/random_series.hpp"

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

TEST_CASE("a recurrent network encodes with each layer, and decodes with the last one's state") {
  const NetworkSpec spec = recurrent({.input = {20, 2}, .units = {8, 5}, .output = {7, 2}});
  CHECK(to_text(spec.layers) == "gru(units=8) -> gru(units=5) -> gru_decoder(dims=2, steps=7)");
  const Network<double> network(spec);
  CHECK(network.output() == SeriesShape{7, 2});
  CHECK(network.layers()[1]->output() == SeriesShape{20, 5});
}

TEST_CASE("a convolutional network sees twice as far with each layer, within the series") {
  const NetworkSpec spec = convolutional({.input = {20, 2}, .channels = {8, 8, 4}, .kernel = 3, .outputs = 7});
  CHECK(to_text(spec.layers) ==
        "convolution(channels=8, dilation=1, kernel=3) -> convolution(channels=8, dilation=2, kernel=3) -> "
        "convolution(channels=4, dilation=4, kernel=3) -> dense(units=7)");
  CHECK(Network<double>(spec).output() == SeriesShape{1, 7});
  const NetworkSpec short_series = convolutional({.input = {8}, .channels = {2, 2, 2, 2}, .kernel = 3, .outputs = 1});
  CHECK(to_text(short_series.layers[2]) ==
        "convolution(channels=2, dilation=1, kernel=3)");  // 2·4 steps back is too far
  CHECK(to_text(short_series.layers[3]) == "convolution(channels=2, dilation=2, kernel=3)");
  CHECK_NOTHROW(Network<float>(short_series));
  CHECK(
      message_of<Error>([] { Network<float>(convolutional({.input = {2}})); }) ==
      "layer 0: convolution(channels=32, dilation=1, kernel=3): expected a kernel that looks back by fewer steps than "
      "the input's 2, found one that looks back by 2");
}

TEST_CASE("where its linear parameters are 0, a layer puts out 0") {
  Random random(7);
  for (const test::LayerCase& each : test::all_layers()) {
    const auto layer = make_layer<double>(each.spec, each.input);
    if (layer->linear_parameters() == 0) continue;
    Vector<double> theta(layer->parameters());
    layer->initialize(theta, random);
    theta.tail(layer->linear_parameters()).setZero();
    const Matrix<double> x = test::random_matrix(each.input.size(), 2, random);
    Matrix<double> y(layer->output().size(), 2);
    Vector<double> cache(layer->cache_size(2));
    layer->forward(theta, x, y, cache);
    CAPTURE(to_text(each.spec));
    CHECK(y.isZero(0));
  }
  CHECK(make_layer<double>({"dense", {{"units", 3}}}, {2, 2})->linear_parameters() == 3 * 4 + 3);
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
