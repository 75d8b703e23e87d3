#include "softwarp/loss/registry.hpp"

#include <algorithm>
#include <array>
#include <concepts>

#include "softwarp/core/joined.hpp"
#include "softwarp/loss/dilate.hpp"
#include "softwarp/loss/divergence.hpp"
#include "softwarp/loss/euclidean.hpp"
#include "softwarp/loss/sharp.hpp"
#include "softwarp/loss/soft_dtw.hpp"

namespace softwarp {
namespace {

// The options of a loss are the parameters of its constructor: an Alignment, perhaps α. A loss that takes an Alignment
// but can also be default-constructed has no γ.
template <template <class> class L>
constexpr bool kAligns = std::constructible_from<L<double>, Alignment<double>>;
template <template <class> class L>
constexpr bool kHasGamma = kAligns<L> && !std::default_initializable<L<double>>;
template <template <class> class L>
constexpr bool kHasAlpha = std::constructible_from<L<double>, Alignment<double>, double>;

template <template <class> class L, class Real>
std::unique_ptr<Loss<Real>> make(const LossSpec& spec) {
  if constexpr (kAligns<L>) {
    const Alignment<Real> alignment = alignment_of<Real>(spec);
    if constexpr (kHasAlpha<L>)
      return std::make_unique<L<Real>>(alignment, spec.alpha.value_or(kDefaultAlpha));
    else
      return std::make_unique<L<Real>>(alignment);
  } else {
    return std::make_unique<L<Real>>();
  }
}

template <template <class> class L>
constexpr LossEntry entry(std::string_view name) {
  return {.name = name,
          .has_gamma = kHasGamma<L>,
          .has_alpha = kHasAlpha<L>,
          .aligns = kAligns<L>,
          .make_float = make<L, float>,
          .make_double = make<L, double>};
}

constexpr std::array kLosses{
    entry<EuclideanLoss>("euclidean"),
    entry<SoftDtwLoss>("softdtw"),
    entry<SoftDtwDivergence>("softdtw-divergence"),
    entry<SharpLoss>("sharp"),
    entry<SharpDivergence>("sharp-divergence"),
    entry<DilateLoss>("dilate"),
    entry<DtwLoss>("dtw"),
};

}  // namespace

std::span<const LossEntry> known_losses() { return kLosses; }

const LossEntry& find_loss(std::string_view name) {
  const auto found = std::ranges::find(kLosses, name, &LossEntry::name);
  if (found != kLosses.end()) return *found;
  throw Error("loss: expected one of " + joined(kLosses, ", ", &LossEntry::name) + "; found \"" + std::string(name) +
              "\"");
}

template <class Real>
Alignment<Real> alignment_of(const LossSpec& spec) {
  Alignment<Real> alignment{.gamma = spec.gamma.value_or(0), .band = spec.band};
  if (spec.cost) alignment.cost = make_cost<Real>(*spec.cost);
  return alignment;
}

template <class Real>
std::unique_ptr<Loss<Real>> make_loss(const LossSpec& spec) {
  const LossEntry& entry = find_loss(spec.name);
  check_options(spec, entry);
  if constexpr (std::same_as<Real, float>)
    return entry.make_float(spec);
  else
    return entry.make_double(spec);
}

template Alignment<float> alignment_of<float>(const LossSpec&);
template Alignment<double> alignment_of<double>(const LossSpec&);
template std::unique_ptr<Loss<float>> make_loss<float>(const LossSpec&);
template std::unique_ptr<Loss<double>> make_loss<double>(const LossSpec&);

}  // namespace softwarp
