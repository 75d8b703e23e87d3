// The runs of average and cluster, judged by a direct computation.

#include "analysis/average_runs.hpp"
#include "analysis/cluster_report.hpp"
#include "analysis/cluster_runs.hpp"
#include "softwarp/alignment/reference.hpp"
#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/random_series.hpp"

using namespace softwarp;
using namespace softwarp::test;

namespace {

// Walks of unequal lengths, all of one class.
SeriesSet walks(const std::vector<Index>& lengths, Random& random) {
  SeriesSet set{.name = "walks", .dims = 1, .series = {}};
  for (const Index length : lengths)
    set.series.push_back({random_walks(length, 1, 1, random).reshaped(1, length), "a", ""});
  return set;
}

double soft_dtw(const Vector<double>& x, const Series& y, double gamma) {
  return reference::soft_dtw(reference::squared_euclidean(x.reshaped(1, x.size()), y.values), gamma);
}

}  // namespace

TEST_CASE("average: the objective is the weighted sum of the losses, divided by the lengths if asked") {
  Random random(81);
  const SeriesSet set = walks({9, 5, 12, 7}, random);
  AverageOptions options{
      .methods = {{"softdtw", 0.5}, {"mean"}}, .label = {}, .count = 4, .weights = {{3, 1, 2, 2}}, .averaging = {}};
  for (const bool per_step : {false, true}) {
    options.per_step = per_step;
    Averages result = planned_averages(set, options);
    average<double>(result, options);
    REQUIRE(result.settings.size() == 2);
    const AverageRun& run = result.settings[0].runs[0];
    const std::vector<Series>& series = result.draws[0].set.series;
    double expected = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(run.weights[i] == options.weights[0][i] / 8);
      const double divisor = per_step ? static_cast<double>(series[i].length()) : 1;
      expected += run.weights[i] / divisor * soft_dtw(run.average, series[i], 0.5);
    }
    CHECK(run.objective == Approx(expected).epsilon(1e-12));
    // What is minimised is what is reported: no small change of the average lowers it.
    for (Index t = 0; t < run.average.size(); ++t) {
      for (const double change : {-0.05, 0.05}) {
        Vector<double> other = run.average;
        other[t] += change;
        double sum = 0;
        for (std::size_t i = 0; i < 4; ++i)
          sum += run.weights[i] / (per_step ? static_cast<double>(series[i].length()) : 1) *
                 soft_dtw(other, series[i], 0.5);
        CHECK(sum >= run.objective);
      }
    }
  }
}

TEST_CASE("average: for equal lengths, division by the length scales the objective and nothing else") {
  Random random(82);
  const SeriesSet set = walks({16, 16, 16}, random);  // a power of 2: nothing is rounded
  AverageOptions options{.methods = {{"softdtw", 0.5}, {"dba"}, {"subgradient"}, {"mean"}},
                         .label = {},
                         .weights = {{1, 2, 1}},
                         .averaging = {}};
  Averages plain = planned_averages(set, options);
  average<double>(plain, options);
  options.per_step = true;
  Averages divided = planned_averages(set, options);
  average<double>(divided, options);
  for (std::size_t s = 0; s < 4; ++s) {
    CHECK(divided.settings[s].runs[0].average == plain.settings[s].runs[0].average);
    CHECK(divided.settings[s].runs[0].objective == plain.settings[s].runs[0].objective / 16);
  }
}

TEST_CASE("cluster: weights and lengths enter the objective") {
  Random random(83);
  const SeriesSet set = walks({9, 5, 12, 7, 8, 8}, random);
  ClusterOptions options{
      .methods = {{"softdtw", 0.5}}, .kmeans = {.k = 2, .restarts = 3}, .weights = {1, 2, 3, 1, 1, 2}};
  for (const bool per_step : {false, true}) {
    options.per_step = per_step;
    const KMeansResult result = cluster<double>(set, options)[0].runs[0].result;
    double expected = 0;
    for (std::size_t i = 0; i < 6; ++i) {
      const Series& y = set.series[i];
      const double weight = options.weights[i] / 10 / (per_step ? static_cast<double>(y.length()) : 1);
      expected += weight * soft_dtw(result.centroids.col(result.assignment[i]), y, 0.5);
    }
    CHECK(result.objective == Approx(expected).epsilon(1e-12));
  }
  options.weights.pop_back();
  CHECK(message_of<Error>([&] { cluster<double>(set, options); }) ==
        "walks: expected 5 series, one per weight, found 6");
}

TEST_CASE("sizes of clusters: all of a few, of many what fits a table") {
  CHECK(sizes_text({9, 12, 9}) == "9 12 9");
  CHECK(sizes_text({10, 1, 1, 1, 1, 1, 1, 1, 1, 7}) == "10 1 1 1 1 1 1 1 1 7");
  CHECK(sizes_text({3, 1, 8, 1, 5, 2, 2, 9, 4, 4, 7}) == "1 to 9, median 4");
  CHECK(sizes_text({3, 1, 8, 1, 5, 2, 2, 9, 4, 4, 7, 12}) == "1 to 12, median 4");
  CHECK(sizes_text({1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2}) == "1 to 2, median 1.5");
}
