/// What was chosen on held-out training series, for people.
#pragma once

#include <string>
#include <vector>

#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

/// How γ was chosen; empty where it was not.
std::string gamma_choice_in_words(const Comparison& comparison);

/// How the networks were chosen, a line for each setting with the margin; empty where they were not.
std::string network_choice_in_words(const Comparison& comparison);

/// The networks that could not be chosen, and why.
std::vector<std::string> networks_left_out(const Comparison& comparison);

}  // namespace softwarp
