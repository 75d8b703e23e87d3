#include "classify_arguments.hpp"

#include "app/cli/loss_options.hpp"
#include "app/cli/program.hpp"
#include "softwarp/averaging/classifier.hpp"
#include "softwarp/loss/named_specs.hpp"
#include "validation.hpp"

namespace softwarp {
namespace {

std::vector<LossSpec> metrics_argument(const CommandLine& parsed, ClassifyMethod method) {
  std::vector<LossSpec> gammas;  // without one for auto
  for (const std::string& item : parsed.list("gamma")) {
    gammas.emplace_back();
    if (item != "auto") gammas.back().gamma = gamma_argument(parsed, item);
  }
  auto metrics = specs_argument(parsed, "metric", names_argument(parsed, "metric", known_losses()), gammas, find_loss);
  for (const LossSpec& metric : metrics) {
    if (method != ClassifyMethod::centroid || must_choose(metric)) continue;
    try_arguments([&] { make_averager<double>(centroid_method(metric)); });
  }
  return metrics;
}

}  // namespace

CommandSpec classify_command() {
  CommandSpec spec{"classify",
                   "Classifies the test series by the nearest centroid (one average per class) or the nearest training "
                   "series, under each\nmetric and gamma that is listed.\n"};
  const std::string who = "every metric but euclidean";
  spec.groups.push_back(
      {"Classification",
       {{"method", "NAME", "centroid | 1nn: compare with one average per class, or with every training series",
         "centroid"},
        {"metric", "LIST", "Comma-separated list of " + names_help(known_losses()), "softdtw"},
        {"gamma", "LIST",
         "Comma-separated list of smoothing strengths, " + gamma_help() +
             "; auto chooses among 15 values from 0.001 to 10 times the variance of the series by validation on "
             "training "
             "series",
         "1"},
        band_option(who),
        cost_option(who + ", for centroids under dtw one of the first two"),
        alpha_option(),
        {"protocol", "NAME",
         "archive | paper: the archive's training and test set, or both together, shuffled: 50 % train, 25 % choose "
         "gamma, 25 % test",
         "archive"},
        {"splits", "N",
         "Random divisions of the training set, 2/3 : 1/3, by which auto chooses under --protocol archive; >= 1", "5"},
        {"iterations", "N", "Iterations of an average at most; >= 1", "100"},
        {"tolerance", "E", "End an average after an iteration that lowers its objective by at most this share; >= 0",
         "1e-05"},
        {"repeats", "R", "Runs with seeds N to N+R-1, each with its own divisions; >= 1", "1"}}});
  add_common_options(spec);
  return spec;
}

ClassifyArguments classify_arguments(const CommandLine& parsed) {
  ClassifyArguments options;
  options.common = common_options(parsed);
  ClassifyOptions& classify = options.classify;
  const bool neighbour = parsed.word("method", {"centroid", "1nn"}) == "1nn";
  classify.method = neighbour ? ClassifyMethod::nearest_neighbour : ClassifyMethod::centroid;
  const bool paper = parsed.word("protocol", {"archive", "paper"}) == "paper";
  classify.protocol = paper ? Protocol::paper : Protocol::archive;
  classify.metrics = metrics_argument(parsed, classify.method);
  classify.candidates = log_spaced(1e-3, 10, 15);
  classify.splits = parsed.whole("splits", 1, 1'000'000);
  classify.averaging.iterations = static_cast<int>(parsed.whole("iterations", 1, 1'000'000'000));
  classify.averaging.tolerance = parsed.real("tolerance", {.low = 0});
  classify.repeats = parsed.whole("repeats", 1, 1'000'000);
  classify.seed = options.common.seed;
  return options;
}

}  // namespace softwarp
