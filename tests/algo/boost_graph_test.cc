#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/iteration_macros.hpp>
#include <boost/graph/kruskal_min_spanning_tree.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>
#include <catch2/catch.hpp>
#include <iterator>

#include "algo/graphs.h"
#include "kith/boost.h"

using namespace kith;
using namespace kith::testing;

namespace {

BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<GraphView>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<GraphView>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<GraphView>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<GraphView>));
BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<GraphView>));
BOOST_CONCEPT_ASSERT((boost::VertexAndEdgeListGraphConcept<GraphView>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<GraphView, GraphView::Vertex, boost::vertex_index_t>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<GraphView, GraphView::Vertex, node_id_t>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<GraphView, GraphView::Arc, boost::edge_weight_t>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<GraphView, GraphView::Arc, boost::edge_index_t>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<GraphView, GraphView::Arc, edge_id_t>));

using Ends = std::vector<std::pair<unsigned, unsigned>>;
using Indexes = std::vector<std::uint64_t>;

/// 0 → 1 twice, 0 → 3, a loop at 1, 3 → 0; 2 has nothing.
GraphView small_graph() { return graph_of(4, {{0, 1}, {0, 1}, {0, 3}, {1, 1}, {3, 0}}); }

template <class Range>
Ends ends(const Range& range) {
  Ends all;
  for (auto at = range.first; at != range.second; ++at) all.emplace_back((*at).source, (*at).target);
  return all;
}

template <class Range>
Indexes indexes(const Range& range) {
  Indexes all;
  for (auto at = range.first; at != range.second; ++at) all.push_back((*at).index);
  return all;
}

}  // namespace

TEST_CASE("boost graph: parallel edges and loops are kept apart", "[algo][boost]") {
  const GraphView graph = small_graph();
  CHECK(num_vertices(graph) == 4);
  CHECK(num_edges(graph) == 5);
  CHECK(ends(edges(graph)) == Ends{{0, 1}, {0, 1}, {0, 3}, {1, 1}, {3, 0}});
  CHECK(indexes(edges(graph)) == Indexes{0, 1, 2, 3, 4});
  CHECK(ends(out_edges(0, graph)) == Ends{{0, 1}, {0, 1}, {0, 3}});
  CHECK(out_degree(0, graph) == 3);
  CHECK(ends(out_edges(2, graph)).empty());
  CHECK(ends(in_edges(1, graph)) == Ends{{0, 1}, {0, 1}, {1, 1}});
  CHECK(indexes(in_edges(1, graph)) == Indexes{0, 1, 3});
  CHECK(in_degree(1, graph) == 3);
  CHECK(degree(1, graph) == 4);
  CHECK(in_degree(2, graph) == 0);
  const auto near = adjacent_vertices(0, graph);
  CHECK(std::vector<unsigned>(near.first, near.second) == std::vector<unsigned>{1, 1, 3});
}

TEST_CASE("boost graph: an arc is the same whether it leaves or enters", "[algo][boost]") {
  const GraphView graph = small_graph();
  for (auto [v, end] = vertices(graph); v != end; ++v) {
    for (auto [in, in_end] = in_edges(*v, graph); in != in_end; ++in) {
      const auto out = out_edges(source(*in, graph), graph);
      CHECK(std::count(out.first, out.second, *in) == 1);
    }
  }
}

TEST_CASE("boost graph: vertices and arcs lead back to nodes and edges", "[algo][boost]") {
  const GraphView graph = small_graph();
  CHECK(get(node_id, graph, GraphView::Vertex{3}) == NodeId{13});
  CHECK(graph.vertex(NodeId{13}) == GraphView::Vertex{3});
  CHECK(graph.vertex(NodeId{9}) == std::nullopt);
  CHECK(graph.vertex(NodeId{14}) == std::nullopt);
  std::vector<std::uint64_t> ids;
  for (auto [arc, end] = edges(graph); arc != end; ++arc) ids.push_back(static_cast<std::uint64_t>(get(edge_id, graph, *arc)));
  CHECK(ids == std::vector<std::uint64_t>{100, 101, 102, 103, 104});
}

TEST_CASE("boost graph: an arc weighs 1 unless the graph has weights", "[algo][boost]") {
  const GraphView plain = graph_of(2, {{0, 1}, {1, 0}});
  const GraphView weighted = graph_of(2, {{0, 1, 2.5}, {1, 0, 0.25}}, true);
  CHECK_FALSE(plain.is_weighted());
  CHECK(weighted.is_weighted());
  const auto arc = *std::next(edges(weighted).first);
  CHECK(get(boost::edge_weight, plain, arc) == 1.0);
  CHECK(get(boost::edge_weight, weighted, arc) == 0.25);
  CHECK(get(boost::edge_index, weighted, arc) == 1);
}

TEST_CASE("boost graph: copies outlive the original", "[algo][boost]") {
  GraphView kept;
  CHECK(num_vertices(kept) == 0);
  CHECK(ends(edges(kept)).empty());
  {
    const GraphView graph = small_graph();
    kept = graph;
  }
  CHECK(ends(out_edges(3, kept)) == Ends{{3, 0}});
}

TEST_CASE("boost graph: arcs may be reached by index from a random access iterator", "[algo][boost]") {
  const GraphView graph = small_graph();
  const auto out = out_edges(0, graph);
  CHECK(out.second - out.first == 3);
  CHECK((*(out.first + 2)).target == 3);
  const auto in = in_edges(1, graph);
  CHECK(in.second - in.first == 3);
  CHECK((*(in.first + 2)).source == 1);
}

TEST_CASE("boost graph: algorithms of Boost run on it", "[algo][boost]") {
  // 0 → 1 → 2 → 0 is a cycle; 2 → 3 → 4 leaves it.
  const GraphView graph = graph_of(5, {{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}});
  const auto index = get(boost::vertex_index, graph);

  SECTION("breadth-first search") {
    std::vector<int> hops(5, -1);
    hops[0] = 0;
    boost::breadth_first_search(graph, 0u,
                                boost::visitor(boost::make_bfs_visitor(boost::record_distances(
                                    boost::make_iterator_property_map(hops.begin(), index), boost::on_tree_edge()))));
    CHECK(hops == std::vector<int>{0, 1, 2, 3, 4});
  }
  SECTION("strong components") {
    std::vector<int> component(5);
    CHECK(boost::strong_components(graph, boost::make_iterator_property_map(component.begin(), index)) == 3);
    CHECK(component[0] == component[1]);
    CHECK(component[1] == component[2]);
    CHECK(component[3] != component[2]);
    CHECK(component[4] != component[3]);
  }
  SECTION("a reversed graph") {
    const auto reversed = boost::make_reverse_graph(graph);
    std::vector<unsigned> before;
    BGL_FORALL_ADJ(3, v, reversed, decltype(reversed)) before.push_back(v);
    CHECK(before == std::vector<unsigned>{2});
  }
  SECTION("topological order of what has one") {
    const GraphView steps = graph_of(4, {{3, 1}, {1, 0}, {0, 2}, {3, 2}});
    std::vector<unsigned> backwards;
    boost::topological_sort(steps, std::back_inserter(backwards));
    CHECK(backwards == std::vector<unsigned>{2, 0, 1, 3});
  }
  SECTION("minimum spanning tree of a weighted graph") {
    const GraphView roads = graph_of(4, {{0, 1, 4}, {1, 2, 1}, {0, 2, 2}, {2, 3, 7}, {1, 3, 3}}, true);
    std::vector<GraphView::Arc> tree;
    boost::kruskal_minimum_spanning_tree(roads, std::back_inserter(tree));
    double sum = 0;
    for (const auto& arc : tree) sum += roads.weight(arc);
    CHECK(tree.size() == 3);
    CHECK(sum == 6);
  }
}
