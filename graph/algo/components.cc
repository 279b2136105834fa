#include <boost/graph/incremental_components.hpp>
#include <boost/pending/disjoint_sets.hpp>
#include <boost/property_map/property_map.hpp>

#include "algo/algorithms.h"
#include "algo/bounds.h"
#include "kith/boost.h"

namespace kith::algo {

Result<std::vector<std::uint32_t>> weak_components(const GraphView& graph, const RunControl& control) {
  using Vertex = GraphView::Vertex;
  const std::size_t vertices = graph.vertex_count();
  MemoryHold memory(control);
  KITH_DO(memory.take(vertices * (2 * sizeof(Vertex) + sizeof(std::uint8_t) + sizeof(std::uint32_t))));

  // Union by rank, as an arc is looked at from one end only: directions do not count.
  std::vector<std::uint8_t> rank(vertices);
  std::vector<Vertex> parent(vertices);
  const auto index = get(boost::vertex_index, graph);
  boost::disjoint_sets sets(boost::make_iterator_property_map(rank.begin(), index),
                            boost::make_iterator_property_map(parent.begin(), index));
  boost::initialize_incremental_components(graph, sets);
  KITH_DO(control.check());
  boost::incremental_components(graph, sets);
  KITH_DO(control.check());

  std::vector<std::uint32_t> number_of_root(vertices, ~std::uint32_t{0});
  std::vector<std::uint32_t> component(vertices);
  std::uint32_t count = 0;
  for (Vertex v = 0; v < vertices; ++v) {
    std::uint32_t& number = number_of_root[sets.find_set(v)];
    if (number == ~std::uint32_t{0}) number = count++;
    component[v] = number;
  }
  return component;
}

}  // namespace kith::algo
