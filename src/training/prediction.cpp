#include "softwarp/training/prediction.hpp"

#include "softwarp/core/error.hpp"
#include "softwarp/training/prepared_set.hpp"

namespace softwarp {
namespace {

void check_dims(const Model& model, const SeriesSet& set) {
  if (model.columns)
    throw Error(set.name + ": expected a model of series in rows, found one of windows of long series");
  if (set.dims == model.dims) return;
  throw Error(set.name + ": expected dimension " + std::to_string(model.dims) + " as the model has, found " +
              std::to_string(set.dims));
}

Prediction predict(const Model& model, const SeriesSet& set, const ForecastSet& cut_set, bool judge) {
  return std::visit(
      [&]<class Real>(const Vector<Real>& theta) {
        const Network<Real> network(model.network());
        Prediction prediction{
            .values = forecast(network, theta, model.preparation, cut_set, [&](Index i) { return set.where(i); }),
            .errors = {}};
        for (Index i = 0; i < prediction.values.cols(); ++i) {
          if (!prediction.values.col(i).allFinite())
            throw Error(set.where(i) + ": expected a finite forecast, found none; its values are too large");
        }
        if (judge) prediction.errors = evaluate(prediction.values, cut_set, model.preparation.scaling.squared_unit);
        return prediction;
      },
      model.theta);
}

}  // namespace

Prediction predict_rest(const Model& model, const SeriesSet& set) {
  check_dims(model, set);
  for (Index i = 0; i < set.count(); ++i) {
    if (set.series[static_cast<std::size_t>(i)].length() < 2)
      throw Error(set.where(i) + ": expected at least 2 steps, one to see and one to forecast, found 1");
  }
  return predict(model, set, cut(set, model.split, model.steps), true);
}

Prediction predict_next(const Model& model, const SeriesSet& set) {
  check_dims(model, set);
  for (Index i = 0; i < set.count(); ++i) {
    const Index length = set.series[static_cast<std::size_t>(i)].length();
    if (length < model.steps.input) {
      throw Error(set.where(i) + ": expected at least the " + std::to_string(model.steps.input) +
                  " steps that the network sees, found " + std::to_string(length));
    }
  }
  return predict(model, set, without_targets(set, model.steps), false);
}

}  // namespace softwarp
