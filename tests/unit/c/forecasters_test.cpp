// Forecasters through the C interface, against the libraries that do the work.
#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <thread>
#include <utility>

#include "softwarp/c/softwarp.h"
#include "softwarp/comparison/network_options.hpp"
#include "softwarp/comparison/trained_model.hpp"
#include "softwarp/data/cut_series.hpp"
#include "softwarp/data/synthetic.hpp"
#include "softwarp/training/prediction.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct FreeModel {
  void operator()(softwarp_model* model) const { softwarp_model_free(model); }
};
using ModelPointer = std::unique_ptr<softwarp_model, FreeModel>;

// Series of equal length, one after another.
struct Series3d {
  std::vector<double> values;
  softwarp_batch batch;

  explicit Series3d(const SeriesSet& set) {
    for (const Series& series : set.series)
      values.insert(values.end(), series.values.data(), series.values.data() + series.values.size());
    batch = {values.data(), set.count(), set.longest(), set.dims, nullptr, SOFTWARP_FLOAT64};
  }
  Series3d(const Series3d&) = delete;
};

std::pair<softwarp_status, ModelPointer> train(const OptionValues& options, const softwarp_batch& series, Index input,
                                               softwarp_type type = SOFTWARP_FLOAT32) {
  std::vector<const char*> names, values;
  for (const auto& [name, value] : options) {
    names.push_back(name.c_str());
    values.push_back(value.c_str());
  }
  softwarp_model* model = nullptr;
  const softwarp_status status = softwarp_train(names.data(), values.data(), static_cast<std::int64_t>(options.size()),
                                                &series, input, type, &model);
  return {status, ModelPointer(model)};
}

Model parsed(const softwarp_model* model) {
  const void* bytes = nullptr;
  std::int64_t size = 0;
  REQUIRE(softwarp_model_bytes(model, &bytes, &size) == SOFTWARP_OK);
  return parse_model({static_cast<const char*>(bytes), static_cast<std::size_t>(size)}, "bytes");
}

const OptionValues kQuick{{"epochs", "2"}, {"hidden", "4"}, {"batch-size", "4"}};

std::string refusal(const OptionValues& options, const softwarp_batch& series, Index input) {
  const auto [status, model] = train(options, series, input);
  CHECK(status == SOFTWARP_INVALID);
  CHECK(model == nullptr);
  return softwarp_message();
}

}  // namespace

TEST_CASE("a model trained through C is the one that a comparison with the same options keeps, bit for bit") {
  const TrainTest data{cylinder_bell_funnel(12, 5), cylinder_bell_funnel(3, 6)};
  OptionValues options = kQuick;
  SECTION("one network") {
    options.insert(options.end(), {{"repeats", "2"}, {"gamma", "0.1,auto"}, {"init", "both"}, {"seed", "4"}});
  }
  SECTION("the best network, with series held out") {
    options.insert(options.end(), {{"network", "auto"}, {"validation", "0.25"}, {"preset", "paper"}});
  }
  const Series3d series(data.train);
  const Index input = cut_point(series.batch.steps, 0.6);
  const auto [status, model] = train(options, series.batch, input);
  CAPTURE(softwarp_message());
  REQUIRE(status == SOFTWARP_OK);

  const NamedNetworks named = read_networks(NamedValues("", options), ExampleKind::series);
  const ForecastShape shape = forecast_shape(data, 0.6);
  const Comparison comparison = compare<float>(CutSeries(data.train, 0.6, shape), CutSeries(data.test, 0.6, shape),
                                               named.networks, {}, named.selection);
  const Model expected = trained_model(comparison, named.networks.front()), found = parsed(model.get());
  CHECK(found.theta == expected.theta);
  CHECK(found.layers == expected.layers);
  CHECK(found.origin.at("seed") == expected.origin.at("seed"));
  CHECK(found.origin.at("data_fingerprint") == expected.origin.at("data_fingerprint"));
  CHECK_FALSE(found.origin.contains("test_dtw"));
  CHECK(predict_rest(found, data.test).values == predict_rest(expected, data.test).values);
}

TEST_CASE("forecasts through C are those of the model's file, before and after reading it") {
  SeriesSet set = cylinder_bell_funnel(8, 5);
  set.series[2].values(0, 20) = kNan;
  set.series[3].values(0, 120) = kNan;
  set.series[4].values(0, 127) = kNan;
  const Series3d series(set);
  const Index input = GENERATE(1, 50, 127);
  const auto [status, model] = train(kQuick, series.batch, input, SOFTWARP_FLOAT64);
  CAPTURE(softwarp_message());
  if (input == 127) {  // the only target of a series is missing
    CHECK(status == SOFTWARP_INVALID);
    CHECK(std::string(softwarp_message()).find("series 5: expected a step without NaN") != std::string::npos);
    return;
  }
  REQUIRE(status == SOFTWARP_OK);
  std::int64_t shape[3];
  softwarp_model_shape(model.get(), &shape[0], &shape[1], &shape[2]);
  CHECK(std::vector<Index>(shape, shape + 3) == std::vector<Index>{input, 128 - input, 1});

  std::vector<double> forecast(static_cast<std::size_t>(8 * (128 - input)));
  REQUIRE(softwarp_model_predict(model.get(), &series.batch, forecast.data()) == SOFTWARP_OK);
  const Matrix<double> expected = predict_next(parsed(model.get()), set).values;
  CHECK(Eigen::Map<const Matrix<double>>(forecast.data(), 128 - input, 8) == expected);

  const std::string file = write_model(parsed(model.get()));
  softwarp_model* read = nullptr;
  REQUIRE(softwarp_model_read(file.data(), static_cast<std::int64_t>(file.size()), "m", &read) == SOFTWARP_OK);
  const ModelPointer again(read);
  std::vector<double> others(forecast.size());
  REQUIRE(softwarp_model_predict(read, &series.batch, others.data()) == SOFTWARP_OK);
  CHECK(others == forecast);

  CHECK(softwarp_model_read(file.data(), 40, "m.safetensors", &read) == SOFTWARP_INVALID);
  CHECK(std::string(softwarp_message()).starts_with("m.safetensors: "));
  const softwarp_batch brief{series.values.data(), 1, std::max<Index>(input - 1, 1), 1, nullptr, SOFTWARP_FLOAT64};
  if (input == 1) return;
  CHECK(softwarp_model_predict(read, &brief, others.data()) == SOFTWARP_INVALID);
  CHECK(std::string(softwarp_message()) ==
        "series: series 1: expected at least the 50 steps that the network sees, found 49");
}

TEST_CASE("what lies behind the length of a series is missing") {
  SeriesSet set = cylinder_bell_funnel(6, 5);
  Series3d cut(set);
  std::vector<std::int64_t> lengths(6, 128);
  lengths[1] = 100;
  cut.batch.lengths = lengths.data();
  set.series[1].values.rightCols(28).setConstant(kNan);
  const Series3d missing(set);
  const auto [status, model] = train(kQuick, cut.batch, 80);
  const auto [other_status, other] = train(kQuick, missing.batch, 80);
  REQUIRE(status == SOFTWARP_OK);
  REQUIRE(other_status == SOFTWARP_OK);
  CHECK(parsed(model.get()).theta == parsed(other.get()).theta);
  lengths[1] = 80;
  CHECK(refusal(kQuick, cut.batch, 80) == "series: series 2: expected more than the 80 steps of the input, found 80");
}

TEST_CASE("options and series that cannot be are refused in one line") {
  const Series3d series(cylinder_bell_funnel(4, 5));
  CHECK(refusal({{"hidden", "x"}}, series.batch, 50) ==
        "hidden: expected a whole number from 1 to 1000000, found \"x\"");
  for (const std::string name : {"data", "window", "threads", "save", "start", "split", "no", ""}) {
    const std::string message = refusal({{name, "1"}}, series.batch, 50);
    CHECK(message.starts_with("option: expected one of activation, alpha, "));
    CHECK(message.ends_with("found \"" + name + "\""));
  }
  CHECK(refusal({{"seed", "1"}, {"seed", "1"}}, series.batch, 50) ==
        "seed: expected each option once, found this one twice");
  for (const Index input : {-1, 0, 128, 1000})
    CHECK(refusal(kQuick, series.batch, input) ==
          "input: expected a number of steps >= 1 and less than the 128 of the series, found " + std::to_string(input));
  softwarp_batch floats = series.batch;
  floats.type = SOFTWARP_FLOAT32;
  CHECK(refusal(kQuick, floats, 50) == "series: expected values of SOFTWARP_FLOAT64, found SOFTWARP_FLOAT32");
}

TEST_CASE("a training ends soon once its thread is told to stop") {
  const Series3d series(cylinder_bell_funnel(4, 5));
  std::int32_t flag = 0;
  softwarp_stop_by(&flag);
  std::thread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::atomic_ref<std::int32_t>(flag).store(1);
  });
  const auto [status, model] = train({{"epochs", "1000000000"}, {"loss", "euclidean"}}, series.batch, 50);
  softwarp_stop_by(nullptr);
  stopper.join();
  CHECK(status == SOFTWARP_STOPPED);
  CHECK(model == nullptr);
}
