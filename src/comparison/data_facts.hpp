/// What reports say of the data.
#pragma once

#include <string>
#include <vector>

#include "softwarp/data/forecast_set.hpp"

namespace softwarp {

struct SetFacts {
  Index count = 0;  ///< of series
  Index shortest = 0;
  Index longest = 0;
  Index missing_values = 0;
  std::string fingerprint;
};

struct DataFacts {
  std::string name;
  Index dims = 1;
  ForecastShape shape;
  SetFacts train;
  SetFacts test;
  std::vector<std::string> test_places;  ///< where each test series comes from, as SeriesSet::where() says it
};

/// Throws: Error as forecast_shape() does.
DataFacts data_facts(const TrainTest& data, double split);

}  // namespace softwarp
