#include "app/cli/loss_options.hpp"

#include "softwarp/alignment/alignment.hpp"
#include "softwarp/alignment/cost.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {

std::string gamma_help(const std::string& data) {
  return "in units of the cost, by default squared units of " + data + "; > 0";
}

OptionSpec band_option(const std::string& who) {
  return {"band", "RADIUS", "Radius of a Sakoe-Chiba band, in steps, for " + who + "; >= 0 (default: no band)"};
}

OptionSpec cost_option(const std::string& who) {
  return {"cost", "NAME",
          joined(known_costs(), " | ") + ": cost of matching two steps, for " + who +
              "; huber:DELTA turns from quadratic to linear at DELTA > 0, in units of the series, huber alone at 1 "
              "(default: sqeuclidean)"};
}

OptionSpec alpha_option() {
  return {
      "alpha", "A",
      "dilate: weight of the shape, 1 - A is that of the time; 0 <= A <= 1 (default: " + to_text(kDefaultAlpha) + ")"};
}

}  // namespace softwarp
