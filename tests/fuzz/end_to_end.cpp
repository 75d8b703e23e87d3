#include "fuzz/end_to_end.hpp"

#include <cmath>
#include <limits>

#include "fuzz/contract.hpp"
#include "softwarp/comparison/comparison.hpp"
#include "softwarp/comparison/trained_model.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/training/prediction.hpp"
#include "softwarp/training/window_prediction.hpp"

namespace softwarp {
namespace {

SeriesSet waves(const std::string& name, Index count, Index length, Index dims) {
  SeriesSet set{.name = name, .dims = dims, .series = {}};
  for (Index i = 0; i < count; ++i) {
    Matrix<double> values(dims, length);
    for (Index k = 0; k < values.size(); ++k)
      values.data()[k] = std::sin(static_cast<double>(k) + 0.7 * static_cast<double>(i));
    set.series.push_back({.values = values, .label = {}, .where = {}});
  }
  return set;
}

LongSeriesSet long_waves(const ColumnFrame& frame, Index steps) {
  LongSeriesSet set;
  set.name = "long";
  set.columns = frame.columns;
  set.targets = frame.targets;
  set.clock = frame.clock;
  const auto columns = static_cast<Index>(frame.columns.size());
  set.series.push_back(
      {.id = {}, .first = 0, .values = waves("long", 1, steps, columns).series[0].values, .where = "long:1"});
  return set;
}

TrainTest tiny_data(Index dims) { return {waves("train", 6, 5, dims), waves("test", 2, 6, dims)}; }

ComparisonOptions tiny_options() {
  ComparisonOptions options;
  options.losses = {{"euclidean", {}}};
  options.hidden = {2};
  options.trainer = {.epochs = 3, .batch_size = 2};
  return options;
}

// The runs that a checkpoint may belong to, by name. Between them they have all that a checkpoint can hold.
struct TinyRun {
  std::string name;
  bool is_double;
  ComparisonOptions options;
};

const std::vector<TinyRun>& tiny_runs() {
  static const std::vector<TinyRun> runs = [] {
    ComparisonOptions adam = tiny_options(), sgd = adam, lbfgs = adam;
    adam.losses.push_back({{"softdtw"}});  // γ is chosen
    adam.inits = {Init::euclidean};
    adam.validation = 0.3;
    sgd.trainer.optimizer = OptimizerOptions{.kind = OptimizerKind::sgd};
    sgd.restarts = 2;
    lbfgs.trainer.optimizer.reset();
    lbfgs.validation = 0.3;
    return std::vector<TinyRun>{{"adam", false, adam}, {"sgd", true, sgd}, {"lbfgs", true, lbfgs}};
  }();
  return runs;
}

struct Stop {};

template <class Real>
std::string stopped(const TinyRun& run, Index epochs) {
  Checkpoint<Real> checkpoint("/dev/null", {{"run", run.name}}, std::numeric_limits<Index>::max());
  try {
    compare<Real>(tiny_data(1), run.options,
                  {[&](Index done, const std::string&) {
                     if ((epochs -= done) <= 0) throw Stop{};
                   },
                   &checkpoint});
  } catch (const Stop&) {
  }
  return checkpoint.bytes();
}

void check(const Run& run, Index epochs) {
  require(std::visit([](const auto& theta) { return theta.allFinite(); }, run.theta));
  for (const double number : {run.train_loss, run.train.dtw, run.train.euclidean, run.test.dtw, run.test.euclidean})
    require(!std::isnan(number));
  require(run.epochs <= epochs && run.best_epoch <= run.epochs);
  require(static_cast<Index>(run.history.size()) == run.epochs);
  for (std::size_t e = 0; e < run.history.size(); ++e) {
    const EpochRecord& record = run.history[e];
    require(record.epoch == static_cast<Index>(e + 1) && std::isfinite(record.loss));
    require(record.validation.has_value() == run.validation.has_value());
    if (record.validation) require(std::isfinite(record.validation->dtw));
  }
}

template <class Real>
void compare_and_check(const TrainTest& data, const ComparisonOptions& options, const TrainingLog<Real>& log) {
  const Comparison result = compare<Real>(data, options, log);
  for (const Setting& setting : result.settings) {
    for (const Run& run : setting.runs) check(run, options.trainer.epochs);
  }
}

template <class Real>
void resume(const TinyRun& run, std::string_view bytes) {
  Checkpoint<Real> checkpoint("/dev/null", {{"run", run.name}}, std::numeric_limits<Index>::max());
  checkpoint.resume(bytes, "fuzz.state");
  compare_and_check<Real>(tiny_data(1), run.options, {{}, &checkpoint});
  parse_checkpoint<Real>(checkpoint.bytes(), "again");
}

void check(const Prediction& prediction) {
  require(prediction.values.allFinite());
  if (prediction.errors) require(!std::isnan(prediction.errors->dtw) && !std::isnan(prediction.errors->tdi));
}

void forecast_windows(const Model& model) {
  const Index steps = model.steps.input + 2 * model.steps.target;
  constexpr Index kMostValues = 1'000'000;
  if (steps * static_cast<Index>(model.columns->columns.size()) > kMostValues) return;
  const auto series = measured_as_in_training(model, long_waves(*model.columns, steps));
  for (const WindowPrediction& prediction : {predict_after(model, *series), predict_backtest(model, series, 2)}) {
    for (const SeriesForecast& each : prediction.forecasts) require(each.forecast.allFinite());
    if (prediction.errors) require(!std::isnan(prediction.errors->dtw));
  }
}

// Two columns and a covariate in windows.
template <class Real>
Model model_of_windows(Channels channels) {
  const ColumnFrame frame{.columns = {"a", "b", "c"}, .targets = 2, .mean = {}, .deviation = {}};
  const auto series = std::make_shared<const MeasuredSeries>(measured(long_waves(frame, 40), 30));
  const WindowShape shape{.window = 3, .horizon = 2, .stride = 1, .channels = channels};
  ComparisonOptions options = tiny_options();
  options.scale = Scale::last;
  const Windows train(series, shape, {0, 30}), test(series, shape, {30, 40});
  return trained_model(compare<Real>(train, test, options), options);
}

// Trains on from a model, where it is of the run's network.
void start_from(const Model& model) {
  ComparisonOptions options = tiny_options();
  options.scale = model.preparation.scaling.kind;
  options.base = model.preparation.base();
  options.start = Start{model, "fuzz.safetensors"};
  compare_and_check<float>(tiny_data(model.dims), options, {});
}

}  // namespace

bool resumes(std::string_view bytes) {
  set_threads(1);
  return accepted([&] {
    const TensorFile file = read_safetensors(bytes, "fuzz.state");
    for (const TinyRun& run : tiny_runs()) {
      const auto name = file.metadata.find("identity.run");
      if (name == file.metadata.end() || name->second != run.name) continue;
      return run.is_double ? resume<double>(run, bytes) : resume<float>(run, bytes);
    }
    throw Error("fuzz.state: expected a checkpoint of one of these runs, found another");
  });
}

bool predicts(std::string_view bytes) {
  set_threads(1);
  return accepted([&] {
    const Model model = parse_model(bytes, "fuzz.safetensors");
    constexpr Index kLongest = 1000;
    if (model.steps.input > kLongest || model.steps.target > kLongest || model.dims > kLongest) return;
    if (model.columns) return forecast_windows(model);
    SeriesSet set = waves("fuzz", 3, model.steps.input + model.steps.target, model.dims);
    set.series[1].values.col(0).setConstant(std::nan(""));
    if (set.series[1].values.cols() < 3 || model.steps.input < 2) set.series[1] = set.series[0];
    set.series[2].values.array() += 1e6;
    check(predict_rest(model, set));
    check(predict_next(model, set));
    if (model.dims <= 2) accepted([&] { start_from(model); });
  });
}

std::vector<std::string> example_checkpoints() {
  set_threads(1);
  std::vector<std::string> checkpoints;
  for (const TinyRun& run : tiny_runs()) {
    for (const Index epochs : {4, 1000})
      checkpoints.push_back(run.is_double ? stopped<double>(run, epochs) : stopped<float>(run, epochs));
  }
  return checkpoints;
}

std::vector<std::string> example_models() {
  set_threads(1);
  std::vector<std::string> models;
  for (const Scale scale : kScales) {
    ComparisonOptions options = tiny_options();
    options.scale = scale;
    options.base = scale == Scale::step ? Base::kernel : Base::none;
    const TrainTest data = tiny_data(scale == Scale::set ? 2 : 1);
    models.push_back(write_model(trained_model(compare<float>(data, options), options)));
    models.push_back(write_model(trained_model(compare<double>(data, options), options)));
  }
  models.push_back(write_model(model_of_windows<float>(Channels::each)));
  models.push_back(write_model(model_of_windows<double>(Channels::all)));
  return models;
}

}  // namespace softwarp
