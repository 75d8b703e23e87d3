#include <algorithm>
#include <limits>
#include <mutex>
#include <string_view>

#include "softwarp/c/bridge/batches.hpp"
#include "softwarp/c/bridge/status.hpp"
#include "softwarp/comparison/network_options.hpp"
#include "softwarp/comparison/trained_model.hpp"
#include "softwarp/data/cut_series.hpp"
#include "softwarp/training/prediction.hpp"

using namespace softwarp;
using namespace softwarp::c;

struct softwarp_model {
  Model model;
  mutable std::once_flag written = {};
  mutable std::string bytes = {};  // of its file, once somebody has asked for them
};

namespace {

NamedValues named_values(const char* const* names, const char* const* values, std::int64_t count) {
  if (count < 0) throw Error("options: expected a number >= 0, found " + std::to_string(count));
  if (count > 0) require(names, "names");
  if (count > 0) require(values, "values");
  const std::vector<std::string> known = network_option_names();
  OptionValues given;
  for (std::int64_t k = 0; k < count; ++k) {
    require(names[k], "names");
    require(values[k], "values");
    const std::string name = word_argument("option", names[k], known);
    if (std::ranges::count(given, name, &OptionValues::value_type::first) > 0)
      throw Error(name + ": expected each option once, found this one twice");
    given.emplace_back(name, values[k]);
  }
  return NamedValues("", given);
}

// Unlike rows of a file, these do not end where NaN begin: the caller says how long they are.
SeriesSet series_in_full(const softwarp_batch* batch) {
  check(batch, "series");
  if (batch->type != SOFTWARP_FLOAT64)
    throw Error("series: expected values of SOFTWARP_FLOAT64, found SOFTWARP_FLOAT32");
  SeriesSet set{.name = "series", .dims = batch->dims, .series = {}};
  const Batch<double> view = view_of<double>(*batch);
  for (Index b = 0; b < batch->count; ++b)
    set.series.push_back(
        {.values = Eigen::Map<const Matrix<double>>(view.values.col(b).data(), view.dims, view.length(b)),
         .label = {},
         .where = {}});
  return set;
}

// Examples of `input` steps and the rest, which is missing behind the length of a series.
CutSeries examples_of(const softwarp_batch* batch, Index input) {
  SeriesSet set = series_in_full(batch);
  const Index steps = batch->steps;
  if (input < 1 || input >= steps)
    throw Error("input: expected a number of steps >= 1 and less than the " + std::to_string(steps) +
                " of the series, found " + std::to_string(input));
  for (Index i = 0; i < set.count(); ++i) {
    Matrix<double>& values = set.series[static_cast<std::size_t>(i)].values;
    const Index length = values.cols();
    if (length <= input)
      throw Error(set.where(i) + ": expected more than the " + std::to_string(input) + " steps of the input, found " +
                  std::to_string(length));
    values.conservativeResize(Eigen::NoChange, steps);
    values.rightCols(steps - length).setConstant(std::numeric_limits<double>::quiet_NaN());
  }
  // cut_point() of this share is `input` again: rounding cannot take it half a step away.
  const double share = static_cast<double>(input) / static_cast<double>(steps);
  return {std::move(set), share, {.input = input, .target = steps - input}};
}

}  // namespace

softwarp_status softwarp_train(const char* const* names, const char* const* values, int64_t options,
                               const softwarp_batch* series, int64_t input, softwarp_type type,
                               softwarp_model** model) {
  return guarded([&] {
    require(model, "model");
    NamedNetworks named = read_networks(named_values(names, values, options), ExampleKind::series);
    const CutSeries examples = examples_of(series, input);
    for (ComparisonOptions& network : named.networks) {
      network.split = static_cast<double>(input) / static_cast<double>(series->steps);
      network.trainer.on_step = check_interrupt;
    }
    with_real(type, [&]<class Real>() {
      TrainingLog<Real> log{.on_epochs = [](Index, const std::string&) { check_interrupt(); }, .histories = false};
      const Comparison trained = train_only<Real>(examples, named.networks, log, named.selection);
      *model = new softwarp_model{trained_model(trained, named.networks.front())};
    });
  });
}

softwarp_status softwarp_model_read(const void* bytes, int64_t size, const char* name, softwarp_model** model) {
  return guarded([&] {
    require(bytes, "bytes");
    require(name, "name");
    require(model, "model");
    if (size < 0) throw Error("size: expected a number >= 0, found " + std::to_string(size));
    const std::string_view file(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
    *model = new softwarp_model{parse_model(file, name)};
  });
}

void softwarp_model_free(softwarp_model* model) { delete model; }

softwarp_status softwarp_model_bytes(const softwarp_model* model, const void** bytes, int64_t* size) {
  return guarded([&] {
    require(model, "model");
    require(bytes, "bytes");
    require(size, "size");
    std::call_once(model->written, [&] { model->bytes = write_model(model->model); });
    *bytes = model->bytes.data();
    *size = static_cast<std::int64_t>(model->bytes.size());
  });
}

void softwarp_model_shape(const softwarp_model* model, int64_t* input, int64_t* target, int64_t* dims) {
  if (model == nullptr || input == nullptr || target == nullptr || dims == nullptr) return;
  *input = model->model.steps.input;
  *target = model->model.steps.target;
  *dims = model->model.dims;
}

softwarp_status softwarp_model_predict(const softwarp_model* model, const softwarp_batch* series, double* forecast) {
  return guarded([&] {
    require(model, "model");
    require(forecast, "forecast");
    std::ranges::copy(predict_next(model->model, series_in_full(series)).values.reshaped(), forecast);
  });
}
