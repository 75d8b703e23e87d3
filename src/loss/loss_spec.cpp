#include "softwarp/loss/loss_spec.hpp"

#include <algorithm>

#include "softwarp/alignment/alignment.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/in_quotes.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// Sets the option that an item such as "gamma=0.1" names.
void set_option(LossSpec& spec, std::string_view item) {
  const auto equals = std::min(item.find('='), item.size());
  const std::string_view name = trimmed(item.substr(0, equals));
  const std::string_view value = trimmed(item.substr(std::min(equals + 1, item.size())));
  const auto set = [&](auto& option, const auto& read, const char* expected) {
    if (option) throw Error(spec.name + ": expected " + std::string(name) + " once, found it twice");
    if (!read)
      throw Error(spec.name + ": " + std::string(name) + ": expected " + expected + ", found " + in_quotes(value));
    option = *read;
  };
  if (name == "gamma") return set(spec.gamma, parse_double(value), "a number");
  if (name == "alpha") return set(spec.alpha, parse_double(value), "a number");
  if (name == "band") return set(spec.band, parse_integer(value), "a whole number");
  if (name == "cost") return set(spec.cost, std::optional<std::string>(value), "a name");
  throw Error(spec.name + ": expected an option such as gamma=0.1 (gamma, alpha, band, cost), found " +
              in_quotes(item));
}

}  // namespace

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

LossSpec parse_loss(std::string_view text) {
  const auto open = text.find('(');
  LossSpec spec{.name = std::string(trimmed(text.substr(0, open)))};
  if (open == text.npos) return spec;
  std::string_view options = trimmed(text.substr(open + 1));
  if (!options.ends_with(')'))
    throw Error("loss: expected a text such as softdtw(gamma=0.1, band=6), found " + in_quotes(text));
  options = options.substr(0, options.size() - 1);
  for (std::size_t start = 0; start <= options.size();) {
    const std::size_t end = std::min(options.find(',', start), options.size());
    set_option(spec, options.substr(start, end - start));
    start = end + 1;
  }
  return spec;
}

}  // namespace softwarp
