/// The options --gamma, --band, --cost and --alpha for --help, as every program that aligns has them. What their values
/// mean: softwarp/loss/named_specs.hpp.
#pragma once

#include <string>

#include "app/cli/command_line.hpp"
#include "softwarp/core/joined.hpp"

namespace softwarp {

/// The unit and the limit of γ.   `data`: whose squared units they are.
std::string gamma_help(const std::string& data = "the data");

/// `who`: what has a band and a cost, such as "every loss but euclidean".
OptionSpec band_option(const std::string& who);
OptionSpec cost_option(const std::string& who);
OptionSpec alpha_option();

/// The names of a registry.
template <class Entries>
std::string names_help(const Entries& known) {
  return joined(known, ", ", [](const auto& entry) { return entry.name; });
}

}  // namespace softwarp
