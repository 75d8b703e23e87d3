#include "softwarp/loss/named_specs.hpp"

#include "softwarp/alignment/cost.hpp"

namespace softwarp {
namespace {

// The name of a cost, checked where costs are made; messages from there begin with the name of the option.
std::string cost_argument(const NamedValues& options) try {
  return make_cost<double>(options.text("cost"))->name();
} catch (const Error& error) {
  throw OptionError(options.called(error.what()));
}

}  // namespace

double gamma_argument(const NamedValues& options, const std::string& item) {
  return real_argument(options.called("gamma"), item, {.low = 0, .open_low = true});
}

AlignmentArguments alignment_arguments(const NamedValues& options) {
  AlignmentArguments given;
  if (options.given("band")) given.band = options.whole("band", 0);
  if (options.given("cost")) given.cost = cost_argument(options);
  if (options.given("alpha")) given.alpha = options.real("alpha", {.low = 0, .high = 1});
  return given;
}

void reject_unused(const NamedValues& options, const AlignmentArguments& given, const std::string& listed,
                   bool has_alpha, bool aligns) {
  const auto reject = [&](bool is_given, const std::string& unused) {
    if (is_given)
      throw OptionError(options.called(unused) + ": expected a " + listed + " in " + options.called(listed) +
                        " that has it, found none");
  };
  reject(given.alpha && !has_alpha, "alpha");
  reject(given.band && !aligns, "band");
  reject(given.cost && !aligns, "cost");
}

}  // namespace softwarp
