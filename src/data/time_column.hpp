/// The column of a file that holds the time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "softwarp/data/sampling.hpp"

namespace softwarp {

/// Reads moments, row by row: dates of one form, or numbers.
class TimeColumn {
 public:
  /// `times` gets the moments; its `path`, `column` and `dates` say what is read.   Requires: `times` outlives this.
  TimeColumn(RowTimes& times, std::string name) : times_(times), name_(std::move(name)) {}

  /// Appends the moment of the row whose line is the last one in `times`.
  /// Throws: Error naming row and column if the field is no moment of the form of those before.
  void read(std::string_view field);

  /// To be called behind the last row: brings all moments onto one clock. That is UTC, if the offset from it changes;
  /// but where all moments are at the same time of day, the clock on the wall. Where no date tells the day from the
  /// month, the order that makes all steps equal is taken, if the other one does not.
  /// Throws: Error if dates may be read in two ways.
  void finish();

  /// Was the order of day and month found by their steps?
  bool order_by_steps() const { return order_by_steps_; }

 private:
  void read_number(std::string_view field);
  void read_date(std::string_view field);
  void find_order();
  [[noreturn]] void fail(std::string_view field, const std::string& expected) const;

  RowTimes& times_;
  std::string name_;
  bool order_by_steps_ = false;
  std::vector<std::int16_t> minutes_ahead_;  // of UTC, of each row
  std::string example_;                      // the first date, or the one that told day from month
};

}  // namespace softwarp
