#include "softwarp/training/window_prediction.hpp"

#include <limits>
#include <map>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/training/prepared_set.hpp"

namespace softwarp {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

WindowShape window_shape(const Model& model, Index stride) {
  return {.window = model.steps.input,
          .horizon = model.steps.target,
          .stride = stride,
          .channels = model.columns->channels};
}

// The forecasts of the windows of one series that begin at the same step, together.
class ForecastsInOrder {
 public:
  explicit ForecastsInOrder(const Windows& windows) : windows_(windows) {}

  // Shapes: values [H·D×n], of the windows from number `first` on.
  void add(Index first, const Matrix<double>& values) {
    const LongSeriesSet& set = windows_.series()->set;
    for (Index i = 0; i < values.cols(); ++i) {
      if (!values.col(i).allFinite())
        throw Error(windows_.where(first + i) + ": expected a finite forecast, found none; its values are too large");
      const Windows::Place at = windows_.place(first + i);
      SeriesForecast& found = forecasts_[{at.series, at.step}];
      if (found.forecast.size() == 0)
        found = {.series = at.series,
                 .step = at.step,
                 .forecast = Matrix<double>::Constant(set.targets, windows_.shape().target, kUnknown),
                 .truth = truth(at)};
      const auto steps = values.col(i).reshaped(windows_.dims(), windows_.shape().target);
      for (Index d = 0; d < windows_.dims(); ++d) {
        const Index column = at.target + d;
        found.forecast.row(column) = steps.row(d).array() * windows_.unit(column) + windows_.centre(column);
      }
    }
  }

  std::vector<SeriesForecast> take() {
    std::vector<SeriesForecast> all;
    for (auto& [place, forecast] : forecasts_) all.push_back(std::move(forecast));
    return all;
  }

 private:
  Matrix<double> truth(const Windows::Place& at) const {
    const LongSeriesSet& set = windows_.series()->set;
    const LongSeries& series = set.series[static_cast<std::size_t>(at.series)];
    return series.values.topRows(set.targets).middleCols(at.step - series.first, windows_.shape().target);
  }

  const Windows& windows_;
  std::map<std::pair<Index, Index>, SeriesForecast> forecasts_;
};

template <class Real>
WindowPrediction forecast_windows(const Model& model, const Vector<Real>& theta, const Windows& windows) {
  const Network<Real> network(model.network());
  ForecastsInOrder forecasts(windows);
  each_block(windows, [&](Index first, const ForecastSet& set) {
    const auto where = [&](Index i) { return windows.where(first + i); };
    forecasts.add(first, forecast(network, theta, model.preparation, set, where));
  });
  return {.forecasts = forecasts.take(), .errors = {}, .target_errors = {}, .series_left_out = 0};
}

// Errors over those forecasts of a target that there are, and for which there is something to compare them with.
TargetErrors errors_of(const std::vector<SeriesForecast>& forecasts, Index target) {
  std::vector<const SeriesForecast*> judged;
  for (const SeriesForecast& one : forecasts) {
    if (one.forecast.row(target).allFinite() && !one.truth.row(target).array().isNaN().all()) judged.push_back(&one);
  }
  if (judged.empty()) return {{.dtw = kUnknown, .euclidean = kUnknown}, {}};
  const Index steps = judged.front()->forecast.cols();
  Matrix<double> forecast(steps, static_cast<Index>(judged.size()));
  ForecastSet set{.input = {}, .target = forecast};
  for (Index i = 0; i < forecast.cols(); ++i) {
    forecast.col(i) = judged[static_cast<std::size_t>(i)]->forecast.row(target);
    set.target.col(i) = judged[static_cast<std::size_t>(i)]->truth.row(target);
  }
  Measures measures(steps, 1);
  measures.add(forecast, set.target, Matrix<double>::Constant(1, set.target.cols(), kUnknown));
  return {distances(forecast, set), measures.all()};
}

// Why a series cannot be forecast: it is too short, or one of its columns shows the network nothing; empty if it can.
std::string why_not(const LongSeries& series, Index window, const LongSeriesSet& set) {
  const std::string where = series.where + ": " + (series.id.empty() ? "" : "series " + in_quotes(series.id) + ": ");
  if (series.length() < window)
    return where + "expected at least the " + std::to_string(window) + " steps that the network sees, found " +
           std::to_string(series.length());
  for (Index c = 0; c < series.values.rows(); ++c) {
    if (!series.values.row(c).tail(window).array().isNaN().all()) continue;
    return where + "expected a value of " + in_quotes(set.columns[static_cast<std::size_t>(c)]) + " in its last " +
           std::to_string(window) + " steps, which the network sees, found none";
  }
  return {};
}

// The newest window of a series, and after it as many rows to forecast, whose values are of no use.
LongSeries newest_window(const LongSeries& series, const ForecastShape& shape) {
  LongSeries newest{.id = series.id,
                    .first = series.first + series.length() - shape.input,
                    .values = Matrix<double>::Zero(series.values.rows(), shape.input + shape.target),
                    .where = series.where};
  newest.values.leftCols(shape.input) = series.values.rightCols(shape.input);
  return newest;
}

}  // namespace

std::shared_ptr<const MeasuredSeries> measured_as_in_training(const Model& model, LongSeriesSet set) {
  const ColumnFrame& frame = model.columns.value();
  const auto counted = [](Index targets, Index covariates) {
    return std::to_string(targets) + " columns to forecast and " + std::to_string(covariates) + " beside them";
  };
  const Index covariates = static_cast<Index>(set.columns.size()) - set.targets;
  if (set.targets != frame.targets || covariates != frame.covariates())
    throw Error(set.name + ": expected " + counted(frame.targets, frame.covariates()) + " as the model has, found " +
                counted(set.targets, covariates));
  if (!set.clock.same_distance(frame.clock))
    throw Error(set.name + ": expected steps of " + frame.clock.distance_text() +
                " as the model was trained on, found " + set.clock.distance_text());
  return std::make_shared<const MeasuredSeries>(
      MeasuredSeries{.set = std::move(set), .mean = frame.mean, .deviation = frame.deviation});
}

WindowPrediction predict_after(const Model& model, const MeasuredSeries& series) {
  const LongSeriesSet& set = series.set;
  MeasuredSeries newest{.set = {.name = set.name,
                                .columns = set.columns,
                                .targets = set.targets,
                                .clock = set.clock,
                                .series = {},
                                .reading = set.reading},
                        .mean = series.mean,
                        .deviation = series.deviation};
  std::vector<Index> forecast;  // the series that can be
  std::string first_reason;     // why another one cannot
  for (Index k = 0; k < set.count(); ++k) {
    const LongSeries& one = set.series[static_cast<std::size_t>(k)];
    const std::string reason = why_not(one, model.steps.input, set);
    if (first_reason.empty()) first_reason = reason;
    if (!reason.empty()) continue;
    forecast.push_back(k);
    newest.set.series.push_back(newest_window(one, model.steps));
  }
  if (forecast.empty()) throw Error(first_reason + (set.count() > 1 ? "; nor can any other series be forecast" : ""));
  const TimeRange span = span_of(newest.set);
  const Windows windows(std::make_shared<const MeasuredSeries>(std::move(newest)), window_shape(model, 1), span);
  WindowPrediction prediction =
      std::visit([&](const auto& theta) { return forecast_windows(model, theta, windows); }, model.theta);
  for (SeriesForecast& of : prediction.forecasts) {
    of.truth.setConstant(kUnknown);
    of.series = forecast[static_cast<std::size_t>(of.series)];
  }
  prediction.series_left_out = set.count() - static_cast<Index>(forecast.size());
  return prediction;
}

WindowPrediction predict_backtest(const Model& model, std::shared_ptr<const MeasuredSeries> series, Index origins) {
  const LongSeriesSet& set = series->set;
  const TimeRange span = span_of(set);
  const Index steps = origins * model.steps.target;
  if (span.count() < model.steps.input + steps)
    throw Error(set.name + ": expected at least " + std::to_string(model.steps.input) + " + " +
                std::to_string(origins) + "·" + std::to_string(model.steps.target) +
                " steps, a window and as many horizons as there are origins, found " + std::to_string(span.count()));
  const Windows windows(series, window_shape(model, model.steps.target), {span.end - steps, span.end});
  return std::visit(
      [&]<class Real>(const Vector<Real>& theta) {
        WindowPrediction prediction = forecast_windows(model, theta, windows);
        const Network<Real> network(model.network());
        const TestMeasures measures{.divergence_gamma = model.preparation.scaling.squared_unit};
        prediction.errors = PreparedSet<Real>(windows, network, model.preparation).errors(network, theta, &measures);
        for (Index target = 0; target < series->set.targets; ++target)
          prediction.target_errors.push_back(errors_of(prediction.forecasts, target));
        prediction.series_left_out = windows.facts().series_left_out;
        return prediction;
      },
      model.theta);
}

}  // namespace softwarp
