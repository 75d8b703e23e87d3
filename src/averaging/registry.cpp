#include "softwarp/averaging/registry.hpp"

#include <algorithm>
#include <concepts>
#include <vector>

#include "softwarp/averaging/barycenter.hpp"
#include "softwarp/averaging/dba.hpp"
#include "softwarp/averaging/euclidean_mean.hpp"
#include "softwarp/averaging/subgradient.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/loss/registry.hpp"

namespace softwarp {
namespace {

// As if the method were a loss of its name.
LossSpec as_loss(const MethodSpec& spec) { return {spec.name, spec.gamma, spec.band, spec.alpha, spec.cost}; }

template <template <class> class A>
constexpr bool kAligns = std::constructible_from<A<double>, Alignment<double>>;

template <template <class> class A, class Real>
std::unique_ptr<Averager<Real>> make(const MethodSpec& spec) {
  if constexpr (kAligns<A>)
    return std::make_unique<A<Real>>(alignment_of<Real>(as_loss(spec)));
  else
    return std::make_unique<A<Real>>();
}

template <class Real>
std::unique_ptr<Averager<Real>> make_barycenter(const MethodSpec& spec) {
  return std::make_unique<Barycenter<Real>>(make_loss<Real>(as_loss(spec)));
}

template <template <class> class A>
AveragerEntry own_entry(std::string_view name) {
  return {.name = name,
          .has_gamma = false,
          .has_alpha = false,
          .aligns = kAligns<A>,
          .make_float = make<A, float>,
          .make_double = make<A, double>};
}

AveragerEntry barycenter_entry(const LossEntry& loss) {
  return {.name = loss.name,
          .has_gamma = loss.has_gamma,
          .has_alpha = loss.has_alpha,
          .aligns = loss.aligns,
          .make_float = make_barycenter<float>,
          .make_double = make_barycenter<double>};
}

std::vector<AveragerEntry> all_entries() {
  std::vector<AveragerEntry> entries{own_entry<DtwBarycenterAveraging>("dba"),
                                     own_entry<SubgradientDescent>("subgradient"), own_entry<EuclideanMean>("mean")};
  for (const LossEntry& loss : known_losses()) {
    if (loss.name != "euclidean") entries.push_back(barycenter_entry(loss));
  }
  return entries;
}

}  // namespace

std::string to_text(const MethodSpec& spec) { return to_text(as_loss(spec)); }

std::span<const AveragerEntry> known_averagers() {
  static const std::vector<AveragerEntry> entries = all_entries();
  return entries;
}

const AveragerEntry& find_averager(std::string_view name) {
  const auto entries = known_averagers();
  const auto found = std::ranges::find(entries, name, &AveragerEntry::name);
  if (found != entries.end()) return *found;
  throw Error("averaging: expected one of " + joined(entries, ", ", &AveragerEntry::name) + "; found \"" +
              std::string(name) + "\"");
}

template <class Real>
std::unique_ptr<Averager<Real>> make_averager(const MethodSpec& spec) {
  const AveragerEntry& entry = find_averager(spec.name);
  check_options(spec, entry);
  if constexpr (std::same_as<Real, float>)
    return entry.make_float(spec);
  else
    return entry.make_double(spec);
}

template std::unique_ptr<Averager<float>> make_averager<float>(const MethodSpec&);
template std::unique_ptr<Averager<double>> make_averager<double>(const MethodSpec&);

}  // namespace softwarp
