#include "choices_in_words.hpp"

#include <algorithm>

#include "app/report/table.hpp"
#include "softwarp/core/number.hpp"
#include "train_report.hpp"

namespace softwarp {
namespace {

// A chosen network, and the one that would have been chosen without it.
std::string margin_in_words(const NetworkChoice& choice, const std::string& chosen) {
  std::vector<std::pair<double, std::string>> others;
  double error = 0;
  for (std::size_t k = 0; k < choice.candidates.size(); ++k) {
    const std::string name = to_text(choice.candidates[k]);
    if (name == chosen) error = choice.validation_error[k];
    if (name != chosen && choice.failures[k].empty()) others.emplace_back(choice.validation_error[k], name);
  }
  const std::string text = chosen + ' ' + rounded(error);
  if (others.empty()) return text + ", the only one that could be trained";
  const auto& [second, name] = *std::ranges::min_element(others, {}, [](const auto& other) { return other.first; });
  const std::string more = error > 0 ? " (" + rounded(100 * (second / error - 1), 2) + " % more)" : "";
  return text + ", then " + name + ' ' + rounded(second) + more;
}

}  // namespace

std::string gamma_choice_in_words(const Comparison& comparison) {
  const auto with_choice = std::ranges::find_if(
      comparison.settings, [](const Setting& setting) { return setting.gamma_choice.has_value(); });
  if (with_choice == comparison.settings.end()) return "";
  const GammaChoice& choice = *with_choice->gamma_choice;  // those of one network have the same candidates
  std::string text = "* chosen among ";
  for (const double gamma : choice.candidates) text += to_text(gamma) + (gamma == choice.candidates.back() ? "" : ", ");
  if (names_networks(comparison)) text += " (" + with_choice->network_name + ")";
  return text + ": the lowest DTW on " + std::to_string(choice.series) + " training " + examples_in_words(comparison) +
         " held out.";
}

std::string network_choice_in_words(const Comparison& comparison) {
  std::string text;
  for (const Setting& setting : comparison.settings) {
    const auto& choice = setting.network_choice;
    if (!choice) continue;
    std::string before = ";";
    if (text.empty()) {
      text = "Networks chosen among ";
      for (const NetworkKind network : choice->candidates)
        text += to_text(network) + (network == choice->candidates.back() ? "" : ", ");
      text += " for the lowest DTW (of euclidean: Euclidean error)\non " + std::to_string(choice->series) +
              " training " + examples_in_words(comparison) + " held out";
      before = ":";
    }
    text += before + "\n  " + to_text(setting.loss) + ", init " + to_text(setting.init) + ": " +
            margin_in_words(*choice, setting.network_name);
  }
  return text.empty() ? "" : text + '.';
}

std::vector<std::string> networks_left_out(const Comparison& comparison) {
  std::vector<std::string> lines;
  for (const Setting& setting : comparison.settings) {
    if (!setting.network_choice) continue;
    const NetworkChoice& choice = *setting.network_choice;
    for (std::size_t k = 0; k < choice.candidates.size(); ++k) {
      if (choice.failures[k].empty()) continue;
      const std::string line = "not chosen: " + to_text(choice.candidates[k]) + ": " + choice.failures[k];
      if (std::ranges::count(lines, line) == 0) lines.push_back(line);
    }
  }
  return lines;
}

}  // namespace softwarp
