/// Forecasters of several networks, trained under several losses, initialisations and seeds, side by side.
#pragma once

#include <vector>

#include "softwarp/comparison/baselines.hpp"
#include "softwarp/comparison/data_facts.hpp"
#include "softwarp/comparison/plan.hpp"

namespace softwarp {

/// A network that is compared.
struct ComparedNetwork {
  NetworkKind kind = NetworkKind::mlp;
  NetworkSpec spec;
  Preparation preparation;  ///< fitted to the training series that are not held out
};

/// All that a report needs to know, besides the options.
struct Comparison {
  DataFacts data;
  std::vector<ComparedNetwork> networks;  ///< those of the settings
  ForecastSet test;                       ///< the test series, if any; of many windows, some (sample_of())
  /// Trained and judged; by network, loss, then initialisation or, where the best was sought, by the latter two alone.
  std::vector<Setting> settings;
  Index missing_runs = 0;  ///< that an interrupt came before; a setting without any run is missing as a whole
  std::size_t chosen = 0;  ///< the setting whose chosen run is the best of all, the first of equals
  std::vector<Baseline> baselines;

  const Setting& chosen_setting() const { return settings[chosen]; }
  const ComparedNetwork& network_of(const Setting& setting) const { return networks[setting.network]; }
  /// The γ of the divergence between forecasts and targets, in squared units of the data: the same for all networks.
  double divergence_gamma() const { return networks[0].preparation.scaling.squared_unit; }
  /// The run worth keeping: of all runs the one with the lowest dtw_to_choose_by().
  const Run& chosen_run() const { return chosen_setting().chosen_run(); }
};

/// Which of several networks are trained.
enum class Selection {
  all,   ///< side by side, each as if it were alone
  best,  ///< for each loss and initialisation, the one that is best on held-out training series (network_choice.hpp)
};

/// How many epochs compare() trains of one network in all, Euclidean phases and the choice of γ included.
Index planned_epochs(const ComparisonOptions& options);

/// The same of several networks; of the best one, as many as it may be.
Index planned_epochs(const std::vector<ComparisonOptions>& networks, Selection selection);

/// Trains and judges all settings of all networks, or of the best ones. The networks' options differ in what a network is
/// and how it is trained: what is held out, seeds and losses are those of the first. The test set takes no part in any
/// choice. A network that cannot be trained is an error or, of several of which the best is sought, not the best. An
/// interrupt ends this with the runs that are done.
/// Throws: Interrupted if none is; Error as ForecastSource, PreparedSet, learning_problem(), Trial, choose_gammas(),
///   best_network(), check_resumed() and train_all() do.
template <class Real>
Comparison compare(const ForecastSource& train, const ForecastSource& test,
                   const std::vector<ComparisonOptions>& networks, const TrainingLog<Real>& log = {},
                   Selection selection = Selection::all);

/// The same without a test set: the runs have no test errors, settings no test forecasts, and there are no baselines.
/// Throws: likewise; Interrupted if any run is missing.
template <class Real>
Comparison train_only(const ForecastSource& train, const std::vector<ComparisonOptions>& networks,
                      const TrainingLog<Real>& log = {}, Selection selection = Selection::all);

/// compare() for a single network.
template <class Real>
Comparison compare(const ForecastSource& train, const ForecastSource& test, const ComparisonOptions& options,
                   const TrainingLog<Real>& log = {}) {
  return compare<Real>(train, test, std::vector{options}, log);
}

/// Likewise for series, each cut at options.split.   Throws: likewise; Error as forecast_shape().
template <class Real>
Comparison compare(const TrainTest& data, const ComparisonOptions& options, const TrainingLog<Real>& log = {});

}  // namespace softwarp
