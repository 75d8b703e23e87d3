/// What all losses that align two series share: softdtw, dtw, sharp, dilate and the divergences.
#pragma once

#include <memory>
#include <optional>

#include "softwarp/alignment/align.hpp"
#include "softwarp/alignment/cost.hpp"
#include "softwarp/loss/loss.hpp"

namespace softwarp {

/// Which alignments are allowed, and what matching two steps costs.
template <class Real>
struct AlignmentOptions {
  std::optional<Index> band = {};  ///< radius of the Sakoe-Chiba band (alignment/band.hpp), or no band
  std::shared_ptr<const Cost<Real>> cost = make_cost<Real>("sqeuclidean");
};

/// A loss that is a quantity of the alignments of x and y. Which one, its constructor says; the rest is done here.
template <class Real>
class AlignmentLoss : public Loss<Real> {
 public:
  std::string name() const final;

 protected:
  /// Throws: Error if γ is not a positive finite number (the loss "dtw" has γ = 0), the band's radius is negative, α is
  /// not from 0 to 1, or there is no cost.
  AlignmentLoss(const std::string& name, const Alignment& how, const AlignmentOptions<Real>& options);

  void compute(std::span<Pair<Real>> pairs, Index dims) const override;

 private:
  std::string name_;
  Alignment how_;
  std::shared_ptr<const Cost<Real>> cost_;
};

}  // namespace softwarp
