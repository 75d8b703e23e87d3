#include "lesson.hpp"

#include <algorithm>
#include <numeric>

#include "app/cli/outputs.hpp"
#include "app/report/table.hpp"
#include "lesson_report.hpp"
#include "softwarp/comparison/train_one.hpp"
#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"
#include "softwarp/loss/registry.hpp"
#include "training_data.hpp"

namespace softwarp {
namespace {

constexpr Index kMostChecked = 3;    // series
constexpr Index kMostEntries = 200;  // of each gradient

Examples<double> examples_of(const LearningProblem<double>& problem, Index first, Index count) {
  std::vector<Index> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), first);
  Examples<double> examples{.input = {}, .target = {}};
  problem.learn.take(numbers, examples);
  return examples;
}

// The optimizer of the first step of a training in batches of one.
OptimizerOptions first_step(const TrainerOptions& trainer, Index examples) {
  OptimizerOptions options = *trainer.optimizer;
  const double share = 1 / static_cast<double>(examples);
  options.weight_decay *= share;
  options.learning_rate *= rate_factor(trainer.schedule, share / 2, static_cast<double>(trainer.epochs));
  return options;
}

// 0.003 where the schedule has made it 0.0029999994.
std::string in_six_digits(double number) { return to_text(parse_double(rounded(number, 6)).value_or(number)); }

std::string in_words(const OptimizerOptions& options) {
  return (options.kind == OptimizerKind::adam ? "adam" : "sgd") + std::string(", learning rate ") +
         in_six_digits(options.learning_rate) +
         (options.weight_decay > 0 ? ", weight decay " + in_six_digits(options.weight_decay) + " times that" : "");
}

// Weights in general position: random ones of every layer, where a training may begin with a last layer of zeros.
Vector<double> general_weights(const LearningProblem<double>& problem, std::uint64_t seed) {
  if (problem.start) return *problem.start;
  Random random(seed);
  return problem.network.initial_parameters(random);
}

LessonPart part_of(const LearningProblem<double>& problem, const TrainingLoss& trained, const TrainOptions& options) {
  LossSpec spec = trained;
  if (trained.first_gamma) spec.gamma = trained.first_gamma;  // annealed: that of the first epoch
  const auto loss = make_loss<double>(spec);
  LessonPart part{.network = to_text(problem.network.spec().layers), .loss = loss->name(), .optimizer = {}};
  if (options.explain) {
    const TrainerOptions& trainer = problem.options.trainer;
    const OptimizerOptions first = first_step(trainer, problem.learn.count());
    const auto optimizer = make_optimizer<double>(first);
    Vector<double> theta = first_weights(problem, problem.options.seed);
    part.optimizer = in_words(first);
    part.step = explain_step(problem.network, *loss, examples_of(problem, *options.explain - 1, 1), *optimizer, theta,
                             trainer.clip);
  }
  if (options.check_gradient) {
    const Examples<double> examples = examples_of(problem, 0, std::min(problem.learn.count(), kMostChecked));
    part.checks = check_step(problem.network, *loss, examples, general_weights(problem, problem.options.seed),
                             {.most = kMostEntries});
  }
  return part;
}

}  // namespace

void give_lesson(TrainOptions& options) {
  Outputs outputs(options.common.json);
  const TrainingData data = load_training_data(options);
  Lesson lesson;
  for (const ComparisonOptions& network : options.networks) {
    const LearningProblem<double> problem = learning_problem<double>(*data.train, network);
    const Index count = problem.learn.count();
    if (options.explain.value_or(1) > count)
      throw Error("--explain: expected one of the " + std::to_string(count) + " training series, found " +
                  std::to_string(*options.explain));
    const std::string of = " of " + std::to_string(count) + " training series of " + data.train->name();
    if (options.explain) lesson.series = "series " + std::to_string(*options.explain) + of;
    if (options.check_gradient) lesson.checked = "the first " + std::to_string(std::min(count, kMostChecked)) + of;
    lesson.dims = data.train->dims();
    for (const TrainingLoss& loss : network.losses) {
      check_interrupt();
      lesson.parts.push_back(part_of(problem, loss, options));
    }
  }
  outputs.write(lesson_report(lesson));
  for (const LessonPart& part : lesson.parts) {
    if (none_wrong(part.checks)) continue;
    const auto wrong = std::ranges::find(part.checks, GradientVerdict::wrong, &GradientCheck::verdict);
    throw Error("--check-gradient: " + part.loss + ": " + wrong->name + " is not the slope of the value");
  }
}

}  // namespace softwarp
