#include "fuzz/targets.hpp"

#include <cmath>
#include <map>
#include <sstream>
#include <utility>

#include "app/cli/common_options.hpp"
#include "app/cli/config.hpp"
#include "fuzz/contract.hpp"
#include "fuzz/end_to_end.hpp"
#include "fuzz/structure.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/data/long_series.hpp"
#include "softwarp/data/reader.hpp"
#include "softwarp/data/reading_in_words.hpp"
#include "softwarp/model/model_file.hpp"
#include "softwarp/training/checkpoint_file.hpp"

namespace softwarp {
namespace {

// The size decides how the bytes are read, once an input: the reader's buffer of 48 MiB costs the sanitizer more than
// all the rest.
bool reads_series(std::string_view bytes) {
  const char* name = bytes.starts_with("#") ? "fuzz.ts" : "fuzz.csv";
  ReadOptions options;
  const std::size_t how = bytes.size() % 8;
  if (how == 2 || how == 3) options.dims = 3;
  if (how == 5) options.labels = "2";
  if (how == 6) options.labels = "none";
  options.join_steps = how == 6;
  return accepted([&] {
    std::istringstream in{std::string(bytes)};
    const SeriesSet set = read_series(in, name, options);
    require(set.count() > 0 && set.dims == options.dims.value_or(set.dims));
    require_one_line(set.reading);
    for (const Series& series : set.series) {
      require(series.values.rows() == set.dims && series.length() > 0);
      require(!series.values.array().isInf().any());
    }
  });
}

// A series as a file that spells out every step.
std::string written(const LongSeriesSet& set, const LongSeries& series) {
  std::string text = "when";
  for (std::size_t c = 0; c < set.columns.size(); ++c) text += ",value_" + std::to_string(c);
  for (Index t = 0; t < series.length(); ++t) {
    text += '\n' + set.clock.text(series.first + t);
    for (const double value : series.values.col(t)) text += ',' + (std::isnan(value) ? "" : to_text(value));
  }
  return text + '\n';
}

bool reads_long_series(std::string_view bytes) {
  const bool by_series = bytes.size() % 3 == 1, named = bytes.size() % 3 == 2;
  LongReadOptions options;
  if (by_series) options.series = "1";
  if (named) options = {.time = "1", .targets = {"2"}};
  return accepted([&] {
    std::istringstream in{std::string(bytes)};
    const LongSeriesSet set = read_long_series(in, "fuzz.csv", options);
    const auto columns = static_cast<Index>(set.columns.size());
    require(set.count() > 0 && set.targets > 0 && set.targets <= columns);
    require(set.reading.gaps >= 0 && set.reading.missing >= 0 && set.reading.rows > 0);
    for (const LongSeries& series : set.series) {
      require(series.values.rows() == columns && series.length() > 0 && series.first >= 0);
      require((series.values.array().isNaN() || series.values.array().abs() < 1e150).all());
      for (const Index t : {series.first, series.first + series.length()})
        require(set.clock.step_of(set.clock.moment(t)) == t && !set.clock.text(t).empty());
    }
    const std::string words = reading_in_words(set);
    require_one_line(words.substr(0, words.find('\n')));
    require_one_line(words.substr(words.find('\n') + 1));
    if (set.count() > 1 || set.series[0].length() < 2) return;

    require(accepted([&] {
      std::istringstream whole(written(set, set.series[0]));
      const LongSeriesSet again = read_long_series(whole, "again.csv", {.time = "when"});
      const Matrix<double>&values = set.series[0].values, &same = again.series[0].values;
      require(again.clock.same_distance(set.clock) || set.clock.unit == Clock::Unit::rows);
      require(again.reading.gaps == 0 && same.cols() == values.cols() && same.rows() == values.rows());
      require((values.array() == same.array() || (values.array().isNaN() && same.array().isNaN())).all());
    }));
  });
}

bool reads_model(std::string_view bytes) {
  return accepted([&] {
    const Model model = parse_model(bytes, "fuzz.safetensors");
    const std::string written = write_model(model);
    require(write_model(parse_model(written, "again")) == written);
  });
}

template <class Real>
bool reads_checkpoint_of(std::string_view bytes) {
  return accepted([&] {
    const auto content = parse_checkpoint<Real>(bytes, "fuzz.checkpoint");
    for (const auto& entry : content.trainings) {
      const Training<Real>& training = entry.second.training;
      require(training.theta.allFinite() && (!training.best || training.best->epoch <= training.epochs));
      require(static_cast<Index>(entry.second.history.size()) == training.epochs);
      for (const EpochRecord& record : entry.second.history) require(std::isfinite(record.loss));
    }
    const std::string written = write_checkpoint(content);
    require(write_checkpoint(parse_checkpoint<Real>(written, "again")) == written);
  });
}

// What the fuzzer changes would never have the right checksum: it is given one.
bool reads_checkpoint(std::string_view bytes) {
  accepted([&] { parse_checkpoint<float>(bytes, "fuzz.checkpoint"); });
  std::string right;
  if (!accepted([&] { right = write_with_checksum(read_safetensors(bytes, "fuzz.checkpoint")); })) return false;
  return reads_checkpoint_of<float>(right) || reads_checkpoint_of<double>(right);
}

std::string write_checkpoint_file(const TensorFile& file) { return write_with_checksum(file); }

bool reads_config(std::string_view bytes) {
  static const CommandSpec spec = [] {
    CommandSpec own{"fuzz", ""};
    own.groups.push_back({"Own", {{"gamma", "G", ""}, {"z-normalise", "", ""}}});
    add_common_options(own);
    return own;
  }();
  return accepted([&] { parse_config(bytes, "fuzz.toml", spec); });
}

}  // namespace

const std::vector<FuzzTarget>& fuzz_targets() {
  static const std::vector<FuzzTarget> targets{
      {"series", reads_series},
      {"long_series", reads_long_series},
      {"model", reads_model},
      {"checkpoint", reads_checkpoint},
      {"config", reads_config},
      {"model_structure", reads_model, write_safetensors, example_models},
      {"checkpoint_structure", reads_checkpoint, write_checkpoint_file, example_checkpoints},
      {"predict", predicts, write_safetensors, example_models},
      {"resume", resumes, write_checkpoint_file, example_checkpoints}};
  return targets;
}

std::string forged(const FuzzTarget& target, std::string_view bytes, std::uint64_t seed) {
  static std::map<std::string, std::vector<std::string>> examples;
  Random random(seed);
  TensorFile file;
  if (!accepted([&] { file = read_safetensors(bytes, "fuzz"); })) {
    std::vector<std::string>& known = examples[target.name];
    if (known.empty()) known = target.examples();
    file = read_safetensors(known[static_cast<std::size_t>(random.below(static_cast<Index>(known.size())))], "example");
  }
  for (Index changes = 1 + random.below(3); changes > 0; --changes) file = forged(std::move(file), random);
  return target.write(file);
}

}  // namespace softwarp
