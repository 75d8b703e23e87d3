/// exercise [NAME|all]: runs an exercise of docs/exercises.md; without a name, lists them.
///
/// Exit status: 0 if all is right, 1 if something is not, 2 if there is no such exercise.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "exercises/exercise.hpp"
#include "softwarp/core/random.hpp"

using namespace softwarp;

namespace {

struct Exercise {
  std::string name, title;
  bool (*run)();
};

const std::vector<Exercise> kExercises{
    {"factor_two", "the squared error without its factor 2", exercises::factor_two},
    {"trains_anyway", "a network that trains with a wrong gradient", exercises::trains_anyway},
    {"wrong_sign", "dx is right, dy is not", exercises::wrong_sign},
    {"averaged_twice", "a mean over the batch, taken once too often", exercises::averaged_twice},
    {"equal_lengths", "a loss for equally long series that does not say so", exercises::equal_lengths},
    {"gaps", "missing steps that are filled with zeros", exercises::gaps},
    {"small_gamma", "a soft minimum that overflows", exercises::small_gamma},
    {"three_ways", "a backward recursion that forgets a way", exercises::three_ways},
    {"lost_path", "a layer whose gradient gets lost on two ways", exercises::lost_path},
    {"precision", "an error that float hides and double shows", exercises::precision},
    {"step_h", "the step of a finite difference", exercises::step_h},
    {"kink", "the absolute error at zero", exercises::kink},
    {"adam_start", "Adam's first steps", exercises::adam_start},
    {"step_size", "gradient descent that climbs", exercises::step_size},
    {"soft_msm", "soft-MSM, whose backward pass is yours to write", exercises::soft_msm},
};

bool passes(const Exercise& exercise) {
  std::printf("== %s: %s\n", exercise.name.c_str(), exercise.title.c_str());
  bool passed = false;
  try {
    passed = exercise.run();
  } catch (const std::exception& error) {
    std::printf("WRONG: it ends with an exception: %s\n", error.what());
  }
  std::printf("== %s: %s\n", exercise.name.c_str(), passed ? "passed" : "not yet");
  return passed;
}

}  // namespace

bool exercises::expect(bool holds, const std::string& what) {
  std::printf("%s: %s\n", holds ? "right" : "WRONG", what.c_str());
  return holds;
}

bool exercises::expect_right(const std::vector<GradientCheck>& checks) {
  std::fputs(to_text(checks).c_str(), stdout);
  return none_wrong(checks);
}

Matrix<double> exercises::random_matrix(Index rows, Index columns, std::uint64_t seed) {
  Random random(seed);
  Matrix<double> numbers(rows, columns);
  for (double& number : numbers.reshaped()) number = random.normal();
  return numbers;
}

std::string exercises::bar(double value, double largest, int width) {
  const double length = std::isnan(value) ? 0 : std::max(0.0, std::round(width * value / largest));
  if (length > width) return std::string(static_cast<std::size_t>(width - 1), '#') + '>';
  return std::string(static_cast<std::size_t>(length), '#');
}

int main(int argc, char** argv) {
  if (argc > 2) {
    std::fprintf(stderr, "exercise: expected one name, found %d\n", argc - 1);
    return 2;
  }
  const std::string wanted = argc > 1 ? argv[1] : "";
  if (wanted.empty()) {
    for (const Exercise& exercise : kExercises)
      std::printf("%-15s %s\n", exercise.name.c_str(), exercise.title.c_str());
    return 0;
  }
  bool found = false, all_passed = true;
  for (const Exercise& exercise : kExercises) {
    if (wanted != "all" && wanted != exercise.name) continue;
    found = true;
    all_passed = passes(exercise) && all_passed;
  }
  if (!found) {
    std::fprintf(stderr, "exercise: %s: expected all or the name of an exercise (none given: lists them)\n",
                 wanted.c_str());
    return 2;
  }
  return all_passed ? 0 : 1;
}
