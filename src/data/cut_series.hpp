/// Series of a set, each cut in two at the same share of its length.
#pragma once

#include "softwarp/data/forecast_source.hpp"

namespace softwarp {

/// One example per series: its first part is the input, the rest the target, laid out as by cut().
class CutSeries final : public ForecastSource {
 public:
  /// Units: 0 < ratio < 1.
  CutSeries(SeriesSet set, double ratio, const ForecastShape& shape);

  Index count() const override { return set_.count(); }
  ForecastSet take(std::span<const Index> examples) const override;  ///< Throws: as cut().
  std::string where(Index example) const override { return set_.where(example); }
  HeldOutSources hold_out(double share, std::uint64_t seed) const override;  ///< Throws: as softwarp::hold_out().
  SetFacts facts() const override;
  std::string reading() const override { return set_.reading; }

 private:
  SeriesSet set_;
  double ratio_;
};

}  // namespace softwarp
