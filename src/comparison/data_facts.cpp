#include "softwarp/comparison/data_facts.hpp"

#include "softwarp/data/season.hpp"

namespace softwarp {
namespace {

WindowPart part_of(const ForecastSource& source) {
  const Windows& windows = *source.windows();
  return {.time = windows.targets(),
          .targets = windows.covered(),
          .windows = windows.count(),
          .series_left_out = windows.facts().series_left_out};
}

// The season, the one given or that of all columns together on the part on which they were measured; behind it, the
// others of the clock that are convincing by themselves, such as a week beside the day.
std::vector<Index> seasons_of(const Windows& windows, const std::optional<Index>& given) {
  if (given) return {*given};
  const MeasuredSeries& series = *windows.series();
  std::vector<Vector<double>> parts;
  for (Index s = 0; s < series.set.count(); ++s) {
    for (Index target = 0; target < series.set.targets; ++target) parts.push_back(series.measured_part(s, target));
  }
  const std::vector<Index> usual = usual_periods(series.set.clock);
  std::vector<Index> seasons;
  if (const auto season = find_season(parts, usual)) seasons.push_back(*season);
  for (const Index period : usual) {
    if (!seasons.empty() && period != seasons.front() && find_season(parts, std::vector<Index>{period}))
      seasons.push_back(period);
  }
  return seasons;
}

}  // namespace

DataFacts facts_of(const ForecastSource& train, const ForecastSource* test) {
  DataFacts facts{.name = train.name(),
                  .reading = train.reading(),
                  .dims = train.dims(),
                  .covariates = train.covariates(),
                  .shape = train.shape(),
                  .train = train.facts(),
                  .test = {},
                  .test_places = {}};
  if (test != nullptr) {
    facts.reading = readings_of(train.reading(), test->reading());
    facts.test = test->facts();
  }
  return facts;
}

template <class Real>
WindowFacts window_facts(const LearningProblem<Real>& problem, const ForecastSource* test) {
  const Windows& learnt = *problem.learn.source().windows();
  WindowFacts facts{.series = learnt.series(),
                    .train_windows = learnt.window_shape(),
                    .test_windows = {},
                    .learn = part_of(learnt),
                    .test = {}};
  if (test != nullptr) {
    facts.test_windows = test->windows()->window_shape();
    facts.test = part_of(*test);
  }
  if (problem.validate) facts.validation = part_of(problem.validate->source());
  facts.seasons = seasons_of(learnt, problem.options.season);
  return facts;
}

template WindowFacts window_facts<float>(const LearningProblem<float>&, const ForecastSource*);
template WindowFacts window_facts<double>(const LearningProblem<double>&, const ForecastSource*);

}  // namespace softwarp
