#include "distances_arguments.hpp"

#include "app/cli/loss_options.hpp"
#include "app/cli/program.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/loss/named_specs.hpp"
#include "softwarp/loss/registry.hpp"

namespace softwarp {
namespace {

LossSpec metric_argument(const CommandLine& parsed) {
  LossSpec gamma;
  gamma.gamma = gamma_argument(parsed, parsed.text("gamma"));
  const std::vector<std::string> names = names_argument(parsed, "metric", known_losses());
  if (names.size() > 1) throw UsageError("--metric: expected one name, found " + std::to_string(names.size()));
  const LossSpec metric = specs_argument(parsed, "metric", names, std::vector{gamma}, find_loss).front();
  try_arguments([&] { make_loss<double>(metric); });
  return metric;
}

Share share_argument(const std::string& text) {
  const auto wrong = [&] { return UsageError("--block: expected I/N, such as 2/8, found " + in_quotes(text)); };
  const std::size_t slash = text.find('/');
  if (slash == text.npos) throw wrong();
  Share share;
  try {
    share.of = whole_argument("--block", text.substr(slash + 1), 1, 100'000);
    share.number = whole_argument("--block", text.substr(0, slash), 1, share.of);
  } catch (const OptionError&) {
    throw wrong();
  }
  return share;
}

}  // namespace

CommandSpec distances_command() {
  CommandSpec spec{"distances",
                   "Compares all series of a collection with each other, or with those of a second one, under one "
                   "metric, and writes\n"
                   "the matrix, or the nearest series of each, into a file. The file grows under the name FILE.part "
                   "and gets its own\n"
                   "when it is whole: after an interruption, the same command goes on. Series are counted from 0.\n"};
  const std::string who = "every metric but euclidean";
  spec.groups.push_back(
      {"Distances",
       {{"metric", "NAME", "One of " + names_help(known_losses()), "softdtw"},
        {"gamma", "G", "Smoothing strength, " + gamma_help(), "1"},
        band_option(who),
        cost_option(who),
        alpha_option(),
        {"data2", "PATH|NAME",
         "A second collection, read as that of --data: compare each series of --data with each of it"},
        {"nearest", "K",
         "Keep the K nearest series of each alone, a series itself aside where there is one collection; >= 1. Series "
         "that a lower bound excludes are not compared"},
        {"block", "I/N",
         "Compute share I of N of the work; the N commands may run at the same time, anywhere with the same FILE, and "
         "the "
         "last one to end makes it whole (default: 1/1)"},
        {"output", "FILE.npy",
         ".npy: an array, a row for each series of --data, 4 or 8 bytes a number as --precision says; with --nearest "
         "its "
         "items have an index and a distance, of 8 bytes each. .csv: the same as text"}}});
  add_common_options(spec, DataUse::one_set);
  return spec;
}

DistancesArguments distances_arguments(const CommandLine& parsed) {
  DistancesArguments options;
  options.common = common_options(parsed);
  options.metric = metric_argument(parsed);
  options.other = parsed.value("data2");
  if (options.other == "-" && options.common.data == "-")
    throw UsageError("--data2: expected a file or a name, found -, which --data reads");
  if (parsed.given("nearest")) options.nearest = parsed.whole("nearest", 1, 1'000'000);
  if (parsed.given("block")) options.share = share_argument(parsed.text("block"));
  if (!parsed.given("output")) throw UsageError("--output: expected a file to write, found none");
  options.output = parsed.text("output");
  options.as_text = options.output.ends_with(".csv");
  if (!options.as_text && !options.output.ends_with(".npy"))
    throw UsageError("--output: expected a name that ends in .npy or .csv, found " + in_quotes(options.output));
  return options;
}

}  // namespace softwarp
