/// What a comparison trains.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "softwarp/comparison/setting.hpp"
#include "softwarp/model/model_file.hpp"
#include "softwarp/training/trainer.hpp"

namespace softwarp {

/// A saved model to start trainings from, and its name in messages.
struct Start {
  Model model;
  std::string path;
};

struct ComparisonOptions {
  std::vector<TrainingLoss> losses;
  std::vector<Init> inits{Init::random};
  std::optional<Start> start = {};  ///< where set, every run starts from it, and `inits` is ignored
  Index repeats = 1;                ///< seeds seed … seed + repeats − 1
  Index restarts = 1;               ///< trainings of each run, from as many seeds; the best one is the run
  double validation = 0;            ///< share of the training series that is held out; 0: none
  std::uint64_t seed = 0;           ///< of weights, order of examples and series held out
  double split = 0.6;               ///< share of each series that is input
  std::vector<Index> hidden{10};
  std::string activation = "sigmoid";  ///< one of known_activations()
  bool z_normalise = false;
  TrainerOptions trainer;  ///< its seed is set for each run
};

/// The settings of a comparison, by loss, then initialisation; their runs have seeds and nothing else. The Euclidean loss
/// under Euclidean initialisation is the Euclidean network itself: it is listed once, as `random`.
std::vector<Setting> planned_settings(const ComparisonOptions& options);

/// The Euclidean networks that some settings start from, where none of the settings is these networks.
std::optional<Setting> unlisted_start(const std::vector<Setting>& settings);

/// How many trainings train_all() makes of these settings.
Index planned_trainings(const std::vector<Setting>& settings, Index restarts);

}  // namespace softwarp
