/// What a comparison compares: settings, each a network, a loss and an initialisation, trained from several seeds.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "softwarp/loss/registry.hpp"
#include "softwarp/model/model_file.hpp"
#include "softwarp/training/evaluation.hpp"
#include "softwarp/training/trainer.hpp"

namespace softwarp {

enum class Init {
  random,     ///< random weights
  euclidean,  ///< the weights of the network trained with the Euclidean loss from the same random weights
  model,      ///< the weights of a saved model
};
std::string to_text(Init init);

enum class NetworkKind {
  mlp,     ///< dense layers with an activation between them
  linear,  ///< one dense layer, which the Euclidean loss solves in closed form (linear_network.hpp)
  gru,     ///< a recurrent encoder, and a decoder that feeds its forecasts back
  conv,    ///< dilated causal convolutions, and a dense layer over all steps
};
inline constexpr std::array kNetworks{NetworkKind::mlp, NetworkKind::linear, NetworkKind::gru, NetworkKind::conv};
std::string to_text(NetworkKind network);

/// A loss to train under. Where it has a γ and none is given, γ is chosen on a part of the training series, for each
/// initialisation (gamma_choice.hpp); the network is then trained on all of them.
struct TrainingLoss : LossSpec {
  /// Annealing: γ falls from this value, in the first epoch, to `gamma`, in the last (annealing.hpp).
  std::optional<double> first_gamma = {};

  bool is_euclidean() const { return name == "euclidean"; }
  bool needs_gamma() const { return find_loss(name).has_gamma && !gamma; }
  /// The one of the two errors that stands for this loss, where networks trained under it are compared.
  double error_of(const Distances& errors) const { return is_euclidean() ? errors.euclidean : errors.dtw; }
  auto operator<=>(const TrainingLoss&) const = default;
};

/// "softdtw(gamma=0.1)"; annealed, "softdtw(gamma=1:0.1)".
std::string to_text(const TrainingLoss& loss);

/// How a γ was chosen.
struct GammaChoice {
  std::vector<double> candidates;
  /// Of each: mean over the validation series and the seeds, in units of the data; infinite if it could not be trained.
  std::vector<double> validation_dtw;
  Index series = 0;  ///< number of validation series
};

/// How a network was chosen, for one loss and initialisation.
struct NetworkChoice {
  std::vector<NetworkKind> candidates = {};
  std::vector<double> validation_error = {};  ///< TrainingLoss::error_of() each, as in GammaChoice; of its best γ
  std::vector<std::string> failures = {};     ///< why each could not be trained; empty if it could
  Index series = 0;                           ///< number of validation series
};

/// One training, the best of its restarts, and its errors.
struct Run {
  std::uint64_t seed = 0;
  Index restart = 0;     ///< which of the restarts, from 0
  Index epochs = 0;      ///< under this loss alone, without a Euclidean phase before it; likewise the seconds
  Index best_epoch = 0;  ///< whose weights were kept: the last, or the best by validation
  double seconds = 0;
  double train_loss = 0;  ///< mean over the training series after training, in the units that the network sees
  std::optional<ValidationErrors> validation;  ///< of the weights that were kept, where series are held out
  Distances train;                             ///< in units of the data
  ForecastErrors test;                         ///< likewise
  std::vector<EpochRecord> history;            ///< of all epochs, if asked for (TrainingLog)
  std::string failure;                         ///< why it could not be trained, where others go on (OnFailure)
  Weights theta;

  /// Whether it has been trained.
  bool is_done() const {
    return std::visit([](const auto& weights) { return weights.size() > 0; }, theta);
  }
  /// What is compared where one of several runs is chosen: DTW on the validation series or, without any, on the
  /// training series.
  double dtw_to_choose_by() const { return validation ? validation->dtw : train.dtw; }
};

/// A network, a loss with its γ, an initialisation, and the runs from each seed.
struct Setting {
  std::size_t place = 0;          ///< among the settings of its network, as planned
  std::size_t network = 0;        ///< its place among those that are compared
  std::string network_name = {};  ///< where there are several
  TrainingLoss loss;
  Init init = Init::random;
  std::optional<GammaChoice> gamma_choice = {};      ///< where the loss was given without its γ
  std::optional<NetworkChoice> network_choice = {};  ///< where the network was chosen
  std::vector<Run> runs = {};                        ///< by seed
  std::size_t chosen = 0;             ///< the run with the lowest dtw_to_choose_by(), the first of equals
  Matrix<double> test_forecast = {};  ///< of the chosen run [O·D×N], in units of the data

  const Run& chosen_run() const { return runs[chosen]; }
};

/// "softdtw(gamma=0.1), init random"; of several networks, "gru: softdtw(gamma=0.1), init random".
std::string to_text(const Setting& setting);

/// A saved model to start trainings from, and its name in messages.
struct Start {
  Model model;
  std::string path;
};

/// One network of a comparison, and how it is trained.
struct ComparisonOptions {
  std::vector<TrainingLoss> losses;
  std::vector<Init> inits{Init::random};
  std::optional<Start> start = {};  ///< where set, every run starts from it, and `inits` is ignored
  Index repeats = 1;                ///< seeds seed … seed + repeats − 1
  Index restarts = 1;               ///< trainings of each run, from as many seeds; the best one is the run
  double validation = 0;            ///< share of the training series that is held out; 0: none
  std::uint64_t seed = 0;           ///< of weights, order of examples and series held out
  double split = 0.6;               ///< share of each series that is input
  NetworkKind network = NetworkKind::mlp;
  std::vector<Index> hidden{10};       ///< units of each hidden layer, channels of each convolution
  std::string activation = "sigmoid";  ///< of an MLP; one of known_activations()
  Index kernel = 3;                    ///< steps that each convolution sees
  Scale scale = Scale::none;
  Base base = Base::none;
  std::optional<Index> season = {};  ///< of windows, in steps; unset: found (find_season())
  TrainerOptions trainer;            ///< its seed is set for each run
};

}  // namespace softwarp
