/// classify: the nearest centroid or neighbour under each loss.
#include "classify_runs.hpp"

#include "app/cli/arguments.hpp"
#include "app/cli/program.hpp"
#include "app/report/json_report.hpp"
#include "app/report/table.hpp"
#include "method_options.hpp"
#include "softwarp/averaging/validation.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/output_file.hpp"
#include "softwarp/data/series_batch.hpp"

using namespace softwarp;
using nlohmann::ordered_json;

namespace {

struct Options {
  CommonOptions common;
  ClassifyOptions classify;
  std::string method, protocol;
  std::vector<LossSpec> metrics;  // without γ where it is to be chosen
  bool choose = false;
  Index repeats = 1;
};

CommandSpec declare() {
  CommandSpec spec{"classify",
                   "Classifies the test series by the nearest centroid (one average per class) or the nearest "
                   "training series, under each\nmetric and gamma that is listed.\n"};
  std::string names;
  for (const LossEntry& loss : known_losses()) names += (names.empty() ? "" : ", ") + std::string(loss.name);
  spec.groups.push_back(
      {"Classification",
       {{"method", "NAME", "centroid | 1nn: compare with one average per class, or with every training series",
         "centroid"},
        {"metric", "LIST", "Comma list of " + names, "softdtw"},
        {"gamma", "LIST",
         "Comma list of smoothing, in squared units of the data; > 0; or auto: of 15 from 0.001 to 10 the one that "
         "validates best on training data",
         "1"},
        {"protocol", "NAME",
         "archive | paper: the archive's training and test set, or both together, shuffled: 50 % train, 25 % choose "
         "gamma, 25 % test",
         "archive"},
        {"splits", "N", "Random divisions 2/3 : 1/3 of the training set that auto judges by (archive); >= 1", "5"},
        {"iterations", "N", "Of an average, at most; >= 1", "100"},
        {"tolerance", "E", "End an average with an iteration that lowers its objective by at most this share; >= 0",
         "1e-05"},
        {"repeats", "R", "Runs with seeds N ... N+R-1, other divisions each; >= 1", "1"}}});
  add_common_options(spec);
  return spec;
}

std::optional<Options> parse(int argc, const char* const* argv) {
  const CommandSpec spec = declare();
  const auto answer = parse_command_line(spec, argc, argv);
  if (!answer) return std::nullopt;
  const CommandLine& parsed = *answer;
  const auto text = [&](const char* option) { return parsed.text(option); };
  const auto whole = [&](const char* option, long long high) { return whole_argument(option, text(option), 1, high); };

  Options options;
  options.common = common_options(parsed);
  options.method = word_argument("method", text("method"), {"centroid", "1nn"});
  options.protocol = word_argument("protocol", text("protocol"), {"archive", "paper"});
  options.choose = text("gamma") == "auto";
  std::vector<std::string> known, names;
  for (const LossEntry& loss : known_losses()) known.emplace_back(loss.name);
  for (const std::string& item : list_argument("metric", text("metric")))
    names.push_back(word_argument("metric", item, known));
  if (options.choose) {
    for (const std::string& name : names) options.metrics.push_back({name, std::nullopt});
  } else {
    options.metrics = with_gammas(names, real_list_argument("gamma", text("gamma"), {.low = 0, .open_low = true}),
                                  [](const std::string& name) { return find_loss(name).has_gamma; });
  }
  ClassifyOptions& classify = options.classify;
  classify.method = options.method == "1nn" ? ClassifyMethod::nearest_neighbour : ClassifyMethod::centroid;
  classify.protocol = options.protocol == "paper" ? Protocol::paper : Protocol::archive;
  classify.candidates = log_spaced(1e-3, 10, 15);
  classify.splits = static_cast<Index>(whole("splits", 1'000'000));
  classify.averaging.iterations = static_cast<int>(whole("iterations", 1'000'000'000));
  classify.averaging.tolerance = real_argument("tolerance", text("tolerance"), {.low = 0});
  options.repeats = static_cast<Index>(whole("repeats", 1'000'000));
  return options;
}

bool must_choose(const Options& options, const LossSpec& metric) {
  return options.choose && find_loss(metric.name).has_gamma;
}

std::string percent(const std::vector<double>& shares) {
  std::vector<double> numbers;
  for (const double share : shares) numbers.push_back(100 * share);
  return mean_and_deviation(numbers);
}

std::string confusion_table(const std::vector<std::string>& names, const ClassifyRun& run) {
  std::vector<std::string> header{"true \\ predicted"};
  header.insert(header.end(), names.begin(), names.end());
  Table table(header);
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::vector<std::string> row{names[i]};
    for (const double count : run.confusion.row(static_cast<Index>(i))) row.push_back(rounded(count, 1));
    table.add(row);
  }
  return table.text();
}

std::string table_report(const Options& options, const TrainTest& data, const std::vector<std::string>& names,
                         const std::vector<ClassifyRun>& runs) {
  const auto repeats = static_cast<std::size_t>(options.repeats);
  std::string text = data.train.name + ": " + std::to_string(data.train.count()) + " training and " +
                     std::to_string(data.test.count()) + " test series of " + std::to_string(names.size()) +
                     " classes" + (options.protocol == "paper" ? ", put together and divided again 50 : 25 : 25" : "") +
                     ".\n";
  text += std::string("Accuracy in %") +
          (options.method == "1nn" ? "; of the training series when each is left out" : "") +
          (repeats > 1 ? "; ± is the deviation over " + std::to_string(repeats) + " seeds" : "") + ".\n\n";
  Table table({"method", "metric", "gamma", "training", "test"});
  for (std::size_t first = 0; first < runs.size(); first += repeats) {
    std::vector<double> train, test;
    for (std::size_t k = first; k < std::min(first + repeats, runs.size()); ++k) {
      train.push_back(runs[k].train_accuracy);
      test.push_back(runs[k].test_accuracy);
    }
    const ClassifyRun& run = runs[first];
    const bool varies = run.chosen && repeats > 1;
    table.add({options.method, run.metric.name,
               varies                           ? "auto"
               : run.chosen && run.metric.gamma ? rounded(*run.metric.gamma, 3) + " (auto)"
                                                : gamma_text(run.metric),
               percent(train), percent(test)});
  }
  text += table.text();
  if (runs.size() == 1) text += "\n" + confusion_table(names, runs[0]);
  return text;
}

std::string json_report(const Options& options, const TrainTest& data, const std::vector<std::string>& names,
                        const std::vector<ClassifyRun>& runs) {
  const ClassifyOptions& classify = options.classify;
  ordered_json report = json_header("classify");
  report["data"] = {{"name", data.train.name},   {"train", data.train.count()},
                    {"test", data.test.count()}, {"length", std::max(data.train.longest(), data.test.longest())},
                    {"dims", data.train.dims},   {"classes", names}};
  report["options"] = {{"protocol", options.protocol},
                       {"splits", classify.splits},
                       {"iterations", classify.averaging.iterations},
                       {"tolerance", classify.averaging.tolerance},
                       {"seed", options.common.seed},
                       {"repeats", options.repeats},
                       {"precision", to_text(options.common.precision)}};
  report["interrupted"] = interrupt_asked();
  report["runs"] = ordered_json::array();
  for (const ClassifyRun& run : runs) {
    std::vector<std::vector<long>> confusion;
    for (const auto& row : run.confusion.rowwise()) {
      confusion.emplace_back();
      for (const double count : row) confusion.back().push_back(std::lround(count));
    }
    report["runs"].push_back({{"method", options.method},
                              {"metric", run.metric.name},
                              {"gamma", json_or_null(run.metric.gamma)},
                              {"seed", run.seed},
                              {"train_accuracy", run.train_accuracy},
                              {"test_accuracy", run.test_accuracy},
                              {"confusion", confusion}});
  }
  return json_text(with_single_run(std::move(report)));
}

void run(const Options& options) {
  std::optional<OutputFile> json;  // opened first: a path that cannot be written is found before the work
  if (options.common.json) json.emplace(*options.common.json);

  const TrainTest data = load_data(options.common);
  const std::vector<std::string> names = class_names({&data.train, &data.test});
  if (names.front().empty()) throw Error(data.train.name + ": expected class labels, found none; see --labels");
  if (data.train.dims != data.test.dims) {
    throw Error(data.test.name + ": expected " + std::to_string(data.train.dims) +
                " dimensions as in the training set, found " + std::to_string(data.test.dims));
  }
  long fits = 0;
  for (const LossSpec& metric : options.metrics)
    fits += static_cast<long>(planned_fits(options.classify, must_choose(options, metric)) * options.repeats);
  Progress progress("classifying", "trainings", fits, options.common.progress);
  ClassifyOptions classify_options = options.classify;
  classify_options.averaging.keep_going = [] {
    check_interrupt();
    return true;
  };
  classify_options.on_fit = [&] { progress.tick(); };

  std::vector<ClassifyRun> runs;
  try {
    for (const LossSpec& metric : options.metrics) {
      for (Index r = 0; r < options.repeats; ++r) {
        const std::uint64_t seed = options.common.seed + static_cast<std::uint64_t>(r);
        const bool choose = must_choose(options, metric);
        runs.push_back(options.common.precision == Precision::single_precision
                           ? classify<float>(data, names, metric, choose, seed, classify_options)
                           : classify<double>(data, names, metric, choose, seed, classify_options));
      }
    }
  } catch (const Interrupted&) {
    if (runs.empty()) throw;  // else what is done is told
  }
  progress.finish();

  if (!json || !json->is_stdout()) OutputFile("-").commit(table_report(options, data, names, runs));
  if (json) json->commit(json_report(options, data, names, runs));
  check_interrupt();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program("classify", [&] {
    if (const auto options = parse(argc, argv)) run(*options);
  });
}
