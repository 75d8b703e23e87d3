#include "report_page.hpp"

#include <algorithm>
#include <utility>

#include "app/report/alignment_picture.hpp"
#include "app/report/html.hpp"
#include "softwarp/alignment/expected_alignment.hpp"
#include "softwarp/comparison/gamma_choice.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/core/parallel.hpp"
#include "softwarp/core/simd.hpp"
#include "softwarp/core/version.hpp"
#include "softwarp/data/fingerprint.hpp"
#include "train_report.hpp"

namespace softwarp {
namespace {

std::string counted(Index count) { return std::to_string(count); }

std::string result_section(const TrainOptions& options, const Comparison& result) {
  std::string html = result_table(result, options.comparison).html(errors_in_words(options.comparison));
  if (const std::string gamma = gamma_choice_in_words(result); !gamma.empty()) html += html_paragraph(gamma);
  html += html_paragraph("Chosen: " + choice_in_words(result) + ".");
  return html_section("results", "Test errors", html);
}

// Pictures that show one run of each setting say which, where there are several.
std::string of_which_seed(const TrainOptions& options) {
  return options.comparison.repeats > 1 ? " Of the seeds, the one chosen as above is drawn." : "";
}

std::string forecast_section(const TrainOptions& options, const TestForecasts& forecasts) {
  std::vector<std::string> pictures;
  for (const std::size_t rank : shown_ranks(forecasts, kShownForecasts)) {
    pictures.push_back(inline_svg(draw_panels({forecast_panel(forecasts, rank)}, 1),
                                  series_in_words(forecasts, rank) + "; input, truth and forecasts"));
  }
  const std::string caption =
      "Test series from the best to the worst by the DTW error of the chosen run, evenly spaced in this order. Each "
      "has "
      "axes of its own: steps to the right, values in units of the data upwards; the dotted line is where the input "
      "ends." +
      of_which_seed(options);
  return html_section("forecasts", "Forecasts", html_figure(pictures, caption, forecast_legend(forecasts)));
}

// A series of the set as a set of its own.
ForecastSet only(const ForecastSet& set, Index series) {
  return {.input = set.input.col(series),
          .target = set.target.col(series),
          .mean = set.mean.col(series),
          .deviation = set.deviation.col(series),
          .dims = set.dims};
}

// How the chosen run's forecast is aligned with the truth, steps without a value left out of both.
std::string alignment_picture(const TestForecasts& forecasts, std::size_t rank, double gamma) {
  const Index series = forecasts.ranking[rank], dims = forecasts.set.dims;
  const auto steps = [&](const Matrix<double>& columns) {
    return Matrix<double>(columns.col(series).reshaped(dims, columns.rows() / dims));
  };
  const Matrix<double> forecast = steps(forecasts.values[forecasts.chosen]), truth = steps(forecasts.set.target);
  std::vector<Index> there;
  for (Index t = 0; t < truth.cols(); ++t) {
    if (truth.col(t).allFinite()) there.push_back(t);
  }
  const Matrix<double> x = forecast(Eigen::all, there), y = truth(Eigen::all, there);
  Drawing drawing = draw_alignment(
      expected_alignment({x.data(), dims, x.cols()}, {y.data(), dims, y.cols()}, {.gamma = gamma}), x, y);
  drawing.width = drawing.height = 420;  // its numbers must be legible on a telephone
  return inline_svg(drawing, "Test series " + counted(series + 1) + ": expected alignment of forecast and truth");
}

std::string one_series(const TrainTest& data, const TestForecasts& forecasts, std::size_t rank, double gamma) {
  const Index series = forecasts.ranking[rank];
  const std::string heading = series_in_words(forecasts, rank);
  std::string place = data.test.where(series);
  place = place.substr(place.rfind('/') + 1);
  Table table({"loss", "gamma", "init", "DTW", "Euclidean", "TDI", "divergence"});
  for (std::size_t k = 0; k < forecasts.runs.size(); ++k) {
    const ForecastErrors errors = evaluate(forecasts.values[k].col(series), only(forecasts.set, series));
    table.add({forecasts.runs[k]->loss.name, gamma_text(*forecasts.runs[k]), to_text(forecasts.runs[k]->init),
               rounded(errors.dtw), rounded(errors.euclidean), rounded(errors.tdi), rounded(errors.divergence)});
  }
  Panel panel = forecast_panel(forecasts, rank);
  panel.lines.erase(panel.lines.begin());  // the input: without it there is more room for what it is about
  panel.mark.reset();
  const std::string picture = inline_svg(draw_panels({panel}, 1), heading + "; truth and forecasts");
  std::vector<LegendEntry> legend = forecast_legend(forecasts);
  legend.erase(legend.begin());
  return "<h3>" + html_escaped(heading) + "</h3>\n" + table.html("Errors on this series (" + place + ")") +
         html_figure({picture, alignment_picture(forecasts, rank, gamma)},
                     "Left, or above: the forecasts. Right, or below: the expected alignment of the chosen run's "
                     "forecast (down the side) with the truth (along the top), the darker the likelier two steps "
                     "belong together; gamma " +
                         to_text(gamma) + ". Off the diagonal, the forecast is early or late.",
                     legend);
}

std::string best_and_worst_section(const TrainTest& data, const Comparison& result, const TestForecasts& forecasts) {
  const double gamma = gamma_candidates(forecasts.set.target)[1];  // about a tenth of the targets' variance
  std::string html = html_paragraph("By the DTW error of the chosen run, " + choice_in_words(result) + ".");
  html += one_series(data, forecasts, 0, gamma);
  if (forecasts.ranking.size() > 1) html += one_series(data, forecasts, forecasts.ranking.size() - 1, gamma);
  return html_section("best-and-worst", "Best and worst test series", html);
}

// What every epoch of a run gave, as a line from epoch 1 on; NaN where it gave nothing.
template <class Value>
Line curve(const Run& run, const LineStyle& style, Value&& value) {
  Line line{.values = Matrix<double>(1, static_cast<Index>(run.history.size())), .style = style, .first = 1};
  for (std::size_t e = 0; e < run.history.size(); ++e) line.values(0, static_cast<Index>(e)) = value(run.history[e]);
  return line;
}

std::string curve_section(const TrainOptions& options, const TestForecasts& forecasts) {
  if (std::ranges::all_of(forecasts.runs, [](const Run* run) { return run->history.size() < 2; }))
    return "";  // no lines
  const bool validated = forecasts.runs.front()->validation.has_value();
  const std::vector<LegendEntry> legend{{"training", {"#0072b2", 1.5}}, {"validation", {"#d55e00", 1.5}}};
  std::vector<std::string> losses;
  Panel dtw{.title = "Validation DTW", .lines = {}, .logarithmic = true},
      euclidean{.title = "Validation Euclidean", .lines = {}, .logarithmic = true};
  const std::vector<LineStyle> styles = run_styles(forecasts);
  for (std::size_t k = 0; k < forecasts.runs.size(); ++k) {
    const Run& run = *forecasts.runs[k];
    Panel panel{.title = in_words(run),
                .lines = {curve(run, legend[0].style, [](const EpochRecord& record) { return record.loss; })}};
    panel.logarithmic = true;
    if (validated) {
      panel.mark = static_cast<double>(run.best_epoch);
      panel.lines.push_back(
          curve(run, legend[1].style, [](const EpochRecord& record) { return record.validation->loss; }));
      dtw.lines.push_back(curve(run, styles[k], [](const EpochRecord& record) { return record.validation->dtw; }));
      euclidean.lines.push_back(
          curve(run, styles[k], [](const EpochRecord& record) { return record.validation->euclidean; }));
    }
    losses.push_back(inline_svg(draw_panels({panel}, 1), "Loss of every epoch: " + panel.title));
  }
  std::string html = html_figure(
      losses,
      std::string("The loss that is trained under, after each epoch, in the units that the network sees: mean over the "
                  "training series while the weights moved") +
          (validated ? ", and over the series held out; the dotted line is the epoch whose weights are kept." : ".") +
          " An axis is logarithmic where its values are above 0 and span a factor of ten." + of_which_seed(options),
      validated ? legend : std::vector<LegendEntry>{legend[0]});
  if (validated) {
    std::vector<LegendEntry> runs = forecast_legend(forecasts);
    runs.erase(runs.begin(), runs.begin() + 2);  // input and truth
    html += html_figure(
        {inline_svg(draw_panels({dtw}, 1), "DTW error on the validation series after every epoch"),
         inline_svg(draw_panels({euclidean}, 1), "Squared Euclidean error on the validation series after every epoch")},
        "Errors on the series held out after each epoch, in squared units of the data; axes as above.", runs);
  }
  return html_section("curves", "Loss curves", html);
}

std::string training_section(const TrainOptions& options, const Comparison& result) {
  const bool restarted = options.comparison.restarts > 1, validated = result.runs.front().validation.has_value();
  std::vector<std::string> header{"loss", "gamma", "init", "seed"};
  const auto more = [](std::vector<std::string>& row, bool wanted, const std::string& cell) {
    if (wanted) row.push_back(cell);
  };
  more(header, restarted, "restart");
  more(header, true, "epochs");
  more(header, validated, "best epoch");
  for (const char* name : {"training loss", "training DTW"}) more(header, true, name);
  more(header, validated, "validation DTW");
  for (const char* name : {"test DTW", "test Euclidean", "seconds"}) more(header, true, name);
  Table table(header);
  for (const Run& run : result.runs) {
    std::vector<std::string> row{run.loss.name, gamma_text(run), to_text(run.init), std::to_string(run.seed)};
    more(row, restarted, counted(run.restart));
    more(row, true, counted(run.epochs));
    more(row, validated, counted(run.best_epoch));
    more(row, true, rounded(run.train_loss));
    more(row, true, rounded(run.train.dtw));
    more(row, validated, run.validation ? rounded(run.validation->dtw) : "-");
    more(row, true, rounded(run.test.dtw));
    more(row, true, rounded(run.test.euclidean));
    more(row, true, rounded(run.seconds, 3));
    table.add(row);
  }
  return html_section(
      "trainings", "Every training",
      table.html("Training loss: after training, in the units that the network sees; DTW and "
                 "Euclidean: in squared units of the data. Epochs and seconds: under this loss alone."));
}

std::string lengths(const SeriesSet& set) {
  const std::string longest = counted(set.longest());
  return (set.shortest() == set.longest() ? longest : counted(set.shortest()) + " to " + longest) + " steps";
}

Index missing_values(const SeriesSet& set) {
  Index missing = 0;
  for (const Series& series : set.series) missing += series.values.array().isNaN().count();
  return missing;
}

std::string facts_section(const TrainTest& data, const TrainOptions& options, const Comparison& result) {
  const auto about = [](const SeriesSet& set) {
    return counted(set.count()) + " series of " + lengths(set) + ", " + counted(missing_values(set)) +
           " missing values, fingerprint " + fingerprint(set);
  };
  return html_section(
      "facts", "Data and machine",
      html_facts({{"Data set", data.train.name},
                  {"Training set", about(data.train)},
                  {"Test set", about(data.test)},
                  {"Dimensions", counted(data.train.dims)},
                  {"Input and forecast",
                   counted(result.shape.input) + " steps in, " + counted(result.shape.target) + " to forecast"},
                  {"Network", in_words(result.network)},
                  {"Numbers", to_text(options.common.precision)},
                  {"Program", std::string("softwarp train ") + kVersion},
                  {"Machine", "SIMD target " + simd_name() + ", " + std::to_string(threads()) + " threads"}}));
}

}  // namespace

std::string report_page(const TrainTest& data, const TrainOptions& options, const Comparison& result,
                        const TestForecasts& forecasts) {
  const std::string title = data.train.name + ": forecasts compared";
  const std::string body =
      "<header>\n<h1>" + html_escaped(title) + "</h1>\n" + html_paragraph(data_in_words(data, result)) + "</header>\n" +
      "<main>\n" + result_section(options, result) + forecast_section(options, forecasts) +
      best_and_worst_section(data, result, forecasts) + curve_section(options, forecasts) +
      training_section(options, result) +
      html_section(
          "options", "Options",
          html_paragraph("As train --config reads them.") + "<pre>" + html_escaped(options.config) + "</pre>\n") +
      facts_section(data, options, result) + "</main>\n";
  return html_page(title, body);
}

}  // namespace softwarp
