/// How much memory there is, so that a run that will not fit says so before it starts.
#pragma once

#include <string>

namespace softwarp {

/// Bytes that the process may take: all of the machine's memory, or less where it is limited (ulimit -v).
double memory_limit();

/// The one rule: what grows with a product of sizes that the caller gives, such as series × the longest one's steps, is
/// checked before it is allocated. Half of memory_limit() must hold it, because work on it takes copies.
/// Throws: Error "WHAT: expected a need of at most … GB of memory, half of what there is, found …".   `what`: where, and
///   the sizes that make it so large.
void require_memory(const std::string& what, double bytes);

}  // namespace softwarp
