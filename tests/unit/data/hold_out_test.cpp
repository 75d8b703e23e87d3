#include "softwarp/data/hold_out.hpp"

#include <set>

#include "softwarp/core/error.hpp"
#include "softwarp/data/synthetic.hpp"
#include "support/catch.hpp"

using namespace softwarp;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a share of the series is held out, drawn by the seed, each series once") {
  SeriesSet set = cylinder_bell_funnel(18, 5);
  for (Index i = 0; i < 18; ++i) set.series[static_cast<std::size_t>(i)].label = std::to_string(i);
  const auto labels = [](const SeriesSet& part) {
    std::vector<std::string> names;
    for (const Series& series : part.series) names.push_back(series.label);
    return names;
  };
  const HeldOut parts = hold_out(set, 0.25, 3), again = hold_out(set, 0.25, 3), other = hold_out(set, 0.25, 4);
  CHECK(parts.validate.count() == 5);
  CHECK(parts.learn.count() == 13);
  std::set<std::string> all;
  for (const SeriesSet* part : {&parts.learn, &parts.validate}) {
    for (const std::string& label : labels(*part)) all.insert(label);
  }
  CHECK(all.size() == 18);
  CHECK(labels(parts.validate) == labels(again.validate));
  CHECK(labels(parts.validate) != labels(other.validate));
  CHECK(hold_out(set, 0.2, 0).validate.count() == 4);
  CHECK(hold_out(set, 0.999, 0).learn.count() == 1);
  CHECK(hold_out(cylinder_bell_funnel(2, 5), 0.01, 0).validate.count() == 1);
  CHECK_THROWS_WITH(hold_out(cylinder_bell_funnel(1, 5), 0.5, 0),
                    ContainsSubstring("at least 2 training series") && ContainsSubstring("found 1"));
}
