/// Losses, and what is named like them, from options: names, γ, band, cost and α.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "softwarp/alignment/alignment.hpp"
#include "softwarp/core/named_values.hpp"

namespace softwarp {

/// A γ > 0, one item of the option gamma.   Throws: OptionError naming the limit.
double gamma_argument(const NamedValues& options, const std::string& item);

/// The options band, cost and alpha, each set if it is given.
struct AlignmentArguments {
  std::optional<Index> band = {};
  std::optional<std::string> cost = {};
  std::optional<double> alpha = {};
};

/// Throws: OptionError.
AlignmentArguments alignment_arguments(const NamedValues& options);

/// The items of the option: names of entries of a registry.   Throws: OptionError.
template <class Entries>
std::vector<std::string> names_argument(const NamedValues& options, const std::string& option, const Entries& known) {
  std::vector<std::string> words, names;
  for (const auto& entry : known) words.emplace_back(entry.name);
  for (const std::string& item : options.list(option))
    names.push_back(word_argument(options.called(option), item, words));
  return names;
}

/// Rejects an argument that none of the names in the option `listed` can use.   Throws: OptionError.
void reject_unused(const NamedValues& options, const AlignmentArguments& given, const std::string& listed,
                   bool has_alpha, bool aligns);

/// Losses, methods or metrics: each name with the options that it has, once for every γ if it has one; names and γ that
/// are listed twice count once.
/// Spec is LossSpec, MethodSpec or the like; `option` is the one that lists the names; `gammas` are specs in which only
/// γ is set; `find` returns the registry's entry of a name.
/// Throws: OptionError, also for an option that none of the names has.
template <class Spec, class Find>
std::vector<Spec> specs_argument(const NamedValues& options, const std::string& option,
                                 const std::vector<std::string>& names, const std::vector<Spec>& gammas, Find find) {
  const AlignmentArguments given = alignment_arguments(options);
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
  reject_unused(options, given, option, has_alpha, aligns);
  return specs;
}

}  // namespace softwarp
