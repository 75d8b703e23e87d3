#include "softwarp/alignment/alignment.hpp"

#include <cmath>
#include <string>

#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

bool is_in(GammaRange range, double gamma) {
  if (gamma == 0) return range != GammaRange::positive;
  return range != GammaRange::zero && gamma >= kLeastGamma && std::isfinite(gamma);
}

std::string in_words(GammaRange range) {
  if (range == GammaRange::zero) return "no gamma";
  const std::string positive = "gamma >= " + to_text(kLeastGamma);
  return range == GammaRange::positive ? positive : "gamma = 0 or " + positive;
}

}  // namespace

template <class Real>
void check_alignment(std::string_view who, const Alignment<Real>& how, const Quantity& quantity, GammaRange range) {
  const auto fail = [&](const std::string& expected, const std::string& found) {
    throw Error(std::string(who) + ": expected " + expected + ", found " + found);
  };
  if (!is_in(range, how.gamma)) fail(in_words(range), to_text(how.gamma));
  if (how.band && *how.band < 0) fail("a band radius >= 0", std::to_string(*how.band));
  const auto* time = std::get_if<ShapeAndTime>(&quantity);
  if (time != nullptr && !(time->alpha >= 0 && time->alpha <= 1)) fail("alpha from 0 to 1", to_text(time->alpha));
}

template void check_alignment(std::string_view, const Alignment<float>&, const Quantity&, GammaRange);
template void check_alignment(std::string_view, const Alignment<double>&, const Quantity&, GammaRange);

}  // namespace softwarp
