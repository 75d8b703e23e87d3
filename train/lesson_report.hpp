/// The report of a lesson.
#pragma once

#include <string>
#include <vector>

#include "app/cli/outputs.hpp"
#include "softwarp/training/explained_step.hpp"

namespace softwarp {

/// What was done for one network and one loss.
struct LessonPart {
  std::string network;    ///< as its layers spell it
  std::string loss;       ///< with its parameters
  std::string optimizer;  ///< in words: "adam, learning rate 0.003"
  std::optional<ExplainedStep> step = {};
  std::vector<GradientCheck> checks = {};
};

struct Lesson {
  std::string series;   ///< what was explained: "series 3 of 30 of ECG200"
  std::string checked;  ///< likewise, what was checked
  Index dims = 1;       ///< D of the targets' steps
  std::vector<LessonPart> parts;
};

/// Shapes as [rows×columns]; the table shows the first numbers of each tensor, JSON all of them.   Keeps a reference.
Report lesson_report(const Lesson& lesson);

}  // namespace softwarp
