/// A data set as a network sees it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "softwarp/data/forecast_source.hpp"
#include "softwarp/model/preparation.hpp"
#include "softwarp/training/evaluation.hpp"
#include "softwarp/training/trainer.hpp"

namespace softwarp {

/// A set ready for a network, and what a network forecasts for it. It is prepared once and kept; windows that need more
/// than kMostKept numbers are prepared whenever they are asked for.
template <class Real>
class PreparedSet final : public ExampleSource<Real> {
 public:
  /// Its forecasts are those of this network, or of others that take missing steps or not as it does.
  /// base_forecasts: of a training set, if others than the preparation's; as Preparation::base_forecasts() has them, and
  /// not used for windows that are not kept. The source must outlive this.
  /// Throws: as ForecastSource::take(); Error naming a series with a value that a Real cannot hold.
  PreparedSet(const ForecastSource& source, const Network<Real>& network, const Preparation& preparation,
              const std::optional<Matrix<double>>& base_forecasts = {});

  const ForecastSource& source() const { return source_; }

  Index count() const override { return source_.count(); }
  Index block_size() const override { return kept_ ? count() : source_.block_size(); }
  void take(std::span<const Index> examples, Examples<Real>& batch) const override;
  const Examples<Real>& block(Index first, Index size, Examples<Real>& scratch) const override;

  /// Errors of forecasts; without test measures, the two distances alone.   Shapes: theta [S].
  /// Throws: as ErrorMeans.
  ForecastErrors errors(const Network<Real>& network, const Vector<Real>& theta,
                        const TestMeasures* measures = nullptr) const;

  /// Mean loss and errors at once.   Throws: as Loss::mean() and ErrorMeans.
  ValidationErrors errors(const Network<Real>& network, const Vector<Real>& theta, const Loss<Real>& loss) const;

 private:
  struct Kept {
    ForecastSet raw;
    Examples<Real> examples;
  };

  template <class Visit>
  void each_forecast(const Network<Real>& network, const Vector<Real>& theta, Visit visit) const;

  const ForecastSource& source_;
  bool missing_steps_;
  Preparation preparation_;
  std::optional<Kept> kept_;
};

/// A set as the network sees it: scaled, with gaps filled. A network that takes missing steps is given NaN where all
/// values of a step lie in long gaps (long_gaps()).
/// where: names a series in messages.   Throws: Error naming a series with a value that a Real cannot hold.
template <class Real>
Examples<Real> prepared(const Network<Real>& network, const ForecastSet& set, const Preparation& preparation,
                        const std::function<std::string(Index)>& where);

/// Forecasts of prepared(set) in the units of the data.   Shapes: theta [S] → [O·D×N].
template <class Real>
Matrix<double> forecast(const Network<Real>& network, const Vector<Real>& theta, const Preparation& preparation,
                        const ForecastSet& set, const std::function<std::string(Index)>& where);

}  // namespace softwarp
