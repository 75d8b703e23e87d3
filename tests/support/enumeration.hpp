/// All alignments of two short series, one by one, to check the recursions against.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "softwarp/alignment/expected_alignment.hpp"

namespace softwarp::test {

/// Every path from (0, 0) to (n − 1, m − 1) by steps down, right or diagonally.
inline std::vector<std::vector<Match>> all_alignments(Index n, Index m) {
  std::vector<std::vector<Match>> alignments;
  std::vector<Match> path;
  const std::function<void(Index, Index)> walk = [&](Index i, Index j) {
    path.push_back({i, j});
    const bool down = i + 1 < n, right = j + 1 < m;
    if (!down && !right) alignments.push_back(path);
    if (down) walk(i + 1, j);
    if (right) walk(i, j + 1);
    if (down && right) walk(i + 1, j + 1);
    path.pop_back();
  };
  walk(0, 0);
  return alignments;
}

/// The distribution over all alignments of a cost matrix, p(A) ∝ e^(−⟨A, Δ⟩/γ), and quantities derived from it.
struct EnumeratedAlignments {
  double least;          ///< min ⟨A, Δ⟩
  double soft_minimum;   ///< min^γ ⟨A, Δ⟩
  double expected_cost;  ///< Σ p ⟨A, Δ⟩
  double entropy;        ///< −Σ p ln p
  double time;           ///< Σ p ⟨A, Ω⟩/(n·m), Ω_ij = (i − j)²
  Matrix<double> E;      ///< Σ p A
  std::vector<Match> best;

  EnumeratedAlignments(const Matrix<double>& delta, double gamma) {
    const auto alignments = all_alignments(delta.rows(), delta.cols());
    std::vector<double> costs;
    for (const auto& path : alignments) {
      double cost = 0;
      for (const auto& [i, j] : path) cost += delta(i, j);
      costs.push_back(cost);
    }
    const auto best_at = std::min_element(costs.begin(), costs.end());
    least = *best_at;
    best = alignments[static_cast<std::size_t>(best_at - costs.begin())];
    double total = 0;
    for (const double cost : costs) total += std::exp((least - cost) / gamma);
    soft_minimum = least - gamma * std::log(total);
    expected_cost = entropy = time = 0;
    E = Matrix<double>::Zero(delta.rows(), delta.cols());
    for (std::size_t k = 0; k < costs.size(); ++k) {
      const double log_p = (least - costs[k]) / gamma - std::log(total), p = std::exp(log_p);
      expected_cost += p * costs[k];
      entropy -= p * log_p;
      for (const auto& [i, j] : alignments[k]) {
        E(i, j) += p;
        time += p * static_cast<double>((i - j) * (i - j)) / static_cast<double>(delta.size());
      }
    }
  }
};

}  // namespace softwarp::test
