/// The options that the programs over averages share: ways to average, γ, iterations, pictures.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/cli/common_options.hpp"
#include "softwarp/averaging/averager.hpp"

namespace softwarp {

/// --method, --gamma and --plot.
std::vector<OptionSpec> method_options(const std::string& default_gamma);

/// The methods of --method, each with every γ of --gamma where it has one.   Throws: UsageError.
std::vector<LossSpec> methods_argument(const CommandLine& parsed);

/// "softdtw, gamma = 0.1" or "dba".
std::string title_of(const LossSpec& method);

/// γ as a table shows it, "-" where there is none.
std::string gamma_text(const LossSpec& method);

/// Mean DTW of x to each series, as all programs report it.   Units: signal²: no root, no division by the length.
double mean_dtw(const Vector<double>& x, const Batch<double>& series);

}  // namespace softwarp
