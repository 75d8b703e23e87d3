/// Where the result of a program goes: a table on standard output, JSON, a picture.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "app/report/gnuplot.hpp"
#include "softwarp/core/output_file.hpp"

namespace softwarp {

/// The result in each form; only what is asked for is made.
struct Report {
  std::function<std::string()> table;
  std::function<nlohmann::ordered_json()> json;
  std::function<Drawing()> drawing = {};
};

/// The outputs of one run. Made before the work starts, so that a path that cannot be written is found at once.
class Outputs {
 public:
  /// `json`: file or "-", `plot`: file; unset where not asked for.   Throws: Error as OutputFile and PictureFile do.
  explicit Outputs(const std::optional<std::string>& json, const std::optional<std::string>& plot = {});

  /// Writes what was asked for. The table is left out where JSON stands alone on standard output.
  /// Throws: Error as OutputFile::commit() and PictureFile::commit() do.
  void write(const Report& report);

 private:
  std::optional<OutputFile> json_;
  std::optional<PictureFile> plot_;
};

}  // namespace softwarp
