/// What train prints: the tables, and what they mean in words.
#pragma once

#include <string>
#include <vector>

#include "app/report/table.hpp"
#include "options.hpp"
#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

/// The data and their shape in words, and what the errors mean; for the table and the page.
std::string data_in_words(const Comparison& comparison);
std::string errors_in_words(const Comparison& comparison);

/// "series", or "windows" of long series: what is learnt from, held out and tested on.
std::string examples_in_words(const Comparison& comparison);

/// What a γ of 1 means in units of the data; empty where γ is in these units anyway.
std::string gamma_in_words(const Comparison& comparison);

/// A line for each network that was to be tried and could not be trained, and for each setting that is worse than a naive forecast by more than the deviation over the seeds, in the error
/// that its loss stands for: Euclidean for the Euclidean loss, DTW for the others.
std::vector<std::string> warnings(const Comparison& comparison);

/// γ as a table shows it: "-" where there is none, "1:0.01" for an annealing, "0.1*" where it was chosen.
std::string gamma_text(const Setting& setting);

/// Whether a setting's network has to be named: one of several, or the one that was chosen.
bool names_networks(const Comparison& comparison);

/// What tells settings apart, as the first columns of a table.
std::vector<std::string> setting_header(const Comparison& comparison);
std::vector<std::string> setting_cells(const Comparison& comparison, const Setting& setting);

/// The chosen run: "softdtw(gamma=0.1), init random, seed 0".
std::string chosen_in_words(const Comparison& comparison);

/// The same as a sentence. If there are several runs, it says how this one was chosen and, on a second line, how far
/// that can be trusted.
std::string choice_in_words(const Comparison& comparison);

/// One row per setting, mean ± deviation over the seeds, and the baselines.
Table result_table(const Comparison& comparison);

/// Likewise for windows of long series: errors of their values, and these at some steps of the horizon.
Table value_table(const Comparison& comparison);
Table step_table(const Comparison& comparison);
std::string values_in_words(const Comparison& comparison);

/// The data in a few words, the table, and which run was saved.
std::string table_report(const Comparison& comparison, const TrainOptions& options);

}  // namespace softwarp
