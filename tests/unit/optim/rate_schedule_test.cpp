#include "softwarp/optim/rate_schedule.hpp"

#include "support/catch.hpp"

using namespace softwarp;
using Kind = RateSchedule::Kind;

TEST_CASE("a constant rate stays, a cosine falls to zero, steps fall tenfold at one half and at three quarters") {
  for (const double epoch : {0.0, 3.5, 10.0}) CHECK(rate_factor({}, epoch, 10) == 1);

  const RateSchedule cosine{.kind = Kind::cosine};
  CHECK(rate_factor(cosine, 0, 10) == 1);
  CHECK(rate_factor(cosine, 5, 10) == Approx(0.5));
  CHECK(rate_factor(cosine, 10, 10) == Approx(0).margin(1e-15));
  CHECK(rate_factor(cosine, 2, 10) + rate_factor(cosine, 8, 10) == Approx(1));

  const RateSchedule step{.kind = Kind::step};
  CHECK(rate_factor(step, 4.99, 10) == 1);
  CHECK(rate_factor(step, 5, 10) == 0.1);
  CHECK(rate_factor(step, 7.49, 10) == 0.1);
  CHECK(rate_factor(step, 7.5, 10) == 0.01);
}

TEST_CASE("a warm-up rises linearly, and the schedule begins after it") {
  for (const Kind kind : {Kind::constant, Kind::cosine, Kind::step}) {
    const RateSchedule schedule{.kind = kind, .warm_up = 4};
    CHECK(rate_factor(schedule, 0, 12) == 0);
    CHECK(rate_factor(schedule, 1, 12) == 0.25);
    CHECK(rate_factor(schedule, 4, 12) == 1);
    for (const double later : {0.0, 1.0, 3.9, 6.5})
      CHECK(rate_factor(schedule, 4 + later, 12) == Approx(rate_factor({.kind = kind}, later, 8)));
  }
}
