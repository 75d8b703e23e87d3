/// Networks and their trainings from options: the one place that knows what each of these options means.
#pragma once

#include <string>
#include <vector>

#include "softwarp/comparison/comparison.hpp"
#include "softwarp/core/named_values.hpp"

namespace softwarp {

/// What the networks learn from. Of windows, `default` is the preset `windows`, and `validation` may be a number of
/// steps, which whoever divides their time turns into a share.
enum class ExampleKind { series, windows };

/// The preset whose values apply.   Throws: OptionError.
std::string preset_name(const NamedValues& options, ExampleKind examples);

/// What the preset sets for the networks that `options` name; of several, only what all have in common.
/// Throws: OptionError.
OptionValues values_of_preset(const NamedValues& options, ExampleKind examples);

/// Networks to train, and which of them.
struct NamedNetworks {
  std::vector<ComparisonOptions> networks;
  Selection selection = Selection::all;
};

/// The networks of the option network, each with the other options: loss, gamma, band, cost, alpha, init, repeats,
/// restarts, seed, hidden, activation, kernel, optimizer, learning-rate, schedule, warm-up, weight-decay, clip,
/// teacher-forcing, momentum, epochs, batch-size, validation, monitor, patience, scale and base. Those that are not
/// given have the value of the preset, or of common_values(). All others are left to the caller.
/// Throws: OptionError.
NamedNetworks read_networks(const NamedValues& options, ExampleKind examples);

/// The names of these options, and `preset`.
std::vector<std::string> network_option_names();

}  // namespace softwarp
