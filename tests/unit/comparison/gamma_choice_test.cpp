#include "softwarp/comparison/gamma_choice.hpp"

#include <limits>

#include "softwarp/comparison/comparison.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/data/hold_out.hpp"
#include "softwarp/data/synthetic.hpp"
#include "support/catch.hpp"

using namespace softwarp;

namespace {

ComparisonOptions quick() {
  ComparisonOptions options;
  options.losses = {{"euclidean", {}}, {"softdtw", {}}, {"softdtw", 0.3}, {"dtw", {}}};
  options.inits = {Init::random, Init::euclidean};
  options.repeats = 2;
  options.trainer.epochs = 2;
  options.trainer.batch_size = 4;
  return options;
}

}  // namespace

TEST_CASE("candidates follow the scale of the targets, in powers of ten") {
  Matrix<double> targets(2, 3);
  targets << 1, -1, 1, -1, 1, std::numeric_limits<double>::quiet_NaN();
  CHECK(gamma_candidates(targets) == std::vector<double>{1, 0.1, 0.01, 0.001});
  CHECK(gamma_candidates(1000 * targets) == std::vector<double>{1e6, 1e5, 1e4, 1e3});
  CHECK(gamma_candidates((0.01 * targets).array() + 7) == std::vector<double>{1e-4, 1e-5, 1e-6, 1e-7});
  CHECK(gamma_candidates(Matrix<double>::Ones(2, 2)) == std::vector<double>{1, 0.1, 0.01, 0.001});
}

TEST_CASE("gamma is chosen where none is given, by the validation error alone") {
  const ComparisonOptions options = quick();
  const TrainTest data{cylinder_bell_funnel(12, 5), cylinder_bell_funnel(15, 6)};
  Index epochs = 0;
  const int threads_before = threads();
  set_threads(1);
  const Comparison result = compare<float>(data, options, {[&](Index done, const std::string&) { epochs += done; }});
  CHECK(epochs == planned_epochs(options));

  // The same choice by hand: learn from the rest, judge by the series held out.
  const HeldOut parts = hold_out(data.train, kTrialShare, options.seed);
  for (const Setting& setting : result.settings) {
    const bool chosen = setting.loss.name == "softdtw" && setting.loss.gamma != 0.3;
    REQUIRE(setting.gamma_choice.has_value() == chosen);
    if (!chosen) continue;
    CHECK(setting.gamma_choice->series == 3);
    double least = std::numeric_limits<double>::infinity(), best = 0;
    for (const double gamma : setting.gamma_choice->candidates) {
      ComparisonOptions alone = options;
      alone.losses = {{"softdtw", gamma}};
      alone.inits = {setting.init};
      const auto tried = compare<float>({parts.learn, parts.validate}, alone).settings.at(0).runs;
      const double dtw = (tried[0].test.dtw + tried[1].test.dtw) / 2;
      if (dtw < least) {
        least = dtw;
        best = gamma;
      }
    }
    CHECK(setting.loss.gamma == best);
  }

  // Another test set gives the same choice, so that the test set was not looked at. And the network is trained on all
  // series.
  const Comparison elsewhere = compare<float>({data.train, cylinder_bell_funnel(7, 9)}, options);
  const Setting& chosen = result.settings[1];
  CHECK(elsewhere.settings[1].loss.gamma == chosen.loss.gamma);
  ComparisonOptions given = options;
  given.losses = {{"softdtw", chosen.loss.gamma}};
  const Setting direct = compare<float>(data, given).settings[0];
  for (std::size_t seed = 0; seed < 2; ++seed) CHECK(direct.runs[seed].test.dtw == chosen.runs[seed].test.dtw);
  set_threads(threads_before);
}

TEST_CASE("gamma is chosen on data of a small scale") {
  TrainTest data{cylinder_bell_funnel(12, 5), cylinder_bell_funnel(15, 6)};
  for (SeriesSet* set : {&data.train, &data.test}) {
    for (Series& series : set->series) series.values *= 0.001;
  }
  ComparisonOptions options = quick();
  options.losses = {{"softdtw", {}}};
  const Comparison result = compare<float>(data, options, {});
  for (const Setting& setting : result.settings) {
    CHECK(setting.gamma_choice->candidates.back() == 1e-9);
    CHECK(setting.loss.gamma <= 1e-6);
  }
}

TEST_CASE("a setting that needs a gamma is tried under each candidate, any other as it is") {
  const auto names = [](const std::vector<Setting>& settings) {
    std::vector<std::string> texts;
    for (const Setting& setting : settings_to_try(settings, {10, 1})) texts.push_back(to_text(setting));
    return texts;
  };
  const std::vector<std::string> open{"softdtw(gamma=10), init random", "softdtw(gamma=1), init random",
                                      "softdtw(gamma=10), init euclidean", "softdtw(gamma=1), init euclidean"};
  std::vector<std::string> all{"euclidean, init random"};
  all.insert(all.end(), open.begin(), open.end());
  for (const char* other : {"softdtw(gamma=0.3), init random", "softdtw(gamma=0.3), init euclidean", "dtw, init random",
                            "dtw, init euclidean"})
    all.emplace_back(other);
  CHECK(names(planned_settings(quick())) == all);
  CHECK(names(without_gamma(planned_settings(quick()))) == open);
}
