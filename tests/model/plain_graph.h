// The graph as plainly as it can be said: maps in memory. Storage must answer as this does.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "base/ids.h"
#include "kith/value.h"
#include "storage/reader.h"

namespace kith::model {

using Properties = std::map<std::string, Value>;

struct PlainNode {
  std::set<std::string> labels;
  Properties properties;
};

struct PlainEdge {
  NodeId from = {};
  NodeId to = {};
  std::string type;
  Properties properties;
  std::map<std::tuple<NodeId, std::uint32_t, std::string>, storage::EvidenceRow> evidence;
};

struct PlainGraph {
  std::map<NodeId, PlainNode> nodes;
  std::map<EdgeId, PlainEdge> edges;

  /// Edges at `node`, in the order storage promises: target, then edge id.
  std::vector<std::pair<NodeId, EdgeId>> adjacent(NodeId node, Direction direction, const std::string& type) const {
    std::vector<std::pair<NodeId, EdgeId>> found;
    for (const auto& [id, edge] : edges) {
      if (edge.type != type) continue;
      if (direction == Direction::kOut && edge.from == node) found.emplace_back(edge.to, id);
      if (direction == Direction::kIn && edge.to == node) found.emplace_back(edge.from, id);
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  bool has_edges(NodeId node) const {
    return std::any_of(edges.begin(), edges.end(),
                       [&](const auto& entry) { return entry.second.from == node || entry.second.to == node; });
  }

  bool is_cited(NodeId node) const {
    for (const auto& [id, edge] : edges)
      for (const auto& [key, row] : edge.evidence)
        if (row.article == node) return true;
    return false;
  }

  void drop_evidence_of(NodeId article) {
    for (auto& [id, edge] : edges)
      std::erase_if(edge.evidence, [&](const auto& entry) { return entry.second.article == article; });
  }
};

}  // namespace kith::model
