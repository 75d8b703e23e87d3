/// What train prints: the table for people, the JSON for programs.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/report/table.hpp"
#include "options.hpp"
#include "softwarp/comparison/comparison.hpp"

namespace softwarp {

/// The same words wherever people read them: a loss ("softdtw, gamma 0.1"), a run but for its seed ("softdtw, gamma 0.1,
/// init random"), the data and shape, what the errors are.
std::string in_words(const TrainingLoss& loss);
std::string in_words(const Run& run);
std::string data_in_words(const TrainTest& data, const Comparison& result);
std::string errors_in_words(const ComparisonOptions& options);

/// γ as a table shows it: "-" where there is none, "1:0.01" of an annealing, "0.1*" where it was chosen.
std::string gamma_text(const Run& run);

/// Which run chosen_run() is, and why.
std::string choice_in_words(const Comparison& result);

/// How γ was chosen; empty where it was not.
std::string gamma_choice_in_words(const Comparison& result);

/// The runs of each setting (loss, γ and initialisation): those of its seeds.
std::vector<std::span<const Run>> settings(const Comparison& result, const ComparisonOptions& options);

/// One row for each setting, mean ± deviation over the seeds, and the baselines.
Table result_table(const Comparison& result, const ComparisonOptions& options);

/// The data and shape in a few words, then one row for each loss, γ and initialisation, mean ± deviation over the
/// seeds, and the baselines.
std::string table_report(const TrainTest& data, const TrainOptions& options, const Comparison& result);

/// Every run, with data and options, as JSON text.   The object's fields: docs/programs.md.
std::string json_report(const TrainTest& data, const TrainOptions& options, const Comparison& result);

}  // namespace softwarp
