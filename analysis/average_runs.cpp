#include "average_runs.hpp"

#include <algorithm>
#include <numeric>

#include "method_options.hpp"
#include "softwarp/averaging/euclidean_mean.hpp"
#include "softwarp/averaging/one_to_all.hpp"
#include "softwarp/averaging/start.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/core/random.hpp"
#include "softwarp/data/series_batch.hpp"

namespace softwarp {
namespace {

constexpr std::uint64_t kDrawStream = 1, kStartStream = 2;  // of random numbers

DrawnSeries draw(const SeriesSet& set, const std::vector<std::string>& labels, const AverageOptions& options,
                 std::uint64_t seed) {
  Random random(seed, kDrawStream);
  DrawnSeries drawn{.seed = seed, .label = {}, .set = {.name = set.name, .dims = set.dims, .series = {}}};
  drawn.label = options.label ? *options.label
                              : labels[static_cast<std::size_t>(random.below(static_cast<Index>(labels.size())))];
  std::vector<Index> members;
  for (Index i = 0; i < set.count(); ++i) {
    if (set.series[static_cast<std::size_t>(i)].label == drawn.label) members.push_back(i);
  }
  random.shuffle(members);
  members.resize(std::min(members.size(), static_cast<std::size_t>(options.count)));
  for (const Index i : members) {
    Series series = set.series[static_cast<std::size_t>(i)];
    series.where = set.where(i);
    drawn.set.series.push_back(std::move(series));
  }
  return drawn;
}

}  // namespace

std::string to_text(AverageStart start) { return start == AverageStart::mean ? "mean" : "random"; }

AverageRuns planned_averages(const SeriesSet& set, const AverageOptions& options) {
  const std::vector<std::string> labels = class_names({&set});
  if (options.label && std::ranges::find(labels, *options.label) == labels.end()) {
    std::string known;
    for (const std::string& label : labels) known += (known.empty() ? "" : ", ") + label;
    throw Error(set.name + ": expected one of the classes " + known + ", found \"" + *options.label + "\"");
  }
  AverageRuns plan;
  for (Index r = 0; r < options.repeats; ++r)
    plan.drawn.push_back(draw(set, labels, options, options.seed + static_cast<std::uint64_t>(r)));

  const auto weights = options.weights.empty() ? std::vector<std::vector<double>>{{}} : options.weights;
  for (const std::vector<double>& lambda : weights) {
    for (const LossSpec& method : options.methods) {
      std::vector<std::optional<AverageStart>> starts(options.starts.begin(), options.starts.end());
      if (method.name == "mean") starts = {std::nullopt};
      for (const auto& start : starts) {
        for (std::size_t d = 0; d < plan.drawn.size(); ++d) {
          AverageRun run{.drawn = d, .weights = lambda, .method = method, .start = start, .average = {}};
          const std::size_t count = plan.drawn[d].set.series.size();
          if (lambda.empty()) run.weights.assign(count, 1);
          if (run.weights.size() != count) {
            throw Error(set.name + ": expected " + std::to_string(run.weights.size()) +
                        " series of a class, one a weight, found " + std::to_string(count));
          }
          const double sum = std::accumulate(run.weights.begin(), run.weights.end(), 0.0);
          for (double& weight : run.weights) weight /= sum;
          plan.runs.push_back(std::move(run));
        }
      }
    }
  }
  return plan;
}

template <class Real>
void average(AverageRuns& plan, const AverageOptions& options) {
  std::vector<StoredBatch<Real>> series;
  std::vector<StoredBatch<double>> exact;
  for (const DrawnSeries& drawn : plan.drawn) {
    series.push_back(batch_of<Real>(drawn.set));
    exact.push_back(batch_of<double>(drawn.set));
  }
  parallel_for(static_cast<Index>(plan.runs.size()), [&](Index k) {
    AverageRun& run = plan.runs[static_cast<std::size_t>(k)];
    const Batch<Real> y = series[run.drawn];
    const Index steps = options.steps > 0 ? options.steps : y.steps();
    const Vector<double> weights =
        Eigen::Map<const Vector<double>>(run.weights.data(), static_cast<Index>(run.weights.size()));
    Random random(plan.drawn[run.drawn].seed, kStartStream);
    run.average =
        run.start == AverageStart::random ? random_start(y, steps, random) : euclidean_mean(y, weights, steps);
    run.iterations = make_averager<Real>(run.method)->improve(run.average, y, weights, options.averaging).iterations;
    const Batch<double> judge = exact[run.drawn];
    run.objective = weights.dot(one_to_all(make_averager<double>(run.method)->loss(), run.average, judge));
    run.dtw = mean_dtw(run.average, judge);
  });
}

template void average<float>(AverageRuns&, const AverageOptions&);
template void average<double>(AverageRuns&, const AverageOptions&);

}  // namespace softwarp
