#include "loss_options.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "app/cli/arguments.hpp"
#include "app/cli/program.hpp"
#include "softwarp/alignment/cost.hpp"

namespace softwarp {
namespace {

// One item of --gamma, for a loss that has a γ.
struct GammaItem {
  std::optional<double> gamma;  // unset: auto
  std::optional<double> first;  // set for an annealing
};

GammaItem read_gamma(const std::string& item) {
  if (item == "auto") return {};
  const auto number = [](const std::string& text) {
    return real_argument("gamma", text, {.low = 0, .open_low = true});
  };
  const std::size_t colon = item.find(':');
  if (colon == item.npos) return {.gamma = number(item), .first = {}};
  return {.gamma = number(item.substr(colon + 1)), .first = number(item.substr(0, colon))};
}

// The options --alpha, --band and --cost, each set where it is given.
LossSpec read_loss_options(const CommandLine& parsed) {
  LossSpec given;
  if (parsed.given("alpha")) given.alpha = real_argument("alpha", parsed.text("alpha"), {.low = 0, .high = 1});
  if (parsed.given("band")) given.band = static_cast<Index>(whole_argument("band", parsed.text("band"), 0));
  if (parsed.given("cost")) {
    const auto costs = known_costs();
    given.cost = word_argument("cost", parsed.text("cost"), {costs.begin(), costs.end()});
  }
  return given;
}

// An option that would change nothing is a mistake.
void check_used(const std::vector<std::string>& names, const LossSpec& given) {
  const auto refuse_unused = [&](bool is_given, const char* option, bool LossEntry::*has) {
    const bool used = std::ranges::any_of(names, [&](const std::string& name) { return find_loss(name).*has; });
    if (is_given && !used) throw UsageError(std::string("--") + option + ": no loss of --loss has it");
  };
  refuse_unused(given.alpha.has_value(), "alpha", &LossEntry::has_alpha);
  refuse_unused(given.band.has_value(), "band", &LossEntry::aligns);
  refuse_unused(given.cost.has_value(), "cost", &LossEntry::aligns);
}

}  // namespace

std::vector<TrainingLoss> losses_argument(const CommandLine& parsed) {
  const LossSpec given = read_loss_options(parsed);
  std::vector<GammaItem> gammas;
  for (const std::string& item : list_argument("gamma", parsed.text("gamma"))) gammas.push_back(read_gamma(item));
  std::vector<std::string> known{"all"};
  for (const LossEntry& entry : known_losses()) known.emplace_back(entry.name);
  std::vector<std::string> names;
  for (const std::string& item : list_argument("loss", parsed.text("loss"))) {
    if (word_argument("loss", item, known) == "all") {
      names.insert(names.end(), {"euclidean", "softdtw"});
    } else {
      names.push_back(item);
    }
  }
  check_used(names, given);
  std::vector<TrainingLoss> losses;
  for (const std::string& name : names) {
    const LossEntry& entry = find_loss(name);
    TrainingLoss loss;
    loss.name = name;
    if (entry.has_alpha) loss.alpha = given.alpha.value_or(0.5);
    if (entry.aligns) loss.band = given.band;
    if (entry.aligns) loss.cost = given.cost.value_or("sqeuclidean");
    if (!entry.has_gamma) losses.push_back(loss);
    for (const GammaItem& item : gammas) {
      if (!entry.has_gamma) break;
      loss.gamma = item.gamma;
      loss.first_gamma = item.first;
      losses.push_back(loss);
    }
  }
  return losses;
}

}  // namespace softwarp
