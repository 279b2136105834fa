// A plain graph with values of every kind, constraints and evidence: what seeks, ranges and constraints
// must answer is read off it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "kith/value.h"
#include "storage/reader.h"

namespace kith::testing {

struct ValueNode {
  std::set<std::string> labels;
  std::map<std::string, Value> properties;
};

struct ValueEdge {
  NodeId from{};
  NodeId to{};
  std::string type;
  std::map<std::string, Value> properties;
  std::map<std::tuple<NodeId, std::uint32_t, std::string>, storage::EvidenceRow> evidence;
};

struct ValueGraph {
  std::map<NodeId, ValueNode> nodes;
  std::map<EdgeId, ValueEdge> edges;

  bool has_edges(NodeId node) const {
    for (const auto& [id, edge] : edges)
      if (edge.from == node || edge.to == node) return true;
    return false;
  }

  bool is_cited(NodeId article) const {
    for (const auto& [id, edge] : edges)
      for (const auto& [place, row] : edge.evidence)
        if (row.article == article) return true;
    return false;
  }
};

}  // namespace kith::testing
