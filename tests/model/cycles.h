// Shortest cycles of a directed graph, one a strongly connected component.
#pragma once

#include <cstddef>
#include <vector>

namespace kith::model {

struct Arc {
  std::size_t to;
  std::size_t label;  ///< the caller's
};

using Arcs = std::vector<std::vector<Arc>>;  ///< by start

/// For each component that has a cycle, the labels of a shortest one, in order. Linear but for the components
/// themselves, where it is their nodes times their arcs.
std::vector<std::vector<std::size_t>> shortest_cycles(const Arcs& arcs);

}  // namespace kith::model
