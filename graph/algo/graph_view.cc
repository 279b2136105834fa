#include <algorithm>
#include <cstddef>

#include "kith/algorithm.h"

namespace kith {

struct GraphView::Owned {
  Arrays out;
  std::vector<std::uint64_t> first_in;
  std::vector<Vertex> sources;
  std::vector<std::uint64_t> arcs_in;
};

GraphView::GraphView() : GraphView(Arrays{}) {}

GraphView::GraphView(Arrays arrays) {
  static constexpr double kOne = 1.0;
  auto owned = std::make_shared<Owned>();
  owned->out = std::move(arrays);
  const Arrays& out = owned->out;
  const std::size_t vertices = out.nodes.size();
  const std::size_t arcs = out.targets.size();

  // A counting sort by target; visiting sources in order keeps each vertex's arcs ascending.
  owned->first_in.assign(vertices + 1, 0);
  for (const Vertex target : out.targets) ++owned->first_in[target + 1];
  for (std::size_t v = 0; v < vertices; ++v) owned->first_in[v + 1] += owned->first_in[v];
  owned->sources.resize(arcs);
  owned->arcs_in.resize(arcs);
  std::vector<std::uint64_t> next(owned->first_in.begin(), owned->first_in.end() - 1);
  for (std::size_t v = 0; v < vertices; ++v) {
    for (std::uint64_t arc = out.first[v]; arc < out.first[v + 1]; ++arc) {
      const std::uint64_t at = next[out.targets[arc]]++;
      owned->sources[at] = static_cast<Vertex>(v);
      owned->arcs_in[at] = arc;
    }
  }

  vertex_count_ = vertices;
  nodes_ = out.nodes.data();
  first_ = out.first.data();
  targets_ = out.targets.data();
  edges_ = out.edges.data();
  weights_ = out.weights.empty() ? &kOne : out.weights.data();
  weight_mask_ = out.weights.empty() ? 0 : ~std::uint64_t{0};
  first_in_ = owned->first_in.data();
  sources_ = owned->sources.data();
  arcs_in_ = owned->arcs_in.data();
  owned_ = std::move(owned);
}

std::optional<GraphView::Vertex> GraphView::vertex(NodeId node) const noexcept {
  const NodeId* end = nodes_ + vertex_count_;
  const NodeId* at = std::lower_bound(nodes_, end, node);
  if (at == end || *at != node) return std::nullopt;
  return static_cast<Vertex>(at - nodes_);
}

}  // namespace kith
