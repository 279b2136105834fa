// Small graphs written as lists of arcs, for tests of algorithms.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "kith/algorithm.h"

namespace kith::testing {

struct ArcSpec {
  GraphView::Vertex from;
  GraphView::Vertex to;
  double weight = 1;
};

/// Vertex v is node 10 + v; the i-th arc of the list is edge 100 + i.
inline GraphView graph_of(std::size_t vertices, std::vector<ArcSpec> arcs, bool weighted = false) {
  GraphView::Arrays arrays;
  arrays.first.assign(vertices + 1, 0);
  for (std::size_t v = 0; v < vertices; ++v) arrays.nodes.push_back(static_cast<NodeId>(10 + v));
  std::vector<std::size_t> order(arcs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return arcs[a].from < arcs[b].from; });
  for (const std::size_t i : order) {
    ++arrays.first[arcs[i].from + 1];
    arrays.targets.push_back(arcs[i].to);
    arrays.edges.push_back(static_cast<EdgeId>(100 + i));
    if (weighted) arrays.weights.push_back(arcs[i].weight);
  }
  for (std::size_t v = 0; v < vertices; ++v) arrays.first[v + 1] += arrays.first[v];
  return GraphView(std::move(arrays));
}

/// Each edge as two arcs, a loop as one: what Orientation::kBoth gives.
inline GraphView undirected_graph_of(std::size_t vertices, const std::vector<ArcSpec>& edges) {
  std::vector<ArcSpec> arcs;
  for (const ArcSpec& edge : edges) {
    arcs.push_back(edge);
    if (edge.from != edge.to) arcs.push_back({edge.to, edge.from, edge.weight});
  }
  return graph_of(vertices, arcs);
}

}  // namespace kith::testing
