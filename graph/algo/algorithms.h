// Algorithms of Boost.Graph on a GraphView, under a statement's bounds.
//
//     MemoryHold memory(control);
//     KITH_TRY(GraphView graph, build(reader, {.types = {"KNOWS"}}, control, memory));
//     KITH_TRY(std::vector<double> score, page_rank(graph, {}, control));   // by vertex
//
// All are deterministic: the same graph gives the same bits. Each takes its working memory from the control's
// account while it runs, and ends with kCancelled, kTimeout or kLimit when it has to.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/run_control.h"
#include "kith/algorithm.h"
#include "kith/status.h"

namespace kith::algo {

/// For each vertex the number of its weakly connected component. Components are numbered from 0 in the order
/// of their first vertices. Directions do not matter. Nearly linear.
Result<std::vector<std::uint32_t>> weak_components(const GraphView& graph, const RunControl& control);

struct PageRankOptions {
  double damping = 0.85;         ///< 0 up to, not including, 1: the chance to follow an arc rather than to jump
  std::int64_t iterations = 200;  ///< at most
  double tolerance = 1e-10;      ///< ends when an iteration moves less than this share of all rank
};

/// The stationary distribution of a walk that follows a random arc, or jumps to a random vertex: with 1 - damping,
/// and always where no arc leaves. Sums to 1. Parallel arcs count each; weights do not.
Result<std::vector<double>> page_rank(const GraphView& graph, const PageRankOptions& options, const RunControl& control);

/// For each vertex the sum over all ordered pairs of other vertices of the share of their shortest paths (by
/// number of arcs) that pass through it; paths over different parallel arcs are different paths. Not normalised.
/// On a graph made with Orientation::kBoth halve it to count each pair once. O(vertices * arcs) (Brandes 2001).
Result<std::vector<double>> betweenness(const GraphView& graph, const RunControl& control);

/// A walk along `arcs`, which is empty if it ends where it starts.
struct ShortestPath {
  double cost = 0;
  std::vector<GraphView::Arc> arcs;
};

/// The path with the least sum of weights, none if `to` cannot be reached (Dijkstra). Of equal paths always the
/// same one. Errors: kArgument (detail "NegativeWeight") if any arc of the graph has a negative weight.
Result<std::optional<ShortestPath>> shortest_path(const GraphView& graph, GraphView::Vertex from, GraphView::Vertex to,
                                                  const RunControl& control);

}  // namespace kith::algo
