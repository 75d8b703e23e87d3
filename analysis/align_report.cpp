#include "align_report.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "app/report/alignment_picture.hpp"
#include "app/report/json_report.hpp"
#include "app/report/matrix_text.hpp"
#include "app/report/table.hpp"
#include "app/report/tables_picture.hpp"
#include "softwarp/alignment/align.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/loss/registry.hpp"

namespace softwarp {
namespace {

using nlohmann::ordered_json;

SeriesView<double> view(const Matrix<double>& x) { return {x.data(), x.rows(), x.cols()}; }

// What one alignment of two series gives.
Pair<double> aligned_pair(const Matrix<double>& x, const Matrix<double>& y, const Alignment<double>& how,
                          const Quantity& quantity = Minimum()) {
  Pair<double> pair = pair_of(view(x), view(y));
  align(std::span(&pair, 1), x.rows(), how, quantity);
  return pair;
}

std::string unit_of(const LossSpec& loss) { return loss.cost == "absolute" ? "units" : "squared units"; }

// The matches in lines, or only their number if they would fill a screen.
std::string path_text(const std::vector<Match>& path) {
  constexpr std::size_t kMost = 200, kWidth = 100;
  const std::string count = "Best alignment: " + std::to_string(path.size()) + " matches of steps, counted from 0";
  if (path.size() > kMost) return count + ", which --json lists.\n";
  std::string text = count + ".\n", line;
  for (const auto& [i, j] : path) {
    const std::string match = "(" + std::to_string(i) + "," + std::to_string(j) + ")";
    if (line.size() + 1 + match.size() > kWidth) text += std::exchange(line, "") + "\n";
    line += (line.empty() ? "" : " ") + match;
  }
  return text + line + "\n";
}

struct NamedMatrix {
  const char* name;
  const char* text;
  const Matrix<double>& matrix;
};

std::vector<NamedMatrix> named(const AlignmentTables& tables) {
  return {{"cost", "Costs Δ, Δ_ij = δ(x_i, y_j)", tables.cost},
          {"r", "r, r_ij = Δ_ij + min^γ of the three cells before; the last is the value", tables.r},
          {"up", "Weights from above", tables.up},
          {"left", "Weights from the left", tables.left},
          {"diagonal", "Weights along the diagonal", tables.diagonal},
          {"E", "E, the gradient with respect to Δ: the probability of each cell", tables.E},
          {"dx", "dx, the gradient with respect to x", tables.dx},
          {"dy", "dy, the gradient with respect to y", tables.dy}};
}

std::string tables_text(const AlignmentTables& tables) {
  std::string text = "\nRows are the steps of x, columns those of y; in dx and dy, columns are steps.\n";
  for (const NamedMatrix& each : named(tables)) text += "\n" + std::string(each.text) + "\n" + matrix_text(each.matrix);
  return text;
}

// Row by row; what lies outside of a band has no cost, which is null.
ordered_json tables_json(const AlignmentTables& tables) {
  ordered_json json;
  for (const NamedMatrix& each : named(tables)) {
    ordered_json& rows = json[each.name] = ordered_json::array();
    for (const auto& row : each.matrix.rowwise()) {
      ordered_json& numbers = rows.emplace_back(ordered_json::array());
      for (const double number : row) numbers.push_back(std::isfinite(number) ? ordered_json(number) : ordered_json());
    }
  }
  return json;
}

std::string table(const Aligned& aligned) {
  const auto or_none = [](const std::optional<double>& number) { return number ? rounded(*number, 6) : "-"; };
  const std::string unit = unit_of(aligned.loss);
  Table table({"measure", "value", "unit"});
  table.add({to_text(aligned.loss), rounded(aligned.value, 6), unit});
  table.add({"soft-DTW divergence", or_none(aligned.divergence), unit});
  table.add({"plain DTW (squared Euclidean, no band)", rounded(aligned.dtw, 6), "squared units"});
  table.add({"entropy of the alignments", or_none(aligned.entropy), "nats"});
  table.add({"temporal distortion (TDI)", rounded(aligned.distortion, 6), "none"});
  return "Series of " + std::to_string(aligned.x.cols()) + " and " + std::to_string(aligned.y.cols()) + " steps.\n" +
         reading_line(aligned.reading) + "\n" + table.text() +
         (aligned.loss.gamma ? "" : "\n" + path_text(aligned.path)) +
         (aligned.tables ? tables_text(*aligned.tables) : "");
}

ordered_json json(const Aligned& aligned) {
  const LossSpec& loss = aligned.loss;
  ordered_json report = json_header("align");
  report["data"] = {{"reading", json_or_null(aligned.reading)}};
  report["lengths"] = {aligned.x.cols(), aligned.y.cols()};
  report["dims"] = aligned.x.rows();
  report["gamma"] = loss.gamma.value_or(0);
  report["options"] = {{"band", loss.band ? ordered_json(*loss.band) : ordered_json()}, {"cost", *loss.cost}};
  report["value"] = aligned.value;
  report["divergence"] = json_or_null(aligned.divergence);
  report["dtw"] = aligned.dtw;
  report["entropy"] = json_or_null(aligned.entropy);
  report["temporal_distortion"] = aligned.distortion;
  if (aligned.tables) report["matrices"] = tables_json(*aligned.tables);
  if (loss.gamma) return report;
  report["path"] = ordered_json::array();
  for (const auto& [i, j] : aligned.path) report["path"].push_back({i, j});
  return report;
}

}  // namespace

Aligned align(const LossSpec& loss, const Matrix<double>& x, const Matrix<double>& y, bool with_tables) {
  if (with_tables && std::max(x.cols(), y.cols()) > kMostInTables)
    throw Error("--matrices: expected series of at most " + std::to_string(kMostInTables) + " steps, found " +
                std::to_string(x.cols()) + " and " + std::to_string(y.cols()) +
                "; --plot alone draws E of longer ones");
  Aligned aligned{.loss = loss, .x = x, .y = y};
  Alignment<double> how = alignment_of<double>(loss), best = how, plain;
  best.gamma = 0;
  double xx = 0, yy = 0;
  std::vector<std::function<void()>> works{
      [&] { aligned.value = aligned_pair(x, y, how).value; },
      [&] { aligned.path = best_path(view(x), view(y), best); },
      [&] { aligned.dtw = aligned_pair(x, y, plain).value; },
  };
  if (loss.gamma) {
    works.push_back([&] { aligned.entropy = alignment_entropy(view(x), view(y), how); });
    works.push_back([&] { xx = aligned_pair(x, x, how).value; });
    works.push_back([&] { yy = aligned_pair(y, y, how).value; });
  }
  parallel_for(static_cast<Index>(works.size()), [&](Index k) { works[static_cast<std::size_t>(k)](); });
  aligned.distortion = temporal_distortion(aligned.path);
  if (loss.gamma) aligned.divergence = aligned.value - xx / 2 - yy / 2;
  if (with_tables) aligned.tables = alignment_tables(x, y, how);
  return aligned;
}

Report align_report(const Aligned& aligned) {
  const auto drawing = [&aligned] {
    if (aligned.tables) return draw_tables(*aligned.tables, aligned.x, aligned.y);
    const Matrix<double> E =
        reduced_alignment(view(aligned.x), view(aligned.y), alignment_of<double>(aligned.loss), kMostDrawn, kMostDrawn);
    return draw_alignment(E, aligned.x, aligned.y);
  };
  return {.table = [&] { return table(aligned); }, .json = [&] { return json(aligned); }, .drawing = drawing};
}

}  // namespace softwarp
