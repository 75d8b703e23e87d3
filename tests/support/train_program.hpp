/// The built train program, as its user sees it: what is typed, and what comes back.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "support/subprocess.hpp"

namespace softwarp {

/// Runs it to its end.
ProcessResult train(const std::vector<std::string>& arguments, const ProcessOptions& options = {});

/// The report of a run that must succeed.
nlohmann::json report_of(std::vector<std::string> arguments, const ProcessOptions& options = {});

/// The part of a report that must not depend on threads: everything but times and the number of threads.
nlohmann::json without_time(nlohmann::json report);

/// Standard error less the lines that name settings worse than a naive forecast, which brief trainings may be.
std::string without_warnings(const std::string& err);

/// Checks that a run in `folder` writes nothing and ends with this status and this error line.
void check_refused(const std::vector<std::string>& arguments, int status, const std::string& message,
                   const std::filesystem::path& folder = {});

/// Rows of waves, preceded by class labels if wanted; deterministic and not constant.
std::string waves(int count, int length, const std::string& separator = "\t", bool labels = true);

}  // namespace softwarp
