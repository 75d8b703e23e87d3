#include "classify_runs.hpp"

#include "softwarp/averaging/classifier.hpp"
#include "softwarp/averaging/moments.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/data/series_batch.hpp"
#include "softwarp/loss/computable.hpp"
#include "softwarp/loss/registry.hpp"
#include "validation.hpp"

namespace softwarp {
namespace {

constexpr std::uint64_t kProtocolStream = 1, kSplitStream = 2;  // streams of random numbers

struct Parts {
  SeriesSet train, validation, test;  // validation is empty in the archive's protocol
};

Parts divide(const LabelledData& data, Protocol protocol, std::uint64_t seed) {
  if (protocol == Protocol::archive) return {data.series.train, {}, data.series.test};
  SeriesSet all = data.series.train;
  all.series.insert(all.series.end(), data.series.test.series.begin(), data.series.test.series.end());
  Random random(seed, kProtocolStream);
  const Split half = stratified_split(class_numbers(all, data.classes), 0.5, random);
  const SeriesSet rest = select(all, half.judge);
  const Split quarters = stratified_split(class_numbers(rest, data.classes), 0.5, random);
  Parts parts{select(all, half.learn), select(rest, quarters.learn), select(rest, quarters.judge)};
  if (parts.validation.series.empty() || parts.test.series.empty()) {
    throw Error(all.name + ": expected enough series to train, validate and test, found " +
                std::to_string(all.count()));
  }
  return parts;
}

// Less the centre of the training series.
template <class Real>
LabelledBatch<Real> batch(const SeriesSet& set, const LabelledData& data) {
  return {batch_of<Real>(set, centre_of(data.series.train)), class_numbers(set, data.classes)};
}

struct Predictions {
  std::vector<Index> learned, judged;
  SearchCounts search;
};

template <class Real>
Predictions fit_and_predict(const LossSpec& metric, const LabelledBatch<Real>& learn, const LabelledBatch<Real>& judge,
                            bool with_learned, const ClassifyOptions& options) {
  Predictions predicted;
  if (options.method == ClassifyMethod::centroid) {
    const Index steps = learn.series.values.rows() / learn.series.dims;
    const NearestCentroid<Real> classifier(metric, learn, steps, options.averaging);
    predicted.judged = classifier.predict(judge.series);
    if (with_learned) predicted.learned = classifier.predict(learn.series);
  } else {
    const NearestNeighbour<Real> classifier(metric, learn);
    predicted.judged = classifier.predict(judge.series, &predicted.search);
    if (with_learned) predicted.learned = classifier.leave_one_out(&predicted.search);
  }
  if (options.on_fit) options.on_fit(to_text(metric));
  return predicted;
}

template <class Real>
double chosen_gamma(const LossSpec& metric, const LabelledBatch<Real>& train, const SeriesSet& validation,
                    const LabelledData& data, std::uint64_t seed, const ClassifyOptions& options) {
  const double unit = cost_of(alignment_of<Real>(metric).cost.get(), spread_of<Real>(train.series));
  const auto gamma_of = [&](Index candidate) { return unit * options.candidates[static_cast<std::size_t>(candidate)]; };
  const auto score = [&](Index candidate, const LabelledBatch<Real>& learn, const LabelledBatch<Real>& judge) {
    LossSpec with_gamma = metric;
    with_gamma.gamma = gamma_of(candidate);
    return accuracy(fit_and_predict(with_gamma, learn, judge, false, options).judged, judge.classes);
  };
  const auto count = static_cast<Index>(options.candidates.size());
  Index best = 0;
  if (options.protocol == Protocol::paper) {
    const auto judge = batch<Real>(validation, data);
    best = best_candidate(count, 1, [&](Index c, Index) { return score(c, train, judge); });
  } else {
    Random random(seed, kSplitStream);
    std::vector<Split> splits;
    for (Index k = 0; k < options.splits; ++k) splits.push_back(stratified_split(train.classes, 2.0 / 3, random));
    if (splits[0].judge.empty()) {
      throw Error(data.series.train.name +
                  ": expected a class of at least 2 training series to choose gamma by, found none");
    }
    best = best_candidate(count, options.splits, [&](Index c, Index round) {
      const Split& split = splits[static_cast<std::size_t>(round)];
      return score(c, select(train, split.learn), select(train, split.judge));
    });
  }
  return gamma_of(best);
}

template <class Real>
ClassifyRun classify_once(const LossSpec& metric, bool choose, std::uint64_t seed, const LabelledData& data,
                          const ClassifyOptions& options) {
  const Parts parts = divide(data, options.protocol, seed);
  const auto train = batch<Real>(parts.train, data), test = batch<Real>(parts.test, data);
  ClassifyRun run{.metric = metric, .seed = seed, .confusion = {}, .search = {}};
  if (choose) run.metric.gamma = chosen_gamma(metric, train, parts.validation, data, seed, options);
  const Predictions predicted = fit_and_predict(run.metric, train, test, true, options);
  run.search = predicted.search;
  run.train_accuracy = accuracy(predicted.learned, train.classes);
  run.test_accuracy = accuracy(predicted.judged, test.classes);
  for (std::size_t i = 0; i < predicted.judged.size(); ++i) ++run.confusion[{test.classes[i], predicted.judged[i]}];
  return run;
}

}  // namespace

std::string to_text(ClassifyMethod method) { return method == ClassifyMethod::centroid ? "centroid" : "1nn"; }

std::string to_text(Protocol protocol) { return protocol == Protocol::archive ? "archive" : "paper"; }

LabelledData labelled(TrainTest series) {
  std::vector<std::string> classes = class_names({&series.train, &series.test});
  if (classes.front().empty()) throw Error(series.train.name + ": expected class labels, found none; see --labels");
  if (series.train.dims != series.test.dims) {
    throw Error(series.test.name + ": expected dimension " + std::to_string(series.train.dims) +
                " as in the training set, found " + std::to_string(series.test.dims));
  }
  return {std::move(series), std::move(classes)};
}

bool must_choose(const LossSpec& metric) { return find_loss(metric.name).has_gamma && !metric.gamma; }

Index planned_fits(const ClassifyOptions& options) {
  const Index splits = options.protocol == Protocol::archive ? options.splits : 1;
  Index fits = 0;
  for (const LossSpec& metric : options.metrics)
    fits += 1 + (must_choose(metric) ? splits * static_cast<Index>(options.candidates.size()) : 0);
  return fits * options.repeats;
}

template <class Real>
void classify(const LabelledData& data, const ClassifyOptions& options, std::vector<ClassifySetting>& settings) {
  const StoredBatch<Real> train = batch_of<Real>(data.series.train, centre_of(data.series.train));
  for (const LossSpec& metric : options.metrics) {
    if (!must_choose(metric)) check_computable<Real>(*make_loss<double>(metric), train);
  }
  for (const LossSpec& metric : options.metrics) {
    const bool choose = must_choose(metric);
    for (Index r = 0; r < options.repeats; ++r) {
      const std::uint64_t seed = options.seed + static_cast<std::uint64_t>(r);
      ClassifyRun run = classify_once<Real>(metric, choose, seed, data, options);
      if (r == 0) settings.push_back({metric, choose, {}});
      settings.back().runs.push_back(std::move(run));
    }
  }
}

template void classify<float>(const LabelledData&, const ClassifyOptions&, std::vector<ClassifySetting>&);
template void classify<double>(const LabelledData&, const ClassifyOptions&, std::vector<ClassifySetting>&);

}  // namespace softwarp
