/// Regular clocks: from the number of a step to its moment as a file writes it, and back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "softwarp/core/types.hpp"
#include "softwarp/data/calendar.hpp"
#include "softwarp/data/number_stamp.hpp"
#include "softwarp/data/time_stamp.hpp"

namespace softwarp {

/// Steps at equal distances, the first of which is step 0. Moments are counted in `unit`.
struct Clock {
  /// What is counted: rows of a file without a time column, the numbers of a time column (years, seconds, …),
  /// microseconds since 1970, or months since January 1970, as months are not equally long.
  enum class Unit { rows, numbers, microseconds, months };

  Unit unit = Unit::rows;
  std::int64_t start = 1;     ///< step 0; the first row of a file is 1
  std::int64_t distance = 1;  ///< from one step to the next
  int day = 1;                ///< of the month, for months: 31 is their last one
  std::int64_t within = 0;    ///< for months: microseconds since that day began
  TimeForm form = {};         ///< for microseconds and months
  int decimals = 0;           ///< for numbers: `start` and `distance` are in units of their last digit

  /// The moment of a step, in the form of the file; of rows their number. Steps may lie before the first one.
  std::string text(Index step) const;

  /// The moment of a step: microseconds for months, too; of numbers without their point.
  std::int64_t moment(Index step) const;

  /// The step at a moment, given as moment() returns it; nothing if it lies between two steps.
  std::optional<Index> step_of(std::int64_t moment) const;

  /// The distance, for the user: 1 hour, 15 minutes, 1 month, 1 row; of numbers the difference.
  std::string distance_text() const;

  /// Are the steps of both equally long?
  bool same_distance(const Clock& other) const {
    return unit == other.unit && distance_text() == other.distance_text();
  }
};

}  // namespace softwarp
