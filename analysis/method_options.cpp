#include "method_options.hpp"

#include <cmath>
#include <numeric>

#include "app/cli/loss_options.hpp"
#include "app/cli/program.hpp"
#include "softwarp/loss/named_specs.hpp"

namespace softwarp {

std::vector<OptionSpec> method_options() {
  const std::string who = "every method but mean";
  return {{"method", "LIST", "Comma-separated list of ways to average: " + names_help(known_averagers()), "softdtw"},
          {"gamma", "LIST", "Comma-separated list of smoothing strengths, " + gamma_help(), "1"},
          band_option(who),
          cost_option(who + ", for dba one of the first two"),
          alpha_option(),
          {"normalise", "BY",
           "none | length: minimise the weighted sum of the losses as they are, or each divided by the length of its "
           "series",
           "none"},
          {"plot", "FILE", "Draw the result into FILE: .svg, .png or .pdf; needs gnuplot"}};
}

std::vector<MethodSpec> methods_argument(const CommandLine& parsed) {
  std::vector<MethodSpec> gammas;
  for (const std::string& item : parsed.list("gamma")) gammas.push_back({.gamma = gamma_argument(parsed, item)});
  auto methods =
      specs_argument(parsed, "method", names_argument(parsed, "method", known_averagers()), gammas, find_averager);
  for (const MethodSpec& method : methods) try_arguments([&] { make_averager<double>(method); });
  return methods;
}

std::vector<double> weights_argument(const std::string& text, const Range& range) {
  std::vector<double> weights = real_list_argument("--weights", text, range);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (sum == 0) throw UsageError("--weights: expected a weight > 0, found only 0");
  if (!std::isfinite(sum)) throw UsageError("--weights: expected numbers that have a sum, found larger ones");
  return weights;
}

bool per_step_argument(const CommandLine& parsed) { return parsed.word("normalise", {"none", "length"}) == "length"; }

std::string normalise_text(bool per_step) { return per_step ? "length" : "none"; }
std::string normalise_note(bool per_step) { return per_step ? ", divided by the length of each series" : ""; }

}  // namespace softwarp
