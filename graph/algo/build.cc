#include "algo/build.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "kith/element.h"
#include "value/batch.h"

namespace kith::algo {

namespace {

using Vertex = GraphView::Vertex;

constexpr std::size_t kPageNodes = kBatchRows;
constexpr std::uint64_t kArcBytes = sizeof(Vertex) + sizeof(EdgeId) + sizeof(Vertex) + sizeof(std::uint64_t);
constexpr std::uint64_t kVertexBytes = sizeof(NodeId) + 2 * sizeof(std::uint64_t);

/// Vertices of node ids. Ids are dense in the store, so a table by id is usual; a small part of a large
/// store is searched instead.
class VertexIndex {
 public:
  explicit VertexIndex(const std::vector<NodeId>& nodes) : nodes_(nodes) {
    if (nodes.empty()) return;
    lowest_ = raw(nodes.front());
    const std::uint64_t span = raw(nodes.back()) - lowest_ + 1;
    if (span / kSparsest > nodes.size()) return;
    table_.assign(span, GraphView::kNoVertex);
    for (std::size_t v = 0; v < nodes.size(); ++v) table_[raw(nodes[v]) - lowest_] = static_cast<Vertex>(v);
  }

  Vertex operator()(NodeId node) const {
    if (!table_.empty()) {
      const std::uint64_t at = raw(node) - lowest_;  // wraps around below the lowest
      return at < table_.size() ? table_[at] : GraphView::kNoVertex;
    }
    const auto at = std::lower_bound(nodes_.begin(), nodes_.end(), node);
    return at == nodes_.end() || *at != node ? GraphView::kNoVertex : static_cast<Vertex>(at - nodes_.begin());
  }

 private:
  static constexpr std::uint64_t kSparsest = 16;  // ids a node, at most

  const std::vector<NodeId>& nodes_;
  std::uint64_t lowest_ = 0;
  std::vector<Vertex> table_;
};

class Builder {
 public:
  Builder(const storage::Reader& reader, const GraphViewOptions& options, const RunControl& control, MemoryHold& memory)
      : reader_(reader), options_(options), control_(control), memory_(memory) {}

  Result<GraphView> build() {
    KITH_DO(collect_nodes());
    KITH_DO(collect_arcs());
    return GraphView(std::move(arrays_));
  }

 private:
  Status collect_nodes() {
    if (options_.labels.empty()) {
      KITH_DO(collect(reader_.scan_nodes()));
    } else {
      for (const std::string& name : options_.labels)
        if (const auto label = reader_.find_label(name)) KITH_DO(collect(reader_.scan_label(*label)));
    }
    std::vector<NodeId>& nodes = arrays_.nodes;
    if (!std::is_sorted(nodes.begin(), nodes.end())) std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    if (nodes.size() >= GraphView::kNoVertex)
      return Error{.code = ErrorCode::kLimit, .message = "a graph for algorithms has at most 2^32 - 2 nodes", .detail = "GraphSize"};
    return ok();
  }

  Status collect(storage::NodeScan scan) {
    std::vector<NodeId> page;
    while (true) {
      KITH_DO(control_.check());
      KITH_TRY(const bool more, scan.next(page, kPageNodes));
      KITH_DO(memory_.take(page.size() * kVertexBytes));
      arrays_.nodes.insert(arrays_.nodes.end(), page.begin(), page.end());
      if (!more) return ok();
    }
  }

  Status collect_arcs() {
    std::vector<TypeId> types;
    for (const std::string& name : options_.types)
      if (const auto type = reader_.find_type(name)) types.push_back(*type);
    std::sort(types.begin(), types.end());
    types.erase(std::unique(types.begin(), types.end()), types.end());
    if (!options_.types.empty() && types.empty()) {  // to expand, no types are all types
      arrays_.first.assign(arrays_.nodes.size() + 1, 0);
      return ok();
    }
    if (!options_.weight_key.empty()) weight_key_ = reader_.find_key(options_.weight_key);

    const Direction direction = options_.orientation == Orientation::kForward    ? Direction::kOut
                                : options_.orientation == Orientation::kReversed ? Direction::kIn
                                                                                 : Direction::kBoth;
    const VertexIndex vertex_of(arrays_.nodes);
    arrays_.first.reserve(arrays_.nodes.size() + 1);
    SliceBatch slices;
    for (std::size_t begin = 0; begin < arrays_.nodes.size(); begin += kPageNodes) {
      KITH_DO(control_.check());
      const std::size_t end = std::min(begin + kPageNodes, arrays_.nodes.size());
      Column sources(ColumnKind::kNode, end - begin);
      std::copy(arrays_.nodes.begin() + static_cast<std::ptrdiff_t>(begin),
                arrays_.nodes.begin() + static_cast<std::ptrdiff_t>(end), sources.mutable_nodes().begin());
      KITH_DO(reader_.expand(sources, direction, types, slices));
      for (std::size_t v = begin; v < end; ++v) {
        for (const EdgeSlice& slice : slices.of(v - begin)) KITH_DO(add(slice, arrays_.nodes[v], vertex_of));
        arrays_.first.push_back(arrays_.targets.size());
      }
      KITH_DO(read_weights());
    }
    return ok();
  }

  Status add(const EdgeSlice& slice, NodeId source, const VertexIndex& vertex_of) {
    const bool weighted = !options_.weight_key.empty();
    KITH_DO(memory_.take(slice.nodes.size() * (weighted ? kArcBytes + sizeof(double) : kArcBytes)));
    for (std::size_t i = 0; i < slice.nodes.size(); ++i) {
      const Vertex target = vertex_of(slice.nodes[i]);
      if (target == GraphView::kNoVertex) continue;
      arrays_.targets.push_back(target);
      arrays_.edges.push_back(slice.edges[i]);
      if (!weighted) continue;
      const bool inwards = slice.direction == Direction::kIn;
      pending_.push_back({.id = slice.edges[i],
                          .from = inwards ? slice.nodes[i] : source,
                          .to = inwards ? source : slice.nodes[i],
                          .type = slice.type});
      if (pending_.size() >= kPendingEdges) KITH_DO(read_weights());
    }
    return ok();
  }

  // Reads the weights of the arcs added since the last call.
  Status read_weights() {
    if (pending_.empty()) return ok();
    KITH_DO(control_.check());
    Column weights;
    if (weight_key_) {
      Column edges(ColumnKind::kEdge, pending_.size());
      edges.mutable_edges() = pending_;
      KITH_DO(reader_.properties_of_edges(edges, *weight_key_, weights));
    } else {
      weights = Column(ColumnKind::kAny, pending_.size());  // nobody has ever had the property
    }
    for (std::size_t i = 0; i < pending_.size(); ++i) {
      const Value value = weights.value(i);
      if (value.is_null() && options_.default_weight) {
        arrays_.weights.push_back(*options_.default_weight);
      } else if (value.is_number() && !std::isnan(value.as_number())) {
        arrays_.weights.push_back(value.as_number());
      } else {
        return Error{.code = ErrorCode::kArgument,
                     .message = "the relationship " + element_id(pending_[i].id) + " has no number as `" + options_.weight_key +
                                "` but " + value.to_text(),
                     .detail = "InvalidWeight",
                     .hint = value.is_null() ? "a default weight serves relationships without one" : ""};
      }
    }
    pending_.clear();
    return ok();
  }

  static constexpr std::size_t kPendingEdges = 16 * kBatchRows;

  const storage::Reader& reader_;
  const GraphViewOptions& options_;
  const RunControl& control_;
  MemoryHold& memory_;
  GraphView::Arrays arrays_;
  std::optional<KeyId> weight_key_;
  std::vector<EdgeRef> pending_;  // arcs without their weight yet
};

}  // namespace

Result<GraphView> build(const storage::Reader& reader, const GraphViewOptions& options, const RunControl& control,
                        MemoryHold& memory) {
  return Builder(reader, options, control, memory).build();
}

}  // namespace kith::algo
