/// The options --gamma, --band, --cost and --alpha, as every program that aligns takes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/arguments.hpp"
#include "app/cli/command_line.hpp"
#include "softwarp/alignment/alignment.hpp"
#include "softwarp/core/joined.hpp"

namespace softwarp {

/// The unit and the limit of γ for --help.   `data`: whose squared units they are.
std::string gamma_help(const std::string& data = "the data");

/// The options for --help.   `who`: what has a band and a cost, such as "every loss but euclidean".
OptionSpec band_option(const std::string& who);
OptionSpec cost_option(const std::string& who);
OptionSpec alpha_option();

/// A γ > 0.   Throws: UsageError naming the limit.
double gamma_argument(const std::string& text);

/// --band, --cost and --alpha, each set if it is given.
struct AlignmentArguments {
  std::optional<Index> band = {};
  std::optional<std::string> cost = {};
  std::optional<double> alpha = {};
};

/// Throws: UsageError.
AlignmentArguments alignment_arguments(const CommandLine& parsed);

/// The items of --`option`: names of entries of a registry.   Throws: UsageError.
template <class Entries>
std::vector<std::string> names_argument(const CommandLine& parsed, const std::string& option, const Entries& known) {
  std::vector<std::string> words, names;
  for (const auto& entry : known) words.emplace_back(entry.name);
  for (const std::string& item : parsed.list(option)) names.push_back(word_argument(option, item, words));
  return names;
}

/// The names of a registry for --help.
template <class Entries>
std::string names_help(const Entries& known) {
  return joined(known, ", ", [](const auto& entry) { return entry.name; });
}

/// Rejects an argument that none of the listed names can use.   Throws: UsageError.
void reject_unused(const AlignmentArguments& given, const std::string& option, bool has_alpha, bool aligns);

/// Losses, methods or metrics: each name with the options that it has, once for every γ if it has one; names and γ that
/// are listed twice count once.
/// Spec is LossSpec, MethodSpec or the like; `option` is the one that lists the names; `gammas` are specs in which only
/// γ is set; `find` returns the registry's entry of a name.
/// Throws: UsageError, also for an option that none of the names has.
template <class Spec, class Find>
std::vector<Spec> specs_argument(const CommandLine& parsed, const std::string& option,
                                 const std::vector<std::string>& names, const std::vector<Spec>& gammas, Find find) {
  const AlignmentArguments given = alignment_arguments(parsed);
  const std::vector<Spec> each_gamma = distinct(gammas), no_gamma(1);
  std::vector<Spec> specs;
  bool has_alpha = false, aligns = false;
  for (const std::string& name : distinct(names)) {
    const auto& entry = find(name);
    has_alpha = has_alpha || entry.has_alpha;
    aligns = aligns || entry.aligns;
    for (Spec spec : entry.has_gamma ? each_gamma : no_gamma) {
      spec.name = name;
      if (entry.has_alpha) spec.alpha = given.alpha.value_or(kDefaultAlpha);
      if (entry.aligns) spec.band = given.band;
      if (entry.aligns) spec.cost = given.cost.value_or("sqeuclidean");
      specs.push_back(spec);
    }
  }
  reject_unused(given, option, has_alpha, aligns);
  return specs;
}

}  // namespace softwarp
