#include "softwarp/core/simd.hpp"

#include "softwarp/core/simd_targets.hpp"

#include <hwy/highway.h>

#include <atomic>
#include <cstdlib>

#include "softwarp/core/error.hpp"

namespace softwarp {
namespace {

// The targets of this machine as bits; queried before any is forced, because forcing one changes Highway's answer.
std::int64_t supported() {
  static const std::int64_t targets = hwy::SupportedTargets() & HWY_TARGETS;
  return targets;
}

std::atomic<std::int64_t> chosen{0};  // 0 until it is set

void choose(std::int64_t target) {
  hwy::SetSupportedTargetsForTest(target);
  hwy::GetChosenTarget().Update(target);
  chosen = target;
}

std::int64_t lowest_bit(std::int64_t targets) { return targets & -targets; }  // the best target

}  // namespace

void set_simd(std::string_view name) {
  const std::int64_t all = supported();
  if (name == "auto") return choose(lowest_bit(all));
  std::string legal = "auto";
  for (std::int64_t rest = all; rest != 0; rest &= rest - 1) {
    const std::string_view target = hwy::TargetName(lowest_bit(rest));
    if (name == target) return choose(lowest_bit(rest));
    legal += ", " + std::string(target);
  }
  throw Error("SIMD target: expected one of " + legal + ", found \"" + std::string(name) + "\"");
}

std::string simd_name() {
  if (chosen == 0) {
    const char* wanted = std::getenv("SOFTWARP_SIMD");
    if (wanted == nullptr || *wanted == '\0') wanted = "auto";
    try {
      set_simd(wanted);
    } catch (const Error& error) {
      throw Error("SOFTWARP_SIMD: " + std::string(error.what()));
    }
  }
  return hwy::TargetName(chosen);
}

std::vector<std::string> simd_names() {
  std::vector<std::string> names;
  for (std::int64_t rest = supported(); rest != 0; rest &= rest - 1)
    names.emplace_back(hwy::TargetName(lowest_bit(rest)));
  return names;
}

}  // namespace softwarp
