/// How a file with a row a moment was understood, for the user.
#pragma once

#include <string>

#include "softwarp/data/long_series.hpp"

namespace softwarp {

/// Two lines with a line end between them: what was taken as time, targets, covariates and series; what is missing, was
/// left out or is written in an unusual way.
std::string reading_in_words(const LongSeriesSet& set);

}  // namespace softwarp
