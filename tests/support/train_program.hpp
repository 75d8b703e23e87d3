/// The built train program, from the outside: what a user types and what comes back.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "support/subprocess.hpp"

namespace softwarp {

/// Runs it to its end.
ProcessResult train(const std::vector<std::string>& arguments, const ProcessOptions& options = {});

/// The report of a run that must go well.
nlohmann::json report_of(std::vector<std::string> arguments, const ProcessOptions& options = {});

/// What must not depend on threads: all but the time it took and their number.
nlohmann::json without_time(nlohmann::json report);

/// Checks that a run in `folder` does nothing but end with this status and this line.
void check_refused(const std::vector<std::string>& arguments, int status, const std::string& message,
                   const std::filesystem::path& folder = {});

/// Rows of waves, `label` first; deterministic and not constant.
std::string waves(int count, int length, const std::string& separator = "\t", bool labels = true);

}  // namespace softwarp
