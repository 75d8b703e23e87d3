/// The base of all losses that align two series: softdtw, dtw, sharp, dilate and the divergences.
#pragma once

#include "softwarp/alignment/align.hpp"
#include "softwarp/loss/loss.hpp"

namespace softwarp {

/// A loss that is a quantity of the alignments of x and y. A derived class only says which, in its constructor.
template <class Real>
class AlignmentLoss : public Loss<Real> {
 public:
  std::string name() const final { return name_; }
  std::optional<AlignmentForm<Real>> alignment_form() const override {
    return AlignmentForm<Real>{options_, quantity_};
  }

 protected:
  /// `name` is the name without parameters: "softdtw".
  /// Throws: Error if γ, the band or α is out of range (alignment.hpp).
  AlignmentLoss(const std::string& name, const Alignment<Real>& options, const Quantity& quantity,
                GammaRange range = GammaRange::positive);

  void compute(std::span<Pair<Real>> pairs, Index dims) const override;

 private:
  Alignment<Real> options_;
  Quantity quantity_;
  std::string name_;
};

}  // namespace softwarp
