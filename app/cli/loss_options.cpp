#include "app/cli/loss_options.hpp"

#include "softwarp/alignment/cost.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

// The name of a cost, checked where costs are made; messages from there begin with the name of the option.
std::string cost_argument(const std::string& text) try {
  return make_cost<double>(text)->name();
} catch (const Error& error) {
  throw UsageError(std::string("--") + error.what());
}

}  // namespace

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

double gamma_argument(const std::string& text) { return real_argument("gamma", text, {.low = 0, .open_low = true}); }

AlignmentArguments alignment_arguments(const CommandLine& parsed) {
  AlignmentArguments given;
  if (parsed.given("band")) given.band = parsed.whole("band", 0);
  if (parsed.given("cost")) given.cost = cost_argument(parsed.text("cost"));
  if (parsed.given("alpha")) given.alpha = parsed.real("alpha", {.low = 0, .high = 1});
  return given;
}

void reject_unused(const AlignmentArguments& given, const std::string& option, bool has_alpha, bool aligns) {
  const auto reject = [&](bool is_given, const std::string& unused) {
    if (is_given)
      throw UsageError("--" + unused + ": expected a " + option + " in --" + option + " that has it, found none");
  };
  reject(given.alpha && !has_alpha, "alpha");
  reject(given.band && !aligns, "band");
  reject(given.cost && !aligns, "cost");
}

}  // namespace softwarp
