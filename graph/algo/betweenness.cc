#include <boost/graph/betweenness_centrality.hpp>
#include <boost/property_map/property_map.hpp>

#include "algo/algorithms.h"
#include "algo/bounds.h"
#include "kith/boost.h"

namespace kith::algo {

namespace {

using Vertex = GraphView::Vertex;

/// The map of dependencies. Boost writes to it for every vertex and every source, which makes it the one
/// place where a long run can be noticed and left.
struct DependencyMap {
  using value_type = double;
  using reference = double;
  using key_type = Vertex;
  using category = boost::read_write_property_map_tag;
  double* values;
  Pulse* pulse;

  friend double get(const DependencyMap& map, Vertex v) { return map.values[v]; }

  friend void put(const DependencyMap& map, Vertex v, double value) {
    map.pulse->beat();
    map.values[v] = value;
  }
};

}  // namespace

Result<std::vector<double>> betweenness(const GraphView& graph, const RunControl& control) {
  const std::size_t vertices = graph.vertex_count();
  using Arcs = std::vector<GraphView::Arc>;
  MemoryHold memory(control);
  KITH_DO(memory.take(vertices * (4 * sizeof(double) + sizeof(Arcs) + 2 * sizeof(Vertex)) +
                      graph.arc_count() * 2 * sizeof(GraphView::Arc)));
  std::vector<double> centrality(vertices);
  std::vector<double> dependency(vertices);
  std::vector<double> path_count(vertices);  // they grow exponentially: a double loses digits, an integer its sense
  std::vector<std::size_t> distance(vertices);
  std::vector<Arcs> incoming(vertices);
  Pulse pulse(control);
  const auto index = get(boost::vertex_index, graph);
  const auto map = [&](auto& values) { return boost::make_iterator_property_map(values.begin(), index); };
  KITH_DO(interruptible([&] {
    boost::brandes_betweenness_centrality(graph, map(centrality), boost::dummy_property_map(), map(incoming), map(distance),
                                          DependencyMap{dependency.data(), &pulse}, map(path_count), index);
  }));
  return centrality;
}

}  // namespace kith::algo
