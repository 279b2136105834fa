// Nodes, edges and paths as a cursor gives them out: copies, valid for ever, of what one view held.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kith/value.h"

namespace kith {

/// A node with its labels (sorted) and properties.
struct Node {
  NodeId id = {};
  std::vector<std::string> labels = {};
  Map properties = {};
};

/// A directed, typed edge ("relationship" in Cypher texts) from `from` to `to`.
struct Edge {
  EdgeId id = {};
  NodeId from = {};
  NodeId to = {};
  std::string type = {};
  Map properties = {};
};

/// A walk: nodes[0] -edges[0]- nodes[1] - ... ; always one node more than edges. An edge walked
/// backwards still names its own from and to.
struct Path {
  std::vector<Node> nodes = {};
  std::vector<Edge> edges = {};
};

/// `elementId()` of a node ("n:17") or edge ("e:17"): stable for the life of the store.
std::string element_id(NodeId id);
std::string element_id(EdgeId id);

}  // namespace kith
