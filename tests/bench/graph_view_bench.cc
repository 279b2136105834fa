// Boost's algorithms on kith::GraphView beside Boost's own compressed sparse row graph: the same arcs, the same
// answers, in one run. Prints a line an algorithm: milliseconds of both (median of the runs), and their ratio.
//
//     graph_view_bench [VERTICES [ARCS]]
#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/page_rank.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/property_map/property_map.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <utility>
#include <vector>

#include "kith/boost.h"

namespace {

struct Weight {
  double weight;
};
using Csr = boost::compressed_sparse_row_graph<boost::bidirectionalS, boost::no_property, Weight>;
using kith::GraphView;

struct Arcs {
  std::vector<std::pair<std::size_t, std::size_t>> ends;  ///< sorted
  std::vector<double> weights;
};

/// Targets follow a power law, sources do not.
Arcs random_arcs(std::size_t vertices, std::size_t count) {
  std::mt19937_64 random(42);
  std::uniform_int_distribution<std::size_t> any(0, vertices - 1);
  std::uniform_real_distribution<double> unit(0, 1);
  Arcs arcs;
  for (std::size_t i = 0; i < count; ++i) {
    const double x = unit(random);
    const auto popular = static_cast<std::size_t>(x * x * x * static_cast<double>(vertices - 1));
    arcs.ends.emplace_back(any(random), (popular * 7919) % vertices);
  }
  std::sort(arcs.ends.begin(), arcs.ends.end());
  for (std::size_t i = 0; i < count; ++i) arcs.weights.push_back(1 + unit(random));
  return arcs;
}

GraphView view_of(std::size_t vertices, const Arcs& arcs) {
  GraphView::Arrays arrays;
  arrays.first.assign(vertices + 1, 0);
  for (std::size_t v = 0; v < vertices; ++v) arrays.nodes.push_back(static_cast<kith::NodeId>(v));
  for (std::size_t i = 0; i < arcs.ends.size(); ++i) {
    ++arrays.first[arcs.ends[i].first + 1];
    arrays.targets.push_back(static_cast<GraphView::Vertex>(arcs.ends[i].second));
    arrays.edges.push_back(static_cast<kith::EdgeId>(i));
  }
  for (std::size_t v = 0; v < vertices; ++v) arrays.first[v + 1] += arrays.first[v];
  arrays.weights = arcs.weights;
  return GraphView(std::move(arrays));
}

template <class Graph, class T>
auto map_of(const Graph& graph, std::vector<T>& values) {
  return boost::make_iterator_property_map(values.begin(), get(boost::vertex_index, graph));
}

template <class Graph>
std::vector<double> breadth_first(const Graph& graph) {
  std::vector<double> hops(num_vertices(graph), -1);
  hops[0] = 0;
  std::vector<boost::default_color_type> colours(num_vertices(graph));
  boost::breadth_first_search(
      graph, vertex(0, graph),
      boost::visitor(boost::make_bfs_visitor(boost::record_distances(map_of(graph, hops), boost::on_tree_edge())))
          .color_map(map_of(graph, colours)));
  return hops;
}

template <class Graph>
std::vector<double> page_rank(const Graph& graph) {
  std::vector<double> ranks(num_vertices(graph));
  std::vector<double> others(num_vertices(graph));
  boost::graph::page_rank(graph, map_of(graph, ranks), boost::graph::n_iterations(10), 0.85, num_vertices(graph),
                          map_of(graph, others));
  return ranks;
}

template <class Graph>
std::vector<double> strong_components(const Graph& graph) {
  std::vector<int> component(num_vertices(graph));
  boost::strong_components(graph, map_of(graph, component));
  return {component.begin(), component.end()};
}

template <class Graph, class WeightMap>
std::vector<double> dijkstra(const Graph& graph, WeightMap weights) {
  std::vector<double> distance(num_vertices(graph));
  boost::dijkstra_shortest_paths(graph, vertex(0, graph),
                                 boost::distance_map(map_of(graph, distance)).weight_map(weights));
  return distance;
}

using Run = std::function<std::vector<double>()>;

double milliseconds(const Run& run) {
  const auto begin = std::chrono::steady_clock::now();
  run();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

/// Turn by turn after one run each for warmth, so that both meet the same machine.
bool compare(const char* name, const Run& view, const Run& csr) {
  if (view() != csr()) {
    std::fprintf(stderr, "%s: the answers differ\n", name);
    return false;
  }
  std::vector<double> view_ms, csr_ms;
  for (int i = 0; i < 5; ++i) {
    view_ms.push_back(milliseconds(view));
    csr_ms.push_back(milliseconds(csr));
  }
  std::sort(view_ms.begin(), view_ms.end());
  std::sort(csr_ms.begin(), csr_ms.end());
  std::printf("%-20s view %9.2f ms   boost csr %9.2f ms   ratio %.2f\n", name, view_ms[2], csr_ms[2], view_ms[2] / csr_ms[2]);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t vertices = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 200'000;
  const std::size_t count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
  if (vertices == 0) return 2;
  const Arcs arcs = random_arcs(vertices, count);
  const GraphView view = view_of(vertices, arcs);
  std::vector<Weight> weights;
  for (const double weight : arcs.weights) weights.push_back({weight});
  const Csr csr(boost::edges_are_unsorted_multi_pass, arcs.ends.begin(), arcs.ends.end(), weights.begin(), vertices);

  bool same = compare("breadth-first", [&] { return breadth_first(view); }, [&] { return breadth_first(csr); });
  same &= compare("page rank", [&] { return page_rank(view); }, [&] { return page_rank(csr); });
  same &= compare("strong components", [&] { return strong_components(view); }, [&] { return strong_components(csr); });
  same &= compare("dijkstra", [&] { return dijkstra(view, get(boost::edge_weight, view)); },
                  [&] { return dijkstra(csr, get(&Weight::weight, csr)); });
  return same ? 0 : 1;
}
