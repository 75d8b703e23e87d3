#include "distances_report.hpp"

#include "app/report/json_report.hpp"
#include "app/report/table.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/interrupt.hpp"
#include "table_cells.hpp"

namespace softwarp {
namespace {

using nlohmann::ordered_json;

std::string percent(Index part, Index of) {
  return of == 0 ? "-" : rounded(100 * static_cast<double>(part) / static_cast<double>(of), 3) + " %";
}

std::string series_of(const SeriesSet& set) {
  return one_line(set.name) + " (" + std::to_string(set.count()) + " series of up to " + std::to_string(set.longest()) +
         " steps)";
}

std::string table(const DistancesArguments& options, const SeriesSet& x, const SeriesSet* y,
                  const DistancesResult& result) {
  const Share share = options.share;
  std::string text = series_of(x) + (y == nullptr ? ", each with each" : " with " + series_of(*y)) + ", under " +
                     to_text(options.metric) + ".\n";
  for (const SeriesSet* set : {&x, y}) text += set == nullptr ? "" : reading_line(set->reading);
  if (options.nearest) {
    const Index all = result.counts.pairs();
    text += "Of the pairs of this run, lower bounds excluded " + percent(all - result.counts.compared, all) + " (Kim " +
            percent(result.counts.kim, all) + ", Keogh " + percent(result.counts.keogh, all) + ", Improved " +
            percent(result.counts.improved, all) + ").\n";
  }
  text += std::to_string(result.here) + " pairs in " + rounded(result.seconds, 3) + " s" +
          (result.here > 0 ? ", " + rounded(static_cast<double>(result.here) / result.seconds, 3) + " a second" : "") +
          ".\n";
  if (interrupt_asked())
    return text + "\nInterrupted: " + percent(result.done, result.pairs) +
           " of the pairs are done; the same command goes on.\n";
  text += share.of > 1 ? "Block " + std::to_string(share.number) + " of " + std::to_string(share.of) + " is done" : "";
  if (!result.whole) return text + "; " + one_line(options.output) + " lacks others.\n";
  return text + (share.of > 1 ? ", and it was the last one.\n" : "") + one_line(options.output) + ": " +
         std::to_string(result.rows) + " x " + std::to_string(result.columns) + ".\n";
}

ordered_json of_set(const SeriesSet& set) {
  return {{"name", set.name},
          {"series", set.count()},
          {"length", set.longest()},
          {"dims", set.dims},
          {"reading", json_or_null(set.reading)}};
}

ordered_json json(const DistancesArguments& options, const SeriesSet& x, const SeriesSet* y,
                  const DistancesResult& result) {
  const LossSpec& metric = options.metric;
  ordered_json report = json_header("distances");
  report["data"] = of_set(x);
  report["data2"] = y == nullptr ? ordered_json() : of_set(*y);
  report["metric"] = metric.name;
  report["gamma"] = json_or_null(metric.gamma);
  report["options"] = {{"band", shared_option(std::vector{metric}, &LossSpec::band)},
                       {"cost", shared_option(std::vector{metric}, &LossSpec::cost)},
                       {"alpha", shared_option(std::vector{metric}, &LossSpec::alpha)},
                       {"nearest", options.nearest ? ordered_json(*options.nearest) : ordered_json()},
                       {"block", options.share.number},
                       {"blocks", options.share.of},
                       {"precision", to_text(options.common.precision)}};
  report["interrupted"] = interrupt_asked();
  report["shape"] = {result.rows, result.columns};
  report["pairs"] = result.pairs;
  report["pairs_done"] = result.done;
  report["pairs_of_run"] = result.here;
  report["seconds"] = result.seconds;
  if (options.nearest)
    report["pruned"] = {{"kim", result.counts.kim},
                        {"keogh", result.counts.keogh},
                        {"improved", result.counts.improved},
                        {"compared", result.counts.compared}};
  report["output"] = result.whole ? ordered_json(options.output) : ordered_json();
  return report;
}

}  // namespace

Report distances_report(const DistancesArguments& options, const SeriesSet& x, const SeriesSet* y,
                        const DistancesResult& result) {
  return {.table = [&options, &x, y, &result] { return table(options, x, y, result); },
          .json = [&options, &x, y, &result] { return json(options, x, y, result); }};
}

}  // namespace softwarp
