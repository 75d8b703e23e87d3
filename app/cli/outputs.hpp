/// Where the result of a program goes: a table on standard output, JSON, a picture.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/report/gnuplot.hpp"
#include "softwarp/core/output_file.hpp"

namespace softwarp {

/// The result in each form, made only if it is asked for.
struct Report {
  std::function<std::string()> table;
  std::function<nlohmann::ordered_json()> json;
  std::function<Drawing()> drawing = {};
};

/// An option that names a file to write, and what it was given.
struct OutputArgument {
  std::string option;  ///< "json"
  std::optional<std::string> path;
};

/// Throws: UsageError where two outputs lead to the same file, also by links, or to standard output.
void check_outputs(const std::vector<OutputArgument>& outputs);

/// Takes each step even if one before it has failed or was interrupted, so that nothing is lost that can be written.
/// Throws: afterwards, what the first of those has thrown.
void try_each(const std::vector<std::function<void()>>& steps);

/// The outputs of one run. Constructed before the work starts, so that a path that cannot be written is found at once.
class Outputs {
 public:
  /// `json`: a file or "-", `plot`: a file; unset if not asked for.
  /// Throws: as check_outputs(), OutputFile and PictureFile do.
  explicit Outputs(const std::optional<std::string>& json, const std::optional<std::string>& plot = {});

  /// Writes what was asked for; the table last, and none if something else goes to standard output.
  /// Throws: Error as OutputFile::commit() and PictureFile::commit() do.
  void write(const Report& report);

 private:
  std::optional<OutputFile> json_;
  std::optional<PictureFile> plot_;
};

}  // namespace softwarp
