#include "softwarp/data/cut_series.hpp"

#include <utility>

#include "softwarp/data/fingerprint.hpp"
#include "softwarp/data/hold_out.hpp"

namespace softwarp {

CutSeries::CutSeries(SeriesSet set, double ratio, const ForecastShape& shape)
    : ForecastSource(set.name, shape, set.dims, 0), set_(std::move(set)), ratio_(ratio) {}

ForecastSet CutSeries::take(std::span<const Index> examples) const {
  return cut(select(set_, {examples.begin(), examples.end()}), ratio_, shape());
}

HeldOutSources CutSeries::hold_out(double share, std::uint64_t seed) const {
  HeldOut parts = softwarp::hold_out(set_, share, seed);
  return {.learn = std::make_unique<CutSeries>(std::move(parts.learn), ratio_, shape()),
          .validate = std::make_unique<CutSeries>(std::move(parts.validate), ratio_, shape())};
}

SetFacts CutSeries::facts() const {
  SetFacts facts{set_.count(), set_.shortest(), set_.longest(), 0, fingerprint(set_)};
  for (const Series& series : set_.series) facts.missing_values += series.values.array().isNaN().count();
  return facts;
}

}  // namespace softwarp
