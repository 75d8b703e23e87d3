/// Ways to average by name.
#pragma once

#include <compare>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "softwarp/averaging/averager.hpp"

namespace softwarp {

/// A way to average, as options and files name it. Parameters that it does not have must be unset.
struct MethodSpec {
  std::string name = {};  ///< one of known_averagers()
  // As in LossSpec: the parameters of the loss that the method minimises.
  std::optional<double> gamma = {};
  std::optional<Index> band = {};
  std::optional<double> alpha = {};
  std::optional<std::string> cost = {};

  auto operator<=>(const MethodSpec&) const = default;
};

/// The text form of a method, like that of a loss: "softdtw(gamma=0.1)", "dba(band=6)".
std::string to_text(const MethodSpec& spec);

template <class Real>
using AveragerFactory = std::unique_ptr<Averager<Real>>(const MethodSpec&);

/// A name that make_averager() knows, which options such an averager has, and how it is made.
/// The factories are references, so that an entry without them does not compile.
struct AveragerEntry {
  std::string_view name;
  bool has_gamma;
  bool has_alpha;
  bool aligns;  ///< has a band and a cost
  AveragerFactory<float>& make_float;
  AveragerFactory<double>& make_double;
};

/// "dba", "subgradient", "mean", and every loss but the Euclidean one, whose average is "mean". Losses are minimised by
/// L-BFGS.
std::span<const AveragerEntry> known_averagers();

/// The entry of a name.   Throws: Error listing the known names if it is none of them.
const AveragerEntry& find_averager(std::string_view name);

/// Throws: Error for an unknown name, an option that is missing or has no place, or one that is out of range.
template <class Real>
std::unique_ptr<Averager<Real>> make_averager(const MethodSpec& spec);

}  // namespace softwarp
