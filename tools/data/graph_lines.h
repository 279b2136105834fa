// A whole graph as JSON Lines whose bytes depend on what the graph says, and not on how it came about.
//
//     {"node":0,"labels":["Article"],"properties":{"key":"rome.txt","text":"…"}}
//     {"node":1,"labels":["Entity","Person"],"properties":{"name":"JD Vance"}}
//     {"edge":"MET_WITH","from":1,"to":2,"properties":{"date":"2025-05-18"},"evidence":[{"article":"rome.txt",…}]}
//
// Nodes come first, numbered from 0: articles by key; entities by their first mention (key of the article, then place in
// its text); then the others by labels and properties. Edges follow by source, type, target and date, then by all
// else. Of nodes that are alike in all of that the older comes first.
//
// Nothing of the store's own numbering is in it: no element ids, nor the `key` of a loaded fact, which is a hash of
// them. A loaded fact whose direction means nothing goes from the lower number to the higher.
#pragma once

#include <functional>
#include <string_view>

#include "kith/status.h"
#include "kith/store.h"

namespace kith::tools {

struct ExportCounts {
  std::uint64_t nodes = 0;
  std::uint64_t edges = 0;
};

/// Writes the graph of one view of `store`, a line at a time with its newline. `typed`: values as in `kith pipe`.
/// Memory: about 130 MB, 60 bytes a node and what the keys of the articles take; the rest is sorted in temporary files.
Result<ExportCounts> export_graph(Store& store, bool typed, const std::function<Status(std::string_view line)>& write);

}  // namespace kith::tools
