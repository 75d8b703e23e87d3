/// The report of cluster: table, JSON, picture.
#pragma once

#include "app/cli/common_options.hpp"
#include "app/cli/outputs.hpp"
#include "cluster_runs.hpp"

namespace softwarp {

/// `init` as given.   Keeps references to all of its arguments.
Report cluster_report(const CommonOptions& common, const std::string& init, const ClusterOptions& options,
                      const SeriesSet& set, const std::vector<ClusterSetting>& settings);

/// The sizes of clusters for a table: all of them, in the order of the clusters, or for many clusters the smallest, the
/// largest and the median.
std::string sizes_text(std::vector<Index> sizes);

}  // namespace softwarp
