/// What the tables of average, cluster and classify have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/core/types.hpp"

namespace softwarp {

/// γ, or "-" if there is none.
inline std::string gamma_text(const std::optional<double>& gamma) { return gamma ? to_text(*gamma) : "-"; }

/// Explains the ± of over_seeds(), if there is one.
inline std::string seeds_note(Index repeats) {
  const std::string count = (interrupt_asked() ? "up to " : "") + std::to_string(repeats);
  return repeats > 1 ? "; ± is the deviation over " + count + " seeds" : "";
}

/// What to say below a table that lacks something.
inline std::string interrupted_note() {
  return interrupt_asked() ? "\nInterrupted: these are the results so far.\n" : "";
}

/// " (band 6, cost huber)": the band and the cost that the losses of a table have, unless they are the default ones.
template <class Spec>
std::string alignment_note(const std::vector<Spec>& specs) {
  std::string note;
  const auto add = [&](const std::string& text) {
    if (note.find(text) == note.npos) note += (note.empty() ? " (" : ", ") + text;
  };
  for (const Spec& spec : specs) {
    if (spec.band) add("band " + std::to_string(*spec.band));
    if (spec.cost && *spec.cost != "sqeuclidean") add("cost " + *spec.cost);
  }
  return note.empty() ? note : note + ")";
}

}  // namespace softwarp
