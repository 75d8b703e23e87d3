#include "softwarp/comparison/network_choice.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "softwarp/comparison/comparison.hpp"
#include "softwarp/core/interrupt.hpp"
#include "softwarp/data/cut_series.hpp"
#include "softwarp/data/hold_out.hpp"
#include "softwarp/data/synthetic.hpp"
#include "support/all_runs.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"

using namespace softwarp;

namespace {

const std::vector<NetworkKind> kTried{NetworkKind::mlp, NetworkKind::linear, NetworkKind::conv};

std::vector<ComparisonOptions> quick() {
  std::vector<ComparisonOptions> networks;
  for (const NetworkKind network : kTried) {
    ComparisonOptions& options = networks.emplace_back();
    options.losses = {{"euclidean", {}}, {"softdtw", {}}, {"softdtw", 0.3}};
    options.inits = {Init::random, Init::euclidean};
    options.repeats = 2;
    options.network = network;
    options.hidden = {3};
    options.trainer.epochs = network == NetworkKind::mlp ? 3 : 2;
    options.trainer.batch_size = 4;
  }
  return networks;
}

Comparison choose(const TrainTest& data, const std::vector<ComparisonOptions>& networks,
                  const TrainingLog<float>& log = {}, Selection selection = Selection::best) {
  const ForecastShape shape = forecast_shape(data, networks[0].split);
  return compare<float>(CutSeries(data.train, networks[0].split, shape), CutSeries(data.test, networks[0].split, shape),
                        networks, log, selection);
}

// The errors of every setting on the test set of `data`, mean over the seeds, network by network.
std::vector<std::vector<Distances>> errors_by_hand(const TrainTest& data, std::vector<ComparisonOptions> networks,
                                                   const std::vector<TrainingLoss>& losses) {
  std::vector<std::vector<Distances>> errors;
  for (ComparisonOptions& options : networks) {
    options.losses = losses;
    errors.emplace_back();
    for (const Setting& setting : compare<float>(data, options).settings) {
      const auto mean = [&](double ForecastErrors::*error) {
        return (setting.runs[0].test.*error + setting.runs[1].test.*error) / 2;
      };
      errors.back().push_back({mean(&ForecastErrors::dtw), mean(&ForecastErrors::euclidean)});
    }
  }
  return errors;
}

TrainTest small_data() { return {cylinder_bell_funnel(12, 5), cylinder_bell_funnel(6, 6)}; }

}  // namespace

TEST_CASE("the best network has the lowest error of its kind; the first of equals, and none that failed") {
  const double infinity = std::numeric_limits<double>::infinity();
  const auto result = [](double dtw, double euclidean) { return TrialResult{.errors = {dtw, euclidean}}; };
  const std::vector<TriedNetwork> networks{
      {NetworkKind::mlp, {failed_trial("a"), result(3, 9), result(1, infinity), failed_trial("a")}},
      {NetworkKind::gru, {result(5, 7), result(2, 9), result(2, infinity), failed_trial("b")}},
      {NetworkKind::conv, {result(6, 6), result(2, 8), failed_trial("c"), failed_trial("c")}}};
  const Setting euclidean{.loss = {{.name = "euclidean"}}}, soft{.place = 1, .loss = {{.name = "softdtw", .gamma = 1}}};
  CHECK(best_network(networks, euclidean, 4).place == 2);
  const BestNetwork best = best_network(networks, soft, 4);
  CHECK(best.place == 1);
  CHECK(best.choice.validation_error == std::vector<double>{3, 2, 2});
  CHECK(best.choice.series == 4);
  Setting other = euclidean;
  other.place = 2;
  CHECK(best_network(networks, other, 4).place == 0);
  CHECK(best_network(networks, other, 4).choice.failures == std::vector<std::string>{"", "", "c"});
  other.place = 3;
  CHECK(message_of<Error>([&] { best_network(networks, other, 4); }) == "none of the networks can be trained; mlp: a");
}

TEST_CASE("a network is chosen by held-out series alone, and trained as if no other had been tried") {
  const TrainTest data = small_data();
  const std::vector<ComparisonOptions> networks = quick();
  std::atomic<Index> epochs = 0;  // counted from any thread
  const Comparison result = choose(data, networks, {[&](Index done, const std::string&) { epochs += done; }});
  CHECK(epochs == planned_epochs(networks, Selection::best));
  REQUIRE(result.settings.size() == 5);

  // The same by hand. Each network has candidates of its own for γ, all the same here.
  const HeldOut parts = hold_out(data.train, kTrialShare, 0);
  std::vector<TrainingLoss> losses{{{"euclidean", {}}}, {{"softdtw", 0.3}}};
  REQUIRE(result.settings[1].gamma_choice.has_value());
  for (const double gamma : result.settings[1].gamma_choice->candidates) losses.push_back({{"softdtw", gamma}});
  const auto by_hand = errors_by_hand({parts.learn, parts.validate}, networks, losses);
  std::vector<Comparison> alone;  // all training series, nothing but this network
  for (const ComparedNetwork& network : result.networks) {
    const auto place = static_cast<std::size_t>(std::ranges::find(kTried, network.kind) - kTried.begin());
    alone.push_back(compare<float>(data, networks[place]));
  }
  std::vector<std::vector<std::size_t>> places{{0}, {3, 5, 7, 9}, {4, 6, 8, 10}, {1}, {2}};  // of each setting's pairs
  for (std::size_t s = 0; s < 5; ++s) {
    CAPTURE(s);
    const Setting& setting = result.settings[s];
    REQUIRE(setting.network_choice.has_value());
    const NetworkChoice& choice = *setting.network_choice;
    CHECK(choice.candidates == kTried);
    CHECK(choice.series == 3);
    double least = std::numeric_limits<double>::infinity();
    std::size_t best = 0;
    for (std::size_t k = 0; k < networks.size(); ++k) {
      double own = std::numeric_limits<double>::infinity();
      for (const std::size_t place : places[s]) {
        const Distances& errors = by_hand[k][place];
        own = std::min(own, s == 0 ? errors.euclidean : errors.dtw);
      }
      CHECK(choice.validation_error[k] == own);
      if (own < least) best = k;
      least = std::min(least, own);
    }
    CHECK(result.network_of(setting).kind == kTried[best]);
    CHECK(setting.network_name == to_text(kTried[best]));

    const Setting& same = alone[setting.network].settings[s];
    CHECK(same.loss == setting.loss);  // with the γ that is chosen for this network alone
    for (std::size_t seed = 0; seed < 2; ++seed) {
      CHECK(same.runs[seed].theta == setting.runs[seed].theta);
      CHECK(same.runs[seed].test.dtw == setting.runs[seed].test.dtw);
    }
  }
  CHECK(result.networks.size() < networks.size());  // those that won, and no others

  const Comparison elsewhere = choose({data.train, cylinder_bell_funnel(7, 9)}, networks);
  for (std::size_t s = 0; s < 5; ++s)
    CHECK(elsewhere.settings[s].network_choice->validation_error ==
          result.settings[s].network_choice->validation_error);
}

TEST_CASE("a network that cannot be trained is not chosen, and says why") {
  std::vector<ComparisonOptions> networks = quick();
  for (ComparisonOptions& options : networks) {
    options.losses = {{"softdtw", {}}};
    options.repeats = 1;
  }
  networks[0].trainer.optimizer = OptimizerOptions{.kind = OptimizerKind::sgd, .learning_rate = 1e15};
  networks[2].kernel = 1000;
  std::atomic<Index> epochs = 0;  // counted from any thread
  const Comparison result = choose(small_data(), networks, {[&](Index done, const std::string&) { epochs += done; }});
  CHECK(epochs == planned_epochs(networks, Selection::best));
  const NetworkChoice& choice = result.settings.at(0).network_choice.value();
  // Of all its γ; from random weights finite, but beyond what soft-DTW can take; from the Euclidean ones, which are not.
  for (const Setting& setting : result.settings) {
    const std::string& failure = setting.network_choice.value().failures[0];
    CHECK(
        failure.starts_with(setting.init == Init::random ? "training with softdtw(gamma=" : "training with euclidean"));
    CHECK(failure.find("a smaller learning rate") != std::string::npos);
  }
  CHECK(choice.failures[1].empty());
  CHECK(choice.failures[2].find("expected a kernel") != std::string::npos);
  CHECK(std::isinf(choice.validation_error[0]));
  CHECK(result.networks.size() == 1);

  CHECK_THROWS_AS(choose(small_data(), networks, {}, Selection::all), Error);
  networks = {networks[0], networks[2]};
  CHECK(message_of<Error>([&] {
          choose(small_data(), networks);
        }).starts_with("none of the networks can be trained; mlp: training with softdtw(gamma="));
  networks[0].kernel = 1000;
  networks[0].network = NetworkKind::conv;
  CHECK(message_of<Error>([&] { choose(small_data(), networks); }).starts_with("layer 0: convolution"));
}

TEST_CASE("an interrupt ends the choice of a network") {
  const TrainingLog<float> log{[](Index, const std::string& run) {
    if (run.starts_with("conv")) interrupt();
    check_interrupt();
  }};
  CHECK_THROWS_AS(choose(small_data(), quick(), log), Interrupted);
  forget_interrupt();
}
