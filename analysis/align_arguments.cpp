#include "align_arguments.hpp"

#include "align_report.hpp"
#include "app/cli/loss_options.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/loss/named_specs.hpp"

namespace softwarp {
namespace {

LossSpec loss_argument(const CommandLine& parsed) {
  const AlignmentArguments given = alignment_arguments(parsed);
  LossSpec loss{.name = "softdtw", .band = given.band, .cost = given.cost.value_or("sqeuclidean")};
  const std::string gamma = parsed.text("gamma");
  if (parse_double(gamma) == 0)
    loss.name = "dtw";
  else
    loss.gamma = gamma_argument(parsed, gamma);
  return loss;
}

}  // namespace

CommandSpec align_command() {
  CommandSpec spec{
      "align",
      "Aligns two series, given as rows of values without a label: the first rows of A and B, or the first two of A;\n"
      "a file with one value in each row is one series, and - is standard input. Prints soft-DTW and its divergence,\n"
      "DTW, the entropy of the alignments, and the temporal distortion of the best one; with --gamma 0, DTW and its\n"
      "path. Everything is computed in double and nothing is random, so --precision and --seed have no effect.\n"};
  spec.usage = "[options] A [B]";
  spec.groups.push_back(
      {"Alignment",
       {{"gamma", "G", "Smoothing strength, " + gamma_help() + "; or 0: only the best alignment", "1"},
        band_option("every row but plain DTW"),
        cost_option("every row but plain DTW"),
        {"matrices", "",
         "Also show every number of both recursions: costs, r, the weights of the three ways into a cell, E, and the "
         "gradients dx and dy; of series of at most " +
             std::to_string(kMostInTables) + " steps"},
        {"plot", "FILE",
         "Draw the expected alignment, for gamma 0 the best one, with both series into FILE: .svg, .png or .pdf; with "
         "--matrices, costs, r, weights and E as maps; needs gnuplot"}}});
  spec.takes_words = true;
  add_common_options(spec, DataUse::no_set);
  return spec;
}

AlignArguments align_arguments(const CommandLine& parsed) {
  AlignArguments options;
  options.common = common_options(parsed);
  options.loss = loss_argument(parsed);
  options.matrices = parsed.flag("matrices");
  options.plot = plot_argument(parsed);
  options.files = parsed.words();
  return options;
}

}  // namespace softwarp
