#include "softwarp/core/memory.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "softwarp/core/error.hpp"
#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

std::string gigabytes(double bytes) { return to_text(std::round(bytes / 1e8) / 10) + " GB"; }

}  // namespace

double memory_limit() {
  const long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
  double limit = std::numeric_limits<double>::infinity();
  if (pages > 0 && size > 0) limit = static_cast<double>(pages) * static_cast<double>(size);
  rlimit own{};
  if (getrlimit(RLIMIT_AS, &own) == 0 && own.rlim_cur != RLIM_INFINITY)
    limit = std::min(limit, static_cast<double>(own.rlim_cur));
  return limit;
}

void require_memory(const std::string& what, double bytes) {
  const double most = memory_limit() / 2;
  if (bytes <= most) return;
  throw Error(what + ": expected a need of at most " + gigabytes(most) + " of memory, half of what there is, found " +
              gigabytes(bytes));
}

}  // namespace softwarp
