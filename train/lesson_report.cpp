#include "lesson_report.hpp"

#include <utility>

#include "app/report/json_report.hpp"
#include "app/report/matrix_text.hpp"
#include "app/report/table.hpp"

namespace softwarp {
namespace {

using nlohmann::ordered_json;

constexpr MatrixWindow kNumbersShown{.rows = 6, .columns = 8};
const std::string kMargin = "    ";

std::string shape_text(const std::vector<Index>& shape) {
  std::string text = "[";
  for (std::size_t k = 0; k < shape.size(); ++k) text += (k == 0 ? "" : "×") + std::to_string(shape[k]);
  return text + "]";
}

// A tensor of θ as a matrix: its first index runs down, all others across. A vector is one row.
Matrix<double> as_matrix(const Vector<double>& values, const std::vector<Index>& shape) {
  if (shape.size() < 2) return values.transpose();
  return values.reshaped(shape.front(), values.size() / shape.front());
}

// Series as rows of values, one below the other.
std::string rows(const std::string& name, const Matrix<double>& columns) {
  return "   " + name + " " + shape_text({columns.rows()}) + "\n" +
         matrix_text(columns.transpose(), kNumbersShown, kMargin);
}

std::string tensor(const std::string& name, const Vector<double>& values, const std::vector<Index>& shape) {
  return "   " + name + " " + shape_text(shape) + "\n" + matrix_text(as_matrix(values, shape), kNumbersShown, kMargin);
}

std::string layer_title(std::size_t k, const ExplainedLayer& layer) {
  return "\n   Layer " + std::to_string(k) + ", " + layer.name + ": " + std::to_string(layer.input.size()) + " → " +
         std::to_string(layer.output.size()) + "\n";
}

std::string step_text(const LessonPart& part) {
  const ExplainedStep& step = *part.step;
  std::string text = "1. Forward: from the input x to the forecast ŷ\n" + rows("x", step.x);
  for (std::size_t k = 0; k < step.layers.size(); ++k) {
    text += layer_title(k, step.layers[k]);
    for (const ExplainedPart& each : step.layers[k].parts) text += tensor(each.part.name, each.before, each.part.shape);
    text += rows("y", step.layers[k].y);
  }
  if (step.base.size() > 0) text += rows("base, the forecast that the network corrects", step.base);
  text += "\n" + rows("ŷ, the forecast", step.forecast) + rows("target", step.target);
  text += "\n2. Loss: L = " + part.loss + " = " + rounded(step.value, 6) + "\n" + rows("dy = ∂L/∂ŷ", step.dy);
  text += "\n3. Backward: from dy to the gradient of each layer\n";
  for (std::size_t k = step.layers.size(); k-- > 0;) {
    text += layer_title(k, step.layers[k]) + rows("dy", step.layers[k].dy);
    for (const ExplainedPart& each : step.layers[k].parts)
      text += tensor("∂L/∂" + each.part.name, each.gradient, each.part.shape);
  }
  text += "\n   length of the whole gradient: " + rounded(step.gradient_norm, 6) + "\n";
  text += "\n4. Step: " + part.optimizer + "\n";
  for (const ExplainedLayer& layer : step.layers) {
    for (const ExplainedPart& each : layer.parts)
      text += tensor("change of " + each.part.name, each.after - each.before, each.part.shape);
  }
  return text + "   L of the same series after the step: " + rounded(step.value_after, 6) + "\n";
}

std::string table(const Lesson& lesson) {
  std::string text;
  for (const LessonPart& part : lesson.parts) {
    const std::string title = part.loss + ", network " + part.network + "\n";
    if (part.step)
      text += (text.empty() ? "" : "\n") + std::string("One step on ") + lesson.series + ", in double; " + title +
              "Units are those that the network sees; one row is one series.\n\n" + step_text(part);
    if (!part.checks.empty())
      text += (text.empty() ? "" : "\n") + std::string("Gradients against differences, on ") + lesson.checked +
              ", in double; " + title + to_text(part.checks);
  }
  return text;
}

// By rows, as in the table.
ordered_json numbers(const Matrix<double>& matrix) {
  ordered_json json = ordered_json::array();
  for (const auto& row : matrix.rowwise()) {
    ordered_json& cells = json.emplace_back(ordered_json::array());
    for (const double number : row) cells.push_back(std::isfinite(number) ? ordered_json(number) : ordered_json());
  }
  return json;
}
ordered_json series(const Matrix<double>& columns) { return numbers(columns.transpose()); }

ordered_json step_json(const LessonPart& part) {
  const ExplainedStep& step = *part.step;
  ordered_json json{{"input", series(step.x)},
                    {"base", step.base.size() > 0 ? series(step.base) : ordered_json()},
                    {"forecast", series(step.forecast)},
                    {"target", series(step.target)},
                    {"value", step.value},
                    {"dy", series(step.dy)},
                    {"gradient_norm", step.gradient_norm},
                    {"optimizer", part.optimizer},
                    {"value_after", step.value_after}};
  for (const ExplainedLayer& layer : step.layers) {
    ordered_json& of_layer = json["layers"].emplace_back(
        ordered_json{{"layer", layer.name}, {"y", series(layer.y)}, {"dy", series(layer.dy)}});
    of_layer["parts"] = ordered_json::array();
    for (const ExplainedPart& each : layer.parts)
      of_layer["parts"].push_back({{"name", each.part.name},
                                   {"shape", each.part.shape},
                                   {"before", numbers(as_matrix(each.before, each.part.shape))},
                                   {"gradient", numbers(as_matrix(each.gradient, each.part.shape))},
                                   {"after", numbers(as_matrix(each.after, each.part.shape))}});
  }
  return json;
}

ordered_json check_json(const GradientCheck& check) {
  return {{"gradient", check.name},    {"shape", check.shape},       {"compared", check.compared},
          {"worst", check.worst},      {"analytic", check.analytic}, {"numeric", check.numeric},
          {"relative", check.error()}, {"step", check.step},         {"verdict", to_text(check.verdict())}};
}

ordered_json json(const Lesson& lesson) {
  ordered_json report = json_header("train");
  report["explained"] = json_or_null(lesson.series);
  report["checked"] = json_or_null(lesson.checked);
  report["dims"] = lesson.dims;
  for (const LessonPart& part : lesson.parts) {
    ordered_json& of_part =
        report["lessons"].emplace_back(ordered_json{{"network", part.network}, {"loss", part.loss}});
    if (part.step) of_part["step"] = step_json(part);
    for (const GradientCheck& check : part.checks) of_part["checks"].push_back(check_json(check));
  }
  return report;
}

}  // namespace

Report lesson_report(const Lesson& lesson) {
  return {.table = [&] { return table(lesson); }, .json = [&] { return json(lesson); }};
}

}  // namespace softwarp
