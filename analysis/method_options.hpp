/// The options that average and cluster share: ways to average, and what they minimise.
#pragma once

#include <string>
#include <vector>

#include "app/cli/command_line.hpp"
#include "softwarp/averaging/registry.hpp"

namespace softwarp {

/// --method, --gamma, --band, --cost, --alpha, --normalise and --plot.
std::vector<OptionSpec> method_options();

/// The methods of --method, each with every γ of --gamma if it has one.   Throws: UsageError, OptionError.
std::vector<MethodSpec> methods_argument(const CommandLine& parsed);

/// The numbers of --weights, or of one of its lists: as real_list_argument(), and their sum is > 0 and finite.
std::vector<double> weights_argument(const std::string& text, const Range& range);

/// Whether --normalise divides the loss of each series by its length.   Throws: UsageError, OptionError.
bool per_step_argument(const CommandLine& parsed);

/// The value of --normalise for JSON, and its note for a sentence on the objective.
std::string normalise_text(bool per_step);
std::string normalise_note(bool per_step);

}  // namespace softwarp
