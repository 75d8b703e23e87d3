#include "report_page.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>

#include "app/report/alignment_picture.hpp"
#include "app/report/html.hpp"
#include "choices_in_words.hpp"
#include "forecast_pictures.hpp"
#include "softwarp/alignment/expected_alignment.hpp"
#include "softwarp/comparison/gamma_choice.hpp"
#include "softwarp/core/joined.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/core/simd.hpp"
#include "softwarp/core/version.hpp"
#include "train_report.hpp"

namespace softwarp {
namespace {

using Ranking = std::vector<RankedSeries>;

std::string result_section(const Comparison& comparison) {
  std::string html = result_table(comparison).html(errors_in_words(comparison));
  for (const std::string& text :
       {gamma_in_words(comparison), gamma_choice_in_words(comparison), network_choice_in_words(comparison)}) {
    if (!text.empty()) html += html_paragraph(text);
  }
  if (comparison.data.windows)
    html += value_table(comparison).html(values_in_words(comparison)) +
            step_table(comparison).html("Mean absolute error at some steps of the horizon, in units of the data");
  html += html_paragraph("Chosen: " + choice_in_words(comparison));
  return html_section("results", "Test errors", html);
}

// Pictures show one run of each setting; where there are several, they say which.
std::string of_which_seed(const Comparison& comparison) {
  return comparison.chosen_setting().runs.size() > 1 ? " Of the seeds, the one chosen as above is drawn." : "";
}

std::string forecast_picture(const Comparison& comparison, const RankedSeries& ranked,
                             std::span<const std::size_t> settings, Index variable) {
  const Panel panel = forecast_panel(comparison, ranked, settings, variable);
  const std::string of = panel.y_name == "value" ? "" : ", " + panel.y_name;
  return inline_svg(draw_panels({panel}, 1),
                    ranked.title + of + "; input, truth and forecasts: " + joined(settings, "; ", [&](std::size_t k) {
                      return to_text(comparison.settings[k]);
                    }));
}

std::string dtw_in_words(const Comparison& comparison) {
  return comparison.test.dims > 1 ? " DTW is that of all variables together." : "";
}

std::string axes_in_words(const Comparison& comparison) {
  return comparison.data.windows ? "Each has axes of its own: time to the right, values in units of the data upwards."
                                 : "Each has axes of its own: steps to the right, values in units of the data upwards.";
}

std::string sentence(const std::string& text) { return text.empty() ? "" : ' ' + text; }

std::string forecast_section(const Comparison& comparison, const Ranking& ranking) {
  constexpr std::size_t kShown = 9;
  const std::vector<std::size_t> order = settings_to_draw(comparison);
  const auto drawn = std::span(order).first(std::min(order.size(), kShownRuns));
  std::vector<std::string> pictures;
  for (const std::size_t place : shown_places(ranking.size(), shown_series(comparison, kShown))) {
    for (Index variable = 0; variable < shown_variables(comparison); ++variable)
      pictures.push_back(forecast_picture(comparison, ranking[place], drawn, variable));
  }
  const std::string caption = "Test " + examples_in_words(comparison) +
                              " from the best to the worst by the DTW error of the chosen run, evenly spaced in this "
                              "order. " +
                              axes_in_words(comparison) + dtw_in_words(comparison) +
                              sentence(drawn_in_words(comparison)) + of_which_seed(comparison);
  return html_section("forecasts", "Forecasts", html_figure(pictures, caption, forecast_legend(comparison)));
}

// A series of the set as a set of its own.
ForecastSet only(const ForecastSet& set, Index series) { return select(set, {series}); }

// How the chosen run's forecast is aligned with the truth, steps without a value left out of both.
std::string alignment_picture(const Comparison& comparison, Index series, double gamma) {
  const Index dims = comparison.test.dims;
  const auto steps = [&](const Matrix<double>& columns) {
    return Matrix<double>(columns.col(series).reshaped(dims, columns.rows() / dims));
  };
  const Matrix<double> forecast = steps(comparison.chosen_setting().test_forecast),
                       truth = steps(comparison.test.target);
  std::vector<Index> present;
  for (Index t = 0; t < truth.cols(); ++t) {
    if (truth.col(t).allFinite()) present.push_back(t);
  }
  const Matrix<double> x = forecast(Eigen::all, present), y = truth(Eigen::all, present);
  Drawing drawing = draw_alignment(reduced_alignment({x.data(), dims, x.cols()}, {y.data(), dims, y.cols()},
                                                     {.gamma = gamma}, kMostDrawn, kMostDrawn),
                                   x, y);
  drawing.width = drawing.height = 420;  // its numbers must be legible on a telephone
  return inline_svg(drawing,
                    "Test series " + std::to_string(series + 1) + ": expected alignment of forecast and truth");
}

// The forecasts of all settings, a few in each picture; of very many, those that are drawn elsewhere.
std::vector<std::string> pictures_of_all(const Comparison& comparison, const RankedSeries& ranked) {
  const std::vector<std::size_t> order = settings_to_draw(comparison);
  const Index variables = shown_variables(comparison);
  const std::size_t most = std::max<std::size_t>(1, kMostPanels / static_cast<std::size_t>(variables)) * kShownRuns;
  std::vector<std::string> pictures;
  for (std::size_t first = 0; first < std::min(order.size(), most); first += kShownRuns) {
    const auto some = std::span(order).subspan(first, std::min(kShownRuns, order.size() - first));
    for (Index variable = 0; variable < variables; ++variable)
      pictures.push_back(forecast_picture(comparison, ranked, some, variable));
  }
  return pictures;
}

std::string one_series(const Comparison& comparison, const RankedSeries& ranked, double gamma) {
  std::string place = comparison.data.test_places[static_cast<std::size_t>(ranked.series)];
  place = place.substr(place.rfind('/') + 1);
  std::vector<std::string> header = setting_header(comparison);
  for (const char* error : {"DTW", "Euclidean", "TDI", "divergence"}) header.emplace_back(error);
  Table table(header);
  for (const Setting& setting : comparison.settings) {
    const ForecastErrors errors = evaluate(setting.test_forecast.col(ranked.series),
                                           only(comparison.test, ranked.series), comparison.divergence_gamma());
    std::vector<std::string> row = setting_cells(comparison, setting);
    for (const std::string& error :
         {rounded(errors.dtw), rounded(errors.euclidean), rounded(errors.tdi), rounded(errors.divergence)})
      row.push_back(error);
    table.add(row);
  }
  std::vector<std::string> pictures = pictures_of_all(comparison, ranked);
  pictures.push_back(alignment_picture(comparison, ranked.series, gamma));
  return "<h3>" + html_escaped(ranked.title) + "</h3>\n" + table.html("Errors here (" + place + ")") +
         html_figure(
             pictures,
             "First the forecasts, at most three in a picture. Last the expected alignment of the chosen run's "
             "forecast (down the side) with the truth (along the top); the stronger the colour, the likelier it "
             "is that two steps belong together; gamma " +
                 to_text(gamma) + ". Off the diagonal, the forecast is early or late.",
             forecast_legend(comparison));
}

std::string best_and_worst_section(const Comparison& comparison, const Ranking& ranking) {
  const double gamma = gamma_candidates(comparison.test.target)[1];  // about a tenth of the targets' variance
  std::string html = html_paragraph("By the DTW error of the chosen run, " + chosen_in_words(comparison) + ".");
  html += one_series(comparison, ranking.front(), gamma);
  if (ranking.size() > 1) html += one_series(comparison, ranking.back(), gamma);
  return html_section("best-and-worst", "Best and worst of the test " + examples_in_words(comparison), html);
}

// One number from each epoch of a run, as a line that starts at epoch 1.
template <class Value>
Line curve(const Run& run, const LineStyle& style, Value&& value) {
  Line line{.values = Matrix<double>(1, static_cast<Index>(run.history.size())), .style = style, .first = 1};
  for (std::size_t e = 0; e < run.history.size(); ++e) line.values(0, static_cast<Index>(e)) = value(run.history[e]);
  return line;
}

const LegendEntry kTraining{"training", {"#0072b2", 1.5}}, kValidation{"validation", {"#d55e00", 1.5}};

// The training loss of each setting in a picture of its own, with the validation loss where there is one.
std::string loss_figure(const Comparison& comparison, bool validated) {
  std::vector<std::string> pictures;
  for (const Setting& setting : comparison.settings) {
    const Run& run = setting.chosen_run();
    if (run.history.empty()) continue;  // solved in closed form
    Panel panel{.title = to_text(setting), .lines = {}, .logarithmic = true, .x_name = "epoch", .y_name = "loss"};
    panel.lines.push_back(curve(run, kTraining.style, [](const EpochRecord& record) { return record.loss; }));
    if (validated) {
      panel.mark = static_cast<double>(run.best_epoch);
      panel.lines.push_back(
          curve(run, kValidation.style, [](const EpochRecord& record) { return record.validation->loss; }));
    }
    pictures.push_back(inline_svg(draw_panels({panel}, 1), "Loss of every epoch: " + panel.title));
  }
  const std::string caption =
      std::string(
          "The loss of each training after each epoch, in the units that the network sees: mean over the "
          "training " +
          examples_in_words(comparison) + " while the weights moved") +
      (validated ? ", and over those held out. The dotted line is the epoch whose weights are kept." : ".") +
      " An axis is logarithmic where its values are above 0 and span a factor of ten." + of_which_seed(comparison);
  return html_figure(pictures, caption, validated ? std::vector{kTraining, kValidation} : std::vector{kTraining});
}

// A validation error of all settings in one picture.
std::string validation_picture(const Comparison& comparison, const std::string& name, double ValidationErrors::*error) {
  Panel panel{.title = "Validation " + name, .lines = {}, .logarithmic = true, .x_name = "epoch", .y_name = name};
  const std::vector<LineStyle> styles = setting_styles(comparison);
  for (std::size_t k = 0; k < styles.size(); ++k) {
    if (comparison.settings[k].chosen_run().history.empty()) continue;
    panel.lines.push_back(curve(comparison.settings[k].chosen_run(), styles[k],
                                [&](const EpochRecord& record) { return record.validation.value().*error; }));
  }
  return inline_svg(draw_panels({panel}, 1), name + " error on what is held out after every epoch");
}

std::string curve_section(const Comparison& comparison) {
  const auto is_short = [](const Setting& setting) { return setting.chosen_run().history.size() < 2; };
  if (std::ranges::all_of(comparison.settings, is_short)) return "";  // points make no curve
  const bool validated = comparison.chosen_run().validation.has_value();
  std::string html = loss_figure(comparison, validated);
  if (validated) {
    std::vector<LegendEntry> legend;
    const std::vector<LineStyle> styles = setting_styles(comparison);
    for (std::size_t k = 0; k < styles.size(); ++k) legend.push_back({to_text(comparison.settings[k]), styles[k]});
    html += html_figure({validation_picture(comparison, "DTW", &ValidationErrors::dtw),
                         validation_picture(comparison, "Euclidean", &ValidationErrors::euclidean)},
                        "Errors on what is held out after each epoch, in squared units of the data; axes as above.",
                        legend);
  }
  return html_section("curves", "Loss curves", html);
}

std::string training_section(const Comparison& comparison, const TrainOptions& options) {
  struct Column {
    std::string name;
    bool shown;
    std::function<std::string(const Setting&, const Run&)> cell;
  };
  const bool restarted = options.comparison().restarts > 1, validated = comparison.chosen_run().validation.has_value();
  std::vector<Column> columns{
      {"network", names_networks(comparison), [](const Setting& setting, const Run&) { return setting.network_name; }},
      {"loss", true, [](const Setting& setting, const Run&) { return setting.loss.name; }},
      {"gamma", true, [](const Setting& setting, const Run&) { return gamma_text(setting); }},
      {"init", true, [](const Setting& setting, const Run&) { return to_text(setting.init); }},
      {"seed", true, [](const Setting&, const Run& run) { return std::to_string(run.seed); }},
      {"restart", restarted, [](const Setting&, const Run& run) { return std::to_string(run.restart); }},
      {"epochs", true, [](const Setting&, const Run& run) { return std::to_string(run.epochs); }},
      {"best epoch", validated, [](const Setting&, const Run& run) { return std::to_string(run.best_epoch); }},
      {"training loss", true, [](const Setting&, const Run& run) { return rounded(run.train_loss); }},
      {"training DTW", true, [](const Setting&, const Run& run) { return rounded(run.train.dtw); }},
      {"validation DTW", validated, [](const Setting&, const Run& run) { return rounded(run.validation->dtw); }},
      {"test DTW", true, [](const Setting&, const Run& run) { return rounded(run.test.dtw); }},
      {"test Euclidean", true, [](const Setting&, const Run& run) { return rounded(run.test.euclidean); }},
      {"seconds", true, [](const Setting&, const Run& run) { return rounded(run.seconds, 3); }}};
  std::erase_if(columns, [](const Column& column) { return !column.shown; });
  std::vector<std::string> header;
  for (const Column& column : columns) header.push_back(column.name);
  Table table(header);
  for (const Setting& setting : comparison.settings) {
    for (const Run& run : setting.runs) {
      std::vector<std::string> row;
      for (const Column& column : columns) row.push_back(column.cell(setting, run));
      table.add(row);
    }
  }
  return html_section(
      "trainings", "Every training",
      table.html("Training loss: after training, in the units that the network sees. DTW and Euclidean: in squared "
                 "units of the data. Epochs and seconds: under this loss alone."));
}

std::string option_section(const TrainOptions& options) {
  return html_section(
      "options", "Options",
      html_paragraph("As train --config reads them.") + "<pre>" + html_escaped(options.config) + "</pre>\n");
}

std::string set_in_words(const SetFacts& set, const std::string& examples) {
  const std::string longest = std::to_string(set.longest);
  return std::to_string(set.count) + ' ' + examples + " of " +
         (set.shortest == set.longest ? longest : std::to_string(set.shortest) + " to " + longest) + " steps, " +
         std::to_string(set.missing_values) + " missing values, fingerprint " + set.fingerprint;
}

std::string networks_in_words(const Comparison& comparison) {
  return joined(comparison.networks, "; ", [](const ComparedNetwork& network) { return to_text(network.spec.layers); });
}

std::string facts_section(const Comparison& comparison, const TrainOptions& options) {
  const DataFacts& data = comparison.data;
  return html_section(
      "facts", "Data and machine",
      html_facts({{"Data set", data.name},
                  {"Read as", data.reading.empty() ? "generated" : data.reading},
                  {"Training set", set_in_words(data.train, examples_in_words(comparison))},
                  {"Test set", set_in_words(data.test, examples_in_words(comparison))},
                  {"Dimensions", std::to_string(data.dims)},
                  {"Input and forecast", std::to_string(data.shape.input) + " steps in, " +
                                             std::to_string(data.shape.target) + " to forecast"},
                  {"Network", networks_in_words(comparison)},
                  {"Numbers", to_text(options.common.precision)},
                  {"Program", std::string("softwarp train ") + kVersion},
                  {"Machine", "SIMD target " + simd_name() + ", " + std::to_string(threads()) + " threads"}}));
}

}  // namespace

std::string report_page(const Comparison& comparison, const TrainOptions& options) {
  const std::string title = comparison.data.name + ": forecasts compared";
  const Ranking ranking = ranked_series(comparison);
  return html_page(title, "<header>\n<h1>" + html_escaped(title) + "</h1>\n" +
                              html_paragraph(data_in_words(comparison)) + "</header>\n<main>\n" +
                              result_section(comparison) + forecast_section(comparison, ranking) +
                              best_and_worst_section(comparison, ranking) + curve_section(comparison) +
                              training_section(comparison, options) + option_section(options) +
                              facts_section(comparison, options) + "</main>\n");
}

}  // namespace softwarp
