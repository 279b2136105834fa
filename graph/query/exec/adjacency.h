// What the operators that walk edges share: type names to tokens, edges that must not be used twice, the
// edges at one node, and unflat batches made flat.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "query/exec/runtime.h"
#include "value/batch.h"

namespace kith::exec {

/// The types named, or nullopt if names were given and none is known: then no edge matches. Empty: all types.
std::optional<std::vector<TypeId>> find_types(const Runtime& runtime, const std::vector<std::string>& names);

/// Appends the ids of the edges in `slots` of one row: edges, or lists of edges.
void add_edges_of_row(const Batch& batch, std::span<const Slot> slots, std::size_t row, std::vector<EdgeId>& edges);

/// The edge at `place` of a slice, which leaves or enters `source`.
inline EdgeRef edge_of_slice(const EdgeSlice& slice, std::size_t place, NodeId source) {
  NodeId other = slice.nodes[place];
  bool out = slice.direction == Direction::kOut;
  return EdgeRef{
      .id = slice.edges[place], .from = out ? source : other, .to = out ? other : source, .type = slice.type};
}

/// The slices of one node.
Result<SliceBatch> expand_node(const Runtime& runtime, NodeId node, Direction direction, std::span<const TypeId> types);

/// Whether the edge has, for each entry of the map, an equal property. A value that is no map has no entries.
Result<bool> edge_has_properties(const Runtime& runtime, EdgeId edge, const Value& map);

/// Rows of an unflat batch as plain rows, some at a time.
class Flattener {
 public:
  /// `batch` may be flat: it is given back as it is.
  void start(Batch batch);
  bool next(const Runtime& runtime, Batch& out);

 private:
  Batch batch_;
  bool done_ = true;
  std::size_t row_ = 0;
  std::size_t slice_ = 0;  // of the row
  std::size_t place_ = 0;  // in the slice
};

}  // namespace kith::exec
