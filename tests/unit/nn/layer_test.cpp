// What every layer of the registry must hold to; its gradients are checked in tests/gradient.
#include "softwarp/nn/layer.hpp"

#include <limits>
#include <map>
#include <set>

#include "support/all_layers.hpp"
#include "support/allocation_count.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

// A layer with numbers to go through it.
template <class Real>
struct Example {
  std::unique_ptr<Layer<Real>> layer;
  Vector<Real> theta;
  Matrix<Real> x, dy;

  Example(const LayerCase& each, Index batch) : layer(make_layer<Real>(each.spec, each.input)) {
    Random random(1);
    theta = random_parameters(*layer, random).template cast<Real>();
    x = random_matrix(layer->input().size(), batch, random).template cast<Real>();
    dy = random_matrix(layer->output().size(), batch, random).template cast<Real>();
  }

  LayerRun<Real> run(bool with_dx = true) const { return {*layer, theta, x, dy, with_dx}; }
};

// A layer of any shapes that computes nothing.
class Holder final : public Layer<double> {
 public:
  Holder(SeriesShape input, SeriesShape output, std::vector<Part> parts) : Layer(input, output, std::move(parts)) {}
  void initialize(VectorRef<double>, Random&) const override {}
  void forward(const ConstVectorRef<double>&, const ConstMatrixRef<double>&, MatrixRef<double>,
               VectorRef<double>) const override {}
  void backward(const ConstVectorRef<double>&, const ConstMatrixRef<double>&, const ConstMatrixRef<double>&,
                VectorRef<double>, const ConstMatrixRef<double>&, VectorRef<double>,
                MatrixRef<double>*) const override {}
  std::vector<Operator> operators() const override { return {}; }
};

}  // namespace

TEST_CASE("layers: parts fill θ one after the other, under names of their own") {
  for (const LayerCase& each : all_layers()) {
    CAPTURE(to_text(each.spec), each.input.steps, each.input.dims);
    const auto layer = make_layer<double>(each.spec, each.input);
    CHECK(layer->input() == each.input);
    Index offset = 0;
    std::set<std::string> names{"", "x", "y"};  // which mean something else to operators
    for (const Part& part : layer->parts()) {
      CHECK(part.offset == offset);
      CHECK(names.insert(part.name).second);
      offset += part.size;
    }
    CHECK(layer->parameters() == offset);
  }
}

TEST_CASE("layers: the seed decides every initial parameter") {
  for (const LayerCase& each : all_layers()) {
    CAPTURE(to_text(each.spec), each.input.steps, each.input.dims);
    const auto layer = make_layer<double>(each.spec, each.input);
    const auto drawn = [&](std::uint64_t seed) {
      Vector<double> theta = blank<double>(layer->parameters(), 1);
      Random random(seed);
      layer->initialize(theta, random);
      return theta;
    };
    CHECK(drawn(1).allFinite());
    CHECK(drawn(1) == drawn(1));
  }
}

TEST_CASE("layers: a batch of B is B batches of one, and parameter gradients are their sum") {
  for (const LayerCase& each : all_layers()) {
    CAPTURE(to_text(each.spec), each.input.steps, each.input.dims);
    const Example<double> example(each, 5);
    const LayerRun<double> together = example.run();
    Vector<double> sum = Vector<double>::Zero(example.theta.size());
    for (Index b = 0; b < 5; ++b) {
      const LayerRun<double> alone(*example.layer, example.theta, example.x.col(b), example.dy.col(b));
      CHECK((alone.y - together.y.col(b)).norm() <= 1e-13 * (1 + alone.y.norm()));
      CHECK((alone.dx - together.dx.col(b)).norm() <= 1e-13 * (1 + alone.dx.norm()));
      sum += alone.dtheta;
    }
    CHECK((sum - together.dtheta).norm() <= 1e-13 * (1 + sum.norm()));
  }
}

TEST_CASE("layers: the parameter gradient is added, and does not depend on whether dx is asked for") {
  for (const LayerCase& each : all_layers()) {
    CAPTURE(to_text(each.spec), each.input.steps, each.input.dims);
    const Example<double> example(each, 4);
    const LayerRun<double> once = example.run();
    CHECK(example.run(false).dtheta == once.dtheta);
    const Layer<double>& layer = *example.layer;
    Matrix<double> y = once.y;
    Vector<double> cache(layer.cache_size(4)), twice = once.dtheta;
    layer.forward(example.theta, example.x, y, cache);
    layer.backward(example.theta, example.x, y, cache, example.dy, twice, nullptr);
    CHECK((twice - 2 * once.dtheta).norm() <= 1e-13 * once.dtheta.norm());
  }
}

TEMPLATE_TEST_CASE("layers: a column of a batch has the same bits whatever lies beside it", "", float, double) {
  for (const LayerCase& each : all_layers()) {
    CAPTURE(to_text(each.spec), each.input.steps, each.input.dims);
    const Example<TestType> example(each, 5);
    const Matrix<TestType> together = layer_output<TestType>(*example.layer, example.theta, example.x);
    for (Index b = 0; b < 5; ++b) {
      const Matrix<TestType> alone = layer_output<TestType>(*example.layer, example.theta, example.x.col(b));
      CHECK(alone == together.col(b));
    }
  }
}

TEMPLATE_TEST_CASE("layers: no call allocates but the first", "", float, double) {
  for (const LayerCase& each : all_layers()) {
    CAPTURE(to_text(each.spec), each.input.steps, each.input.dims);
    const Example<TestType> example(each, 4);
    LayerRun<TestType> run = example.run();  // its matrices are used again
    const ConstMatrixRef<TestType> x(example.x), dy(example.dy), y(run.y);
    const ConstVectorRef<TestType> theta(example.theta);
    MatrixRef<TestType> dx(run.dx);
    Vector<TestType> cache(example.layer->cache_size(4));
    const std::size_t before = allocation_count();
    example.layer->forward(theta, x, run.y, cache);
    example.layer->backward(theta, x, y, cache, dy, run.dtheta, &dx);
    CHECK(allocation_count() == before);
  }
}

TEST_CASE("layers: float gives what double gives") {
  for (const LayerCase& each : all_layers()) {
    CAPTURE(to_text(each.spec), each.input.steps, each.input.dims);
    const LayerRun<float> single = Example<float>(each, 3).run();
    const LayerRun<double> twice = Example<double>(each, 3).run();
    CHECK((single.y.cast<double>() - twice.y).norm() <= 1e-5 * (1 + twice.y.norm()));
    CHECK((single.dx.cast<double>() - twice.dx).norm() <= 1e-5 * (1 + twice.dx.norm()));
    CHECK((single.dtheta.cast<double>() - twice.dtheta).norm() <= 1e-5 * (1 + twice.dtheta.norm()));
  }
}

TEST_CASE("layers: those that take missing steps, and no others, give finite numbers where one is missing") {
  for (const LayerCase& each : all_layers()) {
    CAPTURE(to_text(each.spec), each.input.steps, each.input.dims);
    Example<double> example(each, 3);
    example.x.col(1).tail(each.input.dims).setConstant(std::numeric_limits<double>::quiet_NaN());
    const LayerRun<double> run = example.run();
    CHECK(example.layer->takes_missing_steps() == run.y.allFinite());
    if (run.y.allFinite()) CHECK((run.dx.allFinite() && run.dtheta.allFinite()));
  }
}

TEST_CASE("layers: operators lead from x and the parts to y") {
  for (const LayerCase& each : all_layers()) {
    CAPTURE(to_text(each.spec), each.input.steps, each.input.dims);
    const auto layer = make_layer<double>(each.spec, each.input);
    std::set<std::string> known{"x", ""}, used;
    for (const Part& part : layer->parts()) known.insert(part.name);
    const std::vector<Operator> operators = layer->operators();
    for (const Operator& step : operators) {
      CAPTURE(step.type, step.output);
      for (const std::string& input : step.inputs) CHECK(known.contains(input));
      used.insert(step.inputs.begin(), step.inputs.end());
      CHECK(known.insert(step.output).second);
    }
    REQUIRE(!operators.empty());
    CHECK(operators.back().output == "y");
    CHECK(used.contains("x"));
    for (const Part& part : layer->parts()) CHECK(used.contains(part.name));
  }
}

TEST_CASE("dense: the operators of doubles compute it without a Gemm, which ONNX Runtime may join to one for floats") {
  const LayerCase each{.spec = {"dense", {{"units", 3}}}, .input = {4, 2}};
  const Example<double> example(each, 5);
  const Eigen::Map<const Matrix<double>> W(example.theta.data(), 3, 8);
  // As ONNX has them: one series per row.
  std::map<std::string, Matrix<double>> values{
      {"x", example.x.transpose()}, {"weight", W}, {"bias", example.theta.tail(3).transpose()}};
  for (const Operator& step : example.layer->operators()) {
    CAPTURE(step.type);
    CHECK(step.attributes.empty());
    const Matrix<double> first = values.at(step.inputs[0]), second = values.at(step.inputs.back());
    Matrix<double>& output = values[step.output];
    if (step.type == "Transpose") {
      output = first.transpose();
    } else if (step.type == "MatMul") {
      output = first * second;
    } else {
      REQUIRE(step.type == "Add");
      output = first.rowwise() + second.row(0);
    }
  }
  const Matrix<double> y = example.run().y;
  CHECK((values.at("y") - y.transpose()).norm() <= 1e-14 * y.norm());

  const auto of_floats = make_layer<float>(each.spec, each.input)->operators();
  REQUIRE(of_floats.size() == 1);
  CHECK(of_floats[0].type == "Gemm");
}

TEST_CASE("a layer lays out its parts, and rejects shapes that are empty or absurd") {
  const Holder layer({4, 2}, {3, 1}, {{"a", {2, 3, 4}}, {"b", {}}, {"c", {5}}});
  CHECK(layer.parts()[1].offset == 24);
  CHECK(layer.parts()[1].size == 1);  // no extent: a single number
  CHECK(layer.parts()[2].offset == 25);
  CHECK(layer.parameters() == 30);
  const auto rejection = [](SeriesShape input, SeriesShape output, std::vector<Part> parts) {
    return message_of<Error>([&] { Holder(input, output, std::move(parts)); });
  };
  CHECK(rejection({0, 1}, {1, 1}, {}) == "expected an input of 1 to 1000000000 numbers, found 0 steps of 1");
  CHECK(rejection({1, 1}, {-3, 2}, {}) == "expected an output of 1 to 1000000000 numbers, found -3 steps of 2");
  CHECK(rejection({1, 1}, {100'000, 100'000}, {}) ==
        "expected an output of 1 to 1000000000 numbers, found 100000 steps of 100000");
  CHECK(rejection({1, 1}, {1, 1}, {{"a", {2, 0}}}) == "expected extents of at least 1 in a, found 0");
  const Index large = 1'000'000'000;  // its third power is no whole number of 64 bits
  CHECK(rejection({1, 1}, {1, 1}, {{"a", {large, large, large}}}) ==
        "expected at most 1000000000000 parameters, found more in a");
}
