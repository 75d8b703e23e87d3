#include "average_runs.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "mean_dtw.hpp"
#include "softwarp/averaging/euclidean_mean.hpp"
#include "softwarp/averaging/one_to_all.hpp"
#include "softwarp/averaging/start.hpp"
#include "softwarp/averaging/weights.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/core/random.hpp"
#include "softwarp/data/series_batch.hpp"
#include "softwarp/loss/computable.hpp"

namespace softwarp {
namespace {

constexpr std::uint64_t kDrawStream = 1, kStartStream = 2;  // streams of random numbers

Draw draw(const SeriesSet& set, const std::vector<std::string>& labels, const AverageOptions& options,
          std::uint64_t seed) {
  Random random(seed, kDrawStream);
  const std::string label = options.label
                                ? *options.label
                                : labels[static_cast<std::size_t>(random.below(static_cast<Index>(labels.size())))];
  std::vector<Index> members;
  for (Index i = 0; i < set.count(); ++i) {
    if (set.series[static_cast<std::size_t>(i)].label == label) members.push_back(i);
  }
  random.shuffle(members);
  members.resize(std::min(members.size(), static_cast<std::size_t>(options.count)));
  return {.seed = seed, .label = label, .set = select(set, members)};
}

// Of sum 1.
std::vector<double> lambda(const std::vector<double>& given, const SeriesSet& set) {
  std::vector<double> weights = given.empty() ? std::vector<double>(set.series.size(), 1) : given;
  if (weights.size() != set.series.size()) {
    throw Error(set.name + ": expected " + std::to_string(weights.size()) +
                " series of a class, one per weight, found " + std::to_string(set.count()));
  }
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights) weight /= sum;
  return weights;
}

template <class Real>
Vector<double> weights_of(const AverageRun& run, const Batch<Real>& y, const AverageOptions& options) {
  Vector<double> weights = Eigen::Map<const Vector<double>>(run.weights.data(), static_cast<Index>(run.weights.size()));
  return options.per_step ? per_step(weights, y) : weights;
}

// Sets the average and the number of iterations after each of them: an interrupt leaves the best average so far.
template <class Real>
void average_one(AverageRun& run, const AverageSetting& setting, const Draw& draw, const AverageOptions& options) {
  const StoredBatch<Real> stored = batch_of<Real>(draw.set, centre_of(draw.set));
  const Batch<Real> y = stored;
  const Index steps = options.steps > 0 ? options.steps : y.steps();
  const Vector<double> weights = weights_of(run, y, options);
  Random random(draw.seed, kStartStream);
  Vector<double> x =
      setting.start == AverageStart::random ? random_start(y, steps, random) : euclidean_mean(y, weights, steps);
  AveragingOptions averaging = options.averaging;
  const std::string name = to_text(setting.method) + ", seed " + std::to_string(draw.seed);
  averaging.on_iteration = [&](const Vector<double>& best, int iterations) {
    run.average = best;
    run.iterations = iterations;
    if (options.on_iteration) options.on_iteration(name);
  };
  run.iterations = make_averager<Real>(setting.method)->improve(x, y, weights, averaging).iterations;
  run.average = std::move(x);
}

void judge_average(AverageRun& run, const AverageSetting& setting, const Draw& draw, const AverageOptions& options) {
  const Vector<double> centre = centre_of(draw.set);
  const StoredBatch<double> exact = batch_of<double>(draw.set, centre);
  const Vector<double> weights = weights_of<double>(run, exact, options);
  run.objective = weights.dot(one_to_all<double>(make_averager<double>(setting.method)->loss(), run.average, exact));
  run.dtw = mean_dtw(run.average, exact);
  add_centre(run.average, centre);
}

}  // namespace

std::string to_text(AverageStart start) { return start == AverageStart::mean ? "mean" : "random"; }

Averages planned_averages(const SeriesSet& set, const AverageOptions& options) {
  const std::vector<std::string> labels = class_names({&set});
  if (options.label && std::ranges::find(labels, *options.label) == labels.end()) {
    throw Error(set.name + ": expected one of the classes " + joined(labels, ", ") + ", found " +
                in_quotes(*options.label));
  }
  Averages plan;
  for (Index r = 0; r < options.repeats; ++r)
    plan.draws.push_back(draw(set, labels, options, options.seed + static_cast<std::uint64_t>(r)));

  const auto weights = options.weights.empty() ? std::vector<std::vector<double>>{{}} : options.weights;
  for (const std::vector<double>& given : weights) {
    for (const MethodSpec& method : options.methods) {
      std::vector<std::optional<AverageStart>> starts(options.starts.begin(), options.starts.end());
      if (method.name == "mean") starts = {std::nullopt};
      for (const auto& start : starts) {
        AverageSetting& setting = plan.settings.emplace_back(AverageSetting{method, start, {}});
        for (std::size_t d = 0; d < plan.draws.size(); ++d)
          setting.runs.push_back({.draw = d, .weights = lambda(given, plan.draws[d].set), .average = {}});
      }
    }
  }
  return plan;
}

template <class Real>
void average(Averages& plan, const AverageOptions& options) {
  // On the first draw: what the data do not allow is hardly ever allowed by some of them.
  const SeriesSet& first = plan.draws[0].set;
  const StoredBatch<Real> series = batch_of<Real>(first, centre_of(first));
  for (const MethodSpec& method : options.methods)
    check_computable<Real>(make_averager<double>(method)->loss(), series);
  const auto draws = static_cast<Index>(plan.draws.size()), runs = static_cast<Index>(plan.settings.size()) * draws;
  const auto with_run = [&](Index k, auto action) {
    AverageSetting& setting = plan.settings[static_cast<std::size_t>(k / draws)];
    AverageRun& run = setting.runs[static_cast<std::size_t>(k % draws)];
    action(run, setting, plan.draws[run.draw], options);
  };
  std::vector<char> judged(static_cast<std::size_t>(runs), false);  // not vector<bool>: threads write to it
  try {
    parallel_for(runs, [&](Index k) {
      with_run(k, average_one<Real>);
      with_run(k, judge_average);
      judged[static_cast<std::size_t>(k)] = true;
    });
  } catch (const Interrupted&) {
    lift_interrupt();
    const auto has_begun = [](const AverageRun& run) { return run.iterations > 0; };
    for (Index k = 0; k < runs; ++k) {
      if (judged[static_cast<std::size_t>(k)]) continue;
      with_run(k, [&](AverageRun& run, const auto&... rest) {
        if (has_begun(run)) judge_average(run, rest...);
      });
    }
    for (AverageSetting& setting : plan.settings) std::erase_if(setting.runs, std::not_fn(has_begun));
    std::erase_if(plan.settings, [](const AverageSetting& setting) { return setting.runs.empty(); });
    if (plan.settings.empty()) throw;
  }
}

template void average<float>(Averages&, const AverageOptions&);
template void average<double>(Averages&, const AverageOptions&);

}  // namespace softwarp
