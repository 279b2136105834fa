// The search behind shortestPath and allShortestPaths: trails between two nodes by length.
//
// Least length is found breadth first from both ends, each level whole; which trails have it follows from the
// levels. That is right only where every shortest walk is a trail (different ends, no lower bound above
// one). Elsewhere, and to go on when a condition on the whole path refused all shortest ones, trails are
// grown level by level from one end (`LevelSearch`), which is exhaustive.
#pragma once

#include <functional>
#include <vector>

#include "query/exec/adjacency.h"

namespace kith::exec {

using Trail = std::vector<EdgeRef>;

struct PathQuestion {
  NodeId from = {};
  NodeId to = {};
  Direction direction = Direction::kOut;
  std::vector<TypeId> types = {};  ///< empty: all
  std::uint64_t hops_min = 1;
  std::uint64_t hops_max = ~std::uint64_t{0};
  Value edge_properties = {};  ///< a map that every edge must equal in its keys
  bool all = false;            ///< all of the least length, or one
  /// Whether a trail is a result. Empty: every one is.
  std::function<Result<bool>(const Trail&)> accept = {};
};

/// The accepted trails of the least length that has one; at most one unless `all`.
Result<std::vector<Trail>> search_paths(Runtime& runtime, const PathQuestion& question);

}  // namespace kith::exec
