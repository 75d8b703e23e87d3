/// What train learns from and is tested on.
#pragma once

#include <memory>

#include "options.hpp"
#include "softwarp/data/forecast_source.hpp"

namespace softwarp {

struct TrainingData {
  std::unique_ptr<const ForecastSource> train;
  std::unique_ptr<const ForecastSource> test;
};

/// Reads what --data names: series in rows or, with --window, long series in columns. Of these, the number of steps to
/// validate on becomes a share of those to train on.
/// Throws: as load_data(), forecast_shape(), read_long_series(), split_time() and Windows.
TrainingData load_training_data(TrainOptions& options);

}  // namespace softwarp
