#include <algorithm>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/property_map/property_map.hpp>
#include <limits>

#include "algo/algorithms.h"
#include "algo/bounds.h"
#include "kith/boost.h"
#include "kith/element.h"
#include "value/text.h"

namespace kith::algo {

namespace {

using Vertex = GraphView::Vertex;
using Arc = GraphView::Arc;

/// Thrown to leave the search when the target's distance is final.
struct TargetReached {};

struct Visitor : boost::dijkstra_visitor<> {
  Visitor(Vertex target_vertex, std::vector<Arc>& arcs, Pulse& run_pulse)
      : wanted(target_vertex), arc_to(&arcs), pulse(&run_pulse) {}

  void examine_vertex(Vertex vertex, const GraphView&) const {
    if (vertex == wanted) throw TargetReached{};
  }

  void examine_edge(const Arc&, const GraphView&) const { pulse->beat(); }

  void edge_relaxed(const Arc& arc, const GraphView&) const { (*arc_to)[arc.target] = arc; }

  Vertex wanted;
  std::vector<Arc>* arc_to;
  Pulse* pulse;
};

Status refuse_negative_weights(const GraphView& graph) {
  if (!graph.is_weighted()) return ok();
  for (auto [arc, end] = edges(graph); arc != end; ++arc) {
    if (graph.weight(*arc) >= 0) continue;
    return Error{.code = ErrorCode::kArgument,
                 .message = "the relationship " + element_id(graph.edge(*arc)) + " has the negative weight " +
                            float_text(graph.weight(*arc)) + ", which a shortest path cannot have",
                 .detail = "NegativeWeight"};
  }
  return ok();
}

}  // namespace

Result<std::optional<ShortestPath>> shortest_path(const GraphView& graph, Vertex from, Vertex to, const RunControl& control) {
  KITH_DO(refuse_negative_weights(graph));
  const std::size_t vertices = graph.vertex_count();
  MemoryHold memory(control);
  KITH_DO(memory.take(vertices * (sizeof(double) + sizeof(Arc) + 3 * sizeof(std::size_t))));
  constexpr double kUnreached = std::numeric_limits<double>::infinity();
  std::vector<double> distance(vertices, kUnreached);
  std::vector<Arc> arc_to(vertices);  // the last arc of the best path so far
  const auto index = get(boost::vertex_index, graph);
  Pulse pulse(control);
  bool reached = false;
  KITH_DO(interruptible([&] {
    try {
      boost::dijkstra_shortest_paths(
          graph, from,
          boost::distance_map(boost::make_iterator_property_map(distance.begin(), index))
              .weight_map(get(boost::edge_weight, graph))
              .visitor(Visitor(to, arc_to, pulse)));
    } catch (const TargetReached&) {
      reached = true;
    }
  }));
  if (!reached) return std::optional<ShortestPath>();
  ShortestPath path{.cost = distance[to], .arcs = {}};
  for (Vertex v = to; v != from; v = path.arcs.back().source) path.arcs.push_back(arc_to[v]);
  std::reverse(path.arcs.begin(), path.arcs.end());
  return std::optional(std::move(path));
}

}  // namespace kith::algo
