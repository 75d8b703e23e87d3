#include "analysis/validation.hpp"

#include <algorithm>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"

using namespace softwarp;

TEST_CASE("stratified splits take their share of every class, at least one, and each series once") {
  std::vector<Index> classes(60, 0);
  std::fill_n(classes.begin(), 20, 1);
  classes[59] = 7;
  Random random(73);
  const Split split = stratified_split(classes, 0.25, random);
  CHECK(split.learn.size() == 5 + 10 + 1);
  std::vector<Index> all = split.learn;
  all.insert(all.end(), split.judge.begin(), split.judge.end());
  std::ranges::sort(all);
  for (Index i = 0; i < 60; ++i) CHECK(all[static_cast<std::size_t>(i)] == i);
  CHECK(std::ranges::find(split.learn, 59) != split.learn.end());
  CHECK(stratified_split(classes, 0.25, random).learn != split.learn);
}

TEST_CASE("the best candidate has the highest mean score; of equals the middle one") {
  // The second round is the easier one.
  const auto choose = [](const std::vector<double>& scores) {
    return best_candidate(static_cast<Index>(scores.size()), 2, [&](Index c, Index round) {
      return scores[static_cast<std::size_t>(c)] + static_cast<double>(round);
    });
  };
  CHECK(choose({0.1, 0.5, 0.4}) == 1);
  CHECK(choose({0.5, 0.5, 0.5, 0.1}) == 1);
  CHECK(choose({0.5, 0.1, 0.2, 0.5, 0.5}) == 3);
  CHECK_THROWS_WITH(best_candidate(1, 2, [](Index, Index) -> double { throw Error("stop"); }), "stop");
  const auto gammas = log_spaced(1e-3, 10, 15);
  CHECK(gammas.size() == 15);
  CHECK(gammas.front() == 1e-3);
  CHECK(gammas.back() == Approx(10));
  CHECK(gammas[7] == Approx(0.1));
}
