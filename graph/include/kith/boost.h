// kith::GraphView as a graph of Boost.Graph: include this beside kith.h to run any of its algorithms.
//
//     KITH_TRY(kith::GraphView graph, kith::GraphView::of(tx, {.types = {"ROAD"}, .weight_key = "km"}));
//     std::vector<double> distance(num_vertices(graph));
//     boost::dijkstra_shortest_paths(graph, *graph.vertex(home),
//                                    boost::distance_map(boost::make_iterator_property_map(
//                                        distance.begin(), get(boost::vertex_index, graph))));
//
// It models VertexListGraph, EdgeListGraph, IncidenceGraph, AdjacencyGraph and BidirectionalGraph. Inner
// properties: boost::vertex_index, boost::edge_index, boost::edge_weight (1 without weights), kith::node_id
// (NodeId) and kith::edge_id (EdgeId). Vertices are small integers, so vectors serve as property maps.
#pragma once

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "kith/algorithm.h"

namespace kith {

/// Tags of the inner properties that lead back to the store.
struct node_id_t {
  using kind = boost::vertex_property_tag;
};
struct edge_id_t {
  using kind = boost::edge_property_tag;
};
inline constexpr node_id_t node_id{};
inline constexpr edge_id_t edge_id{};

namespace boost_graph {

using Vertex = GraphView::Vertex;
using Arc = GraphView::Arc;

/// The arcs that leave one vertex: a position in the array of targets.
class OutArcIterator
    : public boost::iterator_facade<OutArcIterator, Arc, boost::random_access_traversal_tag, Arc, std::ptrdiff_t> {
 public:
  OutArcIterator() = default;
  /// `targets` is the array of all arcs' targets.
  OutArcIterator(const Vertex* targets, Vertex source, std::uint64_t index)
      : targets_(targets), index_(index), source_(source) {}

 private:
  friend class boost::iterator_core_access;

  Arc dereference() const { return {source_, targets_[index_], index_}; }

  bool equal(const OutArcIterator& other) const { return index_ == other.index_; }

  void increment() { ++index_; }

  void decrement() { --index_; }

  void advance(std::ptrdiff_t n) { index_ += static_cast<std::uint64_t>(n); }

  std::ptrdiff_t distance_to(const OutArcIterator& other) const {
    return static_cast<std::ptrdiff_t>(other.index_ - index_);
  }

  const Vertex* targets_ = nullptr;
  std::uint64_t index_ = 0;
  Vertex source_ = GraphView::kNoVertex;
};

/// The arcs that enter one vertex: a position in two arrays that run beside each other.
class InArcIterator
    : public boost::iterator_facade<InArcIterator, Arc, boost::random_access_traversal_tag, Arc, std::ptrdiff_t> {
 public:
  InArcIterator() = default;
  /// The arrays are a vertex's own: sources()[0] is its first.
  InArcIterator(const Vertex* sources, const std::uint64_t* arcs, Vertex target, std::size_t at)
      : sources_(sources), arcs_(arcs), at_(at), target_(target) {}

 private:
  friend class boost::iterator_core_access;

  Arc dereference() const { return {sources_[at_], target_, arcs_[at_]}; }

  bool equal(const InArcIterator& other) const { return at_ == other.at_; }

  void increment() { ++at_; }

  void decrement() { --at_; }

  void advance(std::ptrdiff_t n) { at_ += static_cast<std::size_t>(n); }

  std::ptrdiff_t distance_to(const InArcIterator& other) const { return static_cast<std::ptrdiff_t>(other.at_ - at_); }

  const Vertex* sources_ = nullptr;
  const std::uint64_t* arcs_ = nullptr;
  std::size_t at_ = 0;
  Vertex target_ = GraphView::kNoVertex;
};

/// All arcs, vertex by vertex.
class ArcIterator : public boost::iterator_facade<ArcIterator, Arc, boost::forward_traversal_tag, Arc, std::ptrdiff_t> {
 public:
  ArcIterator() = default;

  ArcIterator(const GraphView& graph, std::uint64_t index) : graph_(&graph), index_(index) { skip_finished(); }

 private:
  friend class boost::iterator_core_access;

  Arc dereference() const { return {source_, graph_->targets()[index_], index_}; }

  bool equal(const ArcIterator& other) const { return index_ == other.index_; }

  void increment() {
    ++index_;
    skip_finished();
  }

  // first_arc of one past the last vertex is the number of arcs, so the end stops here too.
  void skip_finished() {
    while (index_ < graph_->arc_count() && index_ >= graph_->first_arc(source_ + 1)) ++source_;
  }

  const GraphView* graph_ = nullptr;
  std::uint64_t index_ = 0;
  Vertex source_ = 0;
};

struct ArcIndexMap {
  using value_type = std::uint64_t;
  using reference = std::uint64_t;
  using key_type = Arc;
  using category = boost::readable_property_map_tag;
  friend std::uint64_t get(ArcIndexMap, const Arc& arc) noexcept { return arc.index; }
};

struct WeightMap {
  using value_type = double;
  using reference = double;
  using key_type = Arc;
  using category = boost::readable_property_map_tag;
  const GraphView* graph = nullptr;
  friend double get(const WeightMap& map, const Arc& arc) noexcept { return map.graph->weight(arc); }
};

struct NodeIdMap {
  using value_type = NodeId;
  using reference = NodeId;
  using key_type = Vertex;
  using category = boost::readable_property_map_tag;
  const GraphView* graph = nullptr;
  friend NodeId get(const NodeIdMap& map, Vertex vertex) noexcept { return map.graph->node(vertex); }
};

struct EdgeIdMap {
  using value_type = EdgeId;
  using reference = EdgeId;
  using key_type = Arc;
  using category = boost::readable_property_map_tag;
  const GraphView* graph = nullptr;
  friend EdgeId get(const EdgeIdMap& map, const Arc& arc) noexcept { return map.graph->edge(arc); }
};

struct Traversal : boost::vertex_list_graph_tag,
                   boost::edge_list_graph_tag,
                   boost::bidirectional_graph_tag,
                   boost::adjacency_graph_tag {};

}  // namespace boost_graph
}  // namespace kith

namespace boost {

template <>
struct graph_traits<kith::GraphView> {
  using vertex_descriptor = kith::GraphView::Vertex;
  using edge_descriptor = kith::GraphView::Arc;
  using directed_category = bidirectional_tag;
  using edge_parallel_category = allow_parallel_edge_tag;
  using traversal_category = kith::boost_graph::Traversal;
  using vertices_size_type = std::size_t;
  using edges_size_type = std::size_t;
  using degree_size_type = std::size_t;
  using vertex_iterator = counting_iterator<kith::GraphView::Vertex>;
  using edge_iterator = kith::boost_graph::ArcIterator;
  using out_edge_iterator = kith::boost_graph::OutArcIterator;
  using in_edge_iterator = kith::boost_graph::InArcIterator;
  using adjacency_iterator = const kith::GraphView::Vertex*;

  static vertex_descriptor null_vertex() { return kith::GraphView::kNoVertex; }
};

template <>
struct graph_traits<const kith::GraphView> : graph_traits<kith::GraphView> {};  // some algorithms ask for it

template <>
struct property_map<kith::GraphView, vertex_index_t> {
  using type = typed_identity_property_map<kith::GraphView::Vertex>;
  using const_type = type;
};

template <>
struct property_map<kith::GraphView, edge_index_t> {
  using type = kith::boost_graph::ArcIndexMap;
  using const_type = type;
};

template <>
struct property_map<kith::GraphView, edge_weight_t> {
  using type = kith::boost_graph::WeightMap;
  using const_type = type;
};

template <>
struct property_map<kith::GraphView, kith::node_id_t> {
  using type = kith::boost_graph::NodeIdMap;
  using const_type = type;
};

template <>
struct property_map<kith::GraphView, kith::edge_id_t> {
  using type = kith::boost_graph::EdgeIdMap;
  using const_type = type;
};

}  // namespace boost

namespace kith {

// The concepts' functions, found through the type of the graph. O(1) each.

inline std::size_t num_vertices(const GraphView& graph) { return graph.vertex_count(); }

inline auto vertices(const GraphView& graph) {
  using Iterator = boost::graph_traits<GraphView>::vertex_iterator;
  return std::pair(Iterator(0), Iterator(static_cast<GraphView::Vertex>(graph.vertex_count())));
}

/// The n-th vertex, which is n.
inline GraphView::Vertex vertex(std::size_t n, const GraphView&) { return static_cast<GraphView::Vertex>(n); }

inline std::size_t num_edges(const GraphView& graph) { return graph.arc_count(); }

inline std::pair<boost_graph::ArcIterator, boost_graph::ArcIterator> edges(const GraphView& graph) {
  return {{graph, 0}, {graph, graph.arc_count()}};
}

inline GraphView::Vertex source(const GraphView::Arc& arc, const GraphView&) { return arc.source; }

inline GraphView::Vertex target(const GraphView::Arc& arc, const GraphView&) { return arc.target; }

inline std::size_t out_degree(GraphView::Vertex vertex, const GraphView& graph) { return graph.targets(vertex).size(); }

inline std::pair<boost_graph::OutArcIterator, boost_graph::OutArcIterator> out_edges(GraphView::Vertex vertex,
                                                                                     const GraphView& graph) {
  const GraphView::Vertex* all = graph.targets().data();
  return {{all, vertex, graph.first_arc(vertex)}, {all, vertex, graph.first_arc(vertex + 1)}};
}

inline std::pair<const GraphView::Vertex*, const GraphView::Vertex*> adjacent_vertices(GraphView::Vertex vertex,
                                                                                       const GraphView& graph) {
  const auto targets = graph.targets(vertex);
  return {targets.data(), targets.data() + targets.size()};
}

inline std::size_t in_degree(GraphView::Vertex vertex, const GraphView& graph) { return graph.sources(vertex).size(); }

inline std::pair<boost_graph::InArcIterator, boost_graph::InArcIterator> in_edges(GraphView::Vertex vertex,
                                                                                  const GraphView& graph) {
  const auto sources = graph.sources(vertex);
  const auto arcs = graph.arcs_in(vertex);
  return {{sources.data(), arcs.data(), vertex, 0}, {sources.data(), arcs.data(), vertex, sources.size()}};
}

/// Arcs that leave and arcs that enter; a loop counts as both.
inline std::size_t degree(GraphView::Vertex vertex, const GraphView& graph) {
  return out_degree(vertex, graph) + in_degree(vertex, graph);
}

inline boost::typed_identity_property_map<GraphView::Vertex> get(boost::vertex_index_t, const GraphView&) { return {}; }

inline boost_graph::ArcIndexMap get(boost::edge_index_t, const GraphView&) { return {}; }

/// Maps refer to the graph they come from, which must outlive them.
inline boost_graph::WeightMap get(boost::edge_weight_t, const GraphView& graph) { return {&graph}; }

inline boost_graph::NodeIdMap get(node_id_t, const GraphView& graph) { return {&graph}; }

inline boost_graph::EdgeIdMap get(edge_id_t, const GraphView& graph) { return {&graph}; }

/// get(property, graph, key): one value.
template <class Tag, class Key>
auto get(Tag tag, const GraphView& graph, const Key& key) -> decltype(get(get(tag, graph), key)) {
  return get(get(tag, graph), key);
}

}  // namespace kith
