/// What all losses that align two series share: softdtw, dtw, sharp, dilate and the divergences.
#pragma once

#include "softwarp/alignment/align.hpp"
#include "softwarp/loss/loss.hpp"

namespace softwarp {

/// A loss that is a quantity of the alignments of x and y. Which one, its constructor says; the rest is done here.
template <class Real>
class AlignmentLoss : public Loss<Real> {
 public:
  std::string name() const final { return name_; }

 protected:
  /// `name` without parameters: "softdtw".
  /// Throws: Error if γ, the band or α is out of range (alignment.hpp).
  AlignmentLoss(const std::string& name, const Alignment<Real>& how, const Quantity& quantity,
                GammaRange range = GammaRange::positive);

  void compute(std::span<Pair<Real>> pairs, Index dims) const override;

 private:
  Alignment<Real> how_;
  Quantity quantity_;
  std::string name_;
};

}  // namespace softwarp
