#include "softwarp/comparison/network_options.hpp"

#include "softwarp/comparison/presets.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"

using namespace softwarp;

namespace {

NamedNetworks read(const OptionValues& values, ExampleKind examples = ExampleKind::series) {
  return read_networks(NamedValues("", values), examples);
}

std::string refusal(const OptionValues& values, const std::string& mark = "") {
  return message_of<OptionError>([&] { read_networks(NamedValues(mark, values), ExampleKind::series); });
}

}  // namespace

TEST_CASE("without any option, a network is that of the default preset") {
  const NamedNetworks named = read({});
  REQUIRE(named.networks.size() == 1);
  CHECK(named.selection == Selection::all);
  const ComparisonOptions& network = named.networks[0];
  CHECK(network.network == NetworkKind::mlp);
  CHECK(network.hidden == std::vector<Index>{30});
  CHECK(network.base == Base::kernel);
  CHECK(network.scale == Scale::step);
  CHECK(network.trainer.epochs == 60);
  REQUIRE(network.losses.size() == 2);
  CHECK(to_text(network.losses[0]) == "euclidean");
  CHECK(to_text(network.losses[1]) == "softdtw(gamma=0.01)");
}

TEST_CASE("a given option overrides the preset, which overrides it by network") {
  const NamedNetworks named = read({{"preset", "paper"}, {"network", "gru,mlp"}, {"epochs", "7"}, {"seed", "3"}});
  REQUIRE(named.networks.size() == 2);
  CHECK(named.networks[0].network == NetworkKind::gru);
  CHECK(named.networks[0].trainer.clip == 1);
  CHECK(named.networks[1].trainer.clip == std::nullopt);
  for (const ComparisonOptions& network : named.networks) {
    CHECK(network.trainer.epochs == 7);
    CHECK(network.seed == 3);
    CHECK(network.scale == Scale::none);
  }
  CHECK(read({{"network", "auto"}}).selection == Selection::best);
  CHECK(read({{"network", "auto"}}).networks.size() == kNetworks.size());
}

TEST_CASE("windows have a default preset of their own, and may be held out by steps") {
  CHECK(read({}, ExampleKind::windows).networks[0].hidden == std::vector<Index>{64});
  CHECK(read({{"validation", "100"}}, ExampleKind::windows).networks[0].validation == 100);
  CHECK(refusal({{"validation", "100"}}) == "validation: expected a number >= 0 and < 1, found \"100\"");
}

TEST_CASE("messages call options as the front end does") {
  CHECK(refusal({{"hidden", "3,x"}}) == "hidden: expected a whole number from 1 to 1000000, found \"x\"");
  CHECK(refusal({{"hidden", "3,x"}}, "--") == "--hidden: expected a whole number from 1 to 1000000, found \"x\"");
  CHECK(refusal({{"cost", "x"}}).starts_with("cost: expected one of "));
  CHECK(refusal({{"cost", "x"}}, "--").starts_with("--cost: expected one of "));
  CHECK(refusal({{"patience", "3"}}) == "patience: expected validation above 0 with it, found 0");
  CHECK(refusal({{"patience", "3"}}, "--") == "--patience: expected --validation above 0 with it, found 0");
  CHECK(refusal({{"alpha", "0.5"}}) == "alpha: expected a loss in loss that has it, found none");
  CHECK(refusal({{"teacher-forcing", "0.5"}}) == "teacher-forcing: expected network gru with it, found mlp");
  CHECK(refusal({{"gamma", "1:0.1"}, {"optimizer", "lbfgs"}}) ==
        "gamma: expected optimizer adam or sgd with annealing (A:B), found lbfgs");
  CHECK(refusal({{"network", "mlp,mlp"}}) == "network: expected each network once, found \"mlp\" twice");
  CHECK(refusal({{"network", "auto,mlp"}}).starts_with("network: expected auto alone"));
  CHECK(refusal({{"preset", "x"}}) == "preset: expected one of default, paper, windows, found \"x\"");
}

TEST_CASE("every option is read: a wrong value of each is refused by its name") {
  for (const std::string& name : network_option_names()) {
    CAPTURE(name);
    CHECK(refusal({{name, "\n"}}).starts_with(name + ": expected "));
  }
}
