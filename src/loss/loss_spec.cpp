#include "softwarp/loss/loss_spec.hpp"

#include "softwarp/alignment/alignment.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {

std::string to_text(const LossSpec& spec) {
  std::string parameters;
  const auto add = [&](const char* name, const std::string& value) {
    parameters += (parameters.empty() ? "" : ", ") + std::string(name) + "=" + value;
  };
  if (spec.gamma) add("gamma", to_text(*spec.gamma));
  if (spec.alpha && *spec.alpha != kDefaultAlpha) add("alpha", to_text(*spec.alpha));
  if (spec.band) add("band", std::to_string(*spec.band));
  if (spec.cost && *spec.cost != "sqeuclidean") add("cost", *spec.cost);
  return parameters.empty() ? spec.name : spec.name + "(" + parameters + ")";
}

}  // namespace softwarp
