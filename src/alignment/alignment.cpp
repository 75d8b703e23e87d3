#include "softwarp/alignment/alignment.hpp"

#include <cmath>
#include <string>

#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

bool contains(GammaRange range, double gamma) {
  if (gamma == 0) return range != GammaRange::positive;
  return range != GammaRange::zero && gamma > 0 && std::isfinite(gamma);
}

std::string in_words(GammaRange range) {
  if (range == GammaRange::zero) return "no gamma";
  const std::string positive = "gamma > 0";
  return range == GammaRange::positive ? positive : "gamma >= 0";
}

}  // namespace

template <class Real>
void check_alignment(std::string_view caller, const Alignment<Real>& options, const Quantity& quantity,
                     GammaRange range) {
  const auto fail = [&](const std::string& expected, const std::string& found) {
    throw Error(std::string(caller) + ": expected " + expected + ", found " + found);
  };
  if (!contains(range, options.gamma)) fail(in_words(range), to_text(options.gamma));
  if (options.band && *options.band < 0) fail("a band radius >= 0", std::to_string(*options.band));
  const auto* time = std::get_if<ShapeAndTime>(&quantity);
  if (time != nullptr && !(time->alpha >= 0 && time->alpha <= 1)) fail("alpha from 0 to 1", to_text(time->alpha));
}

template void check_alignment(std::string_view, const Alignment<float>&, const Quantity&, GammaRange);
template void check_alignment(std::string_view, const Alignment<double>&, const Quantity&, GammaRange);

}  // namespace softwarp
