#include "softwarp/comparison/data_facts.hpp"

#include "softwarp/data/fingerprint.hpp"

namespace softwarp {
namespace {

SetFacts set_facts(const SeriesSet& set) {
  SetFacts facts{.count = set.count(),
                 .shortest = set.shortest(),
                 .longest = set.longest(),
                 .missing_values = 0,
                 .fingerprint = fingerprint(set)};
  for (const Series& series : set.series) facts.missing_values += series.values.array().isNaN().count();
  return facts;
}

}  // namespace

DataFacts data_facts(const TrainTest& data, double split) {
  DataFacts facts{.name = data.train.name,
                  .dims = data.train.dims,
                  .shape = forecast_shape(data, split),
                  .train = set_facts(data.train),
                  .test = set_facts(data.test),
                  .test_places = {}};
  for (Index i = 0; i < data.test.count(); ++i) facts.test_places.push_back(data.test.where(i));
  return facts;
}

}  // namespace softwarp
