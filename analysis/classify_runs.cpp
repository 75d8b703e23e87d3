#include "classify_runs.hpp"

#include "softwarp/averaging/classifier.hpp"
#include "softwarp/averaging/validation.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/data/series_batch.hpp"

namespace softwarp {
namespace {

constexpr std::uint64_t kProtocolStream = 1, kSplitStream = 2;  // of random numbers

struct Parts {
  SeriesSet train, validation, test;  ///< validation is empty in the archive's protocol
};

SeriesSet part_of(const SeriesSet& set, const std::vector<Index>& series) {
  SeriesSet part{.name = set.name, .dims = set.dims, .series = {}};
  for (const Index i : series) {
    part.series.push_back(set.series[static_cast<std::size_t>(i)]);
    part.series.back().where = set.where(i);
  }
  return part;
}

Parts divide(const TrainTest& data, const std::vector<std::string>& names, Protocol protocol, std::uint64_t seed) {
  if (protocol == Protocol::archive) return {data.train, {}, data.test};
  SeriesSet all = data.train;
  all.series.insert(all.series.end(), data.test.series.begin(), data.test.series.end());
  Random random(seed, kProtocolStream);
  const Split half = stratified_split(class_numbers(all, names), 0.5, random);
  const SeriesSet rest = part_of(all, half.judge);
  const Split quarters = stratified_split(class_numbers(rest, names), 0.5, random);
  Parts parts{part_of(all, half.learn), part_of(rest, quarters.learn), part_of(rest, quarters.judge)};
  if (parts.validation.series.empty() || parts.test.series.empty()) {
    throw Error(all.name + ": expected series enough to train, validate and test, found " +
                std::to_string(all.count()));
  }
  return parts;
}

template <class Real>
LabelledBatch<Real> labelled(const SeriesSet& set, const std::vector<std::string>& names) {
  return {batch_of<Real>(set), class_numbers(set, names)};
}

struct Predictions {
  std::vector<Index> train, test;
};

template <class Real>
Predictions fit_and_predict(const LossSpec& metric, const LabelledBatch<Real>& train, const LabelledBatch<Real>& test,
                            bool with_train, const ClassifyOptions& options) {
  Predictions predicted;
  const auto check = [&] {
    if (options.averaging.keep_going) options.averaging.keep_going();
  };
  if (options.method == ClassifyMethod::centroid) {
    const Index steps = train.series.values.rows() / train.series.dims;
    const NearestCentroid<Real> classifier(metric, train, steps, options.averaging);
    predicted.test = classifier.predict(test.series);
    if (with_train) predicted.train = classifier.predict(train.series);
  } else {
    const NearestNeighbour<Real> classifier(metric, train);
    predicted.test = classifier.predict(test.series, check);
    if (with_train) predicted.train = classifier.leave_one_out(check);
  }
  if (options.on_fit) options.on_fit();
  return predicted;
}

}  // namespace

Index planned_fits(const ClassifyOptions& options, bool choose) {
  const Index splits = options.protocol == Protocol::archive ? options.splits : 1;
  return 1 + (choose ? splits * static_cast<Index>(options.candidates.size()) : 0);
}

template <class Real>
ClassifyRun classify(const TrainTest& data, const std::vector<std::string>& names, const LossSpec& metric, bool choose,
                     std::uint64_t seed, const ClassifyOptions& options) {
  const Parts parts = divide(data, names, options.protocol, seed);
  const auto train = labelled<Real>(parts.train, names), test = labelled<Real>(parts.test, names);
  ClassifyRun run{.metric = metric, .chosen = choose, .seed = seed, .confusion = {}};
  if (choose) {
    const auto score = [&](Index candidate, const LabelledBatch<Real>& learn, const LabelledBatch<Real>& judge) {
      const LossSpec with_gamma{metric.name, options.candidates[static_cast<std::size_t>(candidate)]};
      return accuracy(fit_and_predict(with_gamma, learn, judge, false, options).test, judge.classes);
    };
    const auto count = static_cast<Index>(options.candidates.size());
    Index best = 0;
    if (options.protocol == Protocol::paper) {
      const auto validation = labelled<Real>(parts.validation, names);
      best = best_candidate(count, {Split{}}, [&](Index c, const Split&) { return score(c, train, validation); });
    } else {
      Random random(seed, kSplitStream);
      std::vector<Split> splits;
      for (Index k = 0; k < options.splits; ++k) splits.push_back(stratified_split(train.classes, 2.0 / 3, random));
      if (splits[0].judge.empty()) {
        throw Error(parts.train.name +
                    ": expected a class of at least 2 training series to choose gamma by, found none");
      }
      best = best_candidate(count, splits, [&](Index c, const Split& split) {
        return score(c, select(train, split.learn), select(train, split.judge));
      });
    }
    run.metric.gamma = options.candidates[static_cast<std::size_t>(best)];
  }
  const Predictions predicted = fit_and_predict(run.metric, train, test, true, options);
  run.train_accuracy = accuracy(predicted.train, train.classes);
  run.test_accuracy = accuracy(predicted.test, test.classes);
  run.confusion.setZero(static_cast<Index>(names.size()), static_cast<Index>(names.size()));
  for (std::size_t i = 0; i < predicted.test.size(); ++i) run.confusion(test.classes[i], predicted.test[i]) += 1;
  return run;
}

template ClassifyRun classify<float>(const TrainTest&, const std::vector<std::string>&, const LossSpec&, bool,
                                     std::uint64_t, const ClassifyOptions&);
template ClassifyRun classify<double>(const TrainTest&, const std::vector<std::string>&, const LossSpec&, bool,
                                      std::uint64_t, const ClassifyOptions&);

}  // namespace softwarp
