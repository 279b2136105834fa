// A batch: what operators hand to each other, up to kBatchRows rows at a time.
//
// Slots are numbered once for a whole statement; a batch has a column for the slots that are alive and
// none for the others. After an Expand a batch is *unflat*: each row stands for its slice of edges, one
// list vector that points into adjacency memory, so that a count over the last hop adds up lengths and
// never enumerates. Flatten turns it into plain rows.
//
//     row 0: a=7   slices: -[:MET]-> {9, 12, 12}          flatten:  (7, 9) (7, 12) (7, 12) (8, 3)
//     row 1: a=8   slices: -[:MET]-> {3}
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "value/column.h"

namespace kith {

/// A variable's place in the batches of one statement.
using Slot = std::uint32_t;
inline constexpr Slot kNoSlot = ~Slot{0};
inline constexpr std::size_t kBatchRows = 1024;

/// Edges of one type and direction at one node, ordered by target, then edge id; parallel edges are
/// separate elements. `nodes[i]` is the other end of `edges[i]`. The memory belongs to the owner of the
/// Expansion or SliceBatch it came in.
struct EdgeSlice {
  std::uint32_t row = 0;  ///< of the batch that was expanded
  Direction direction = Direction::kOut;
  TypeId type = {};
  std::span<const NodeId> nodes;
  std::span<const EdgeId> edges;
};

/// Slices of many source nodes, in the order of the sources; `first[row] .. first[row + 1]` are a row's.
struct SliceBatch {
  std::vector<EdgeSlice> slices;
  std::vector<std::uint32_t> first;
  std::shared_ptr<const void> owner;

  std::span<const EdgeSlice> of(std::size_t row) const {
    return std::span(slices).subspan(first[row], first[row + 1] - first[row]);
  }
};

/// The unflat part of a batch: for each row a list of (edge, node).
struct Expansion {
  Slot source = kNoSlot;
  Slot edge = kNoSlot;  ///< kNoSlot if nobody asks for the edge
  Slot node = kNoSlot;
  SliceBatch slices;
};

struct Batch {
  std::size_t rows = 0;
  std::vector<ColumnPtr> slots;
  std::optional<Expansion> expansion;

  explicit Batch(std::size_t slot_count = 0) : slots(slot_count) {}

  bool has(Slot slot) const { return slot < slots.size() && slots[slot] != nullptr; }

  const Column& operator[](Slot slot) const { return *slots[slot]; }

  void set(Slot slot, Column column) { slots[slot] = std::make_shared<const Column>(std::move(column)); }

  /// Only the rows named (kNoRow: a row of nulls), in that order, of every slot that is alive. Not for unflat batches.
  Batch gather(std::span<const std::uint32_t> rows_kept) const;

  /// One line a row, for tests and the debugger.
  std::string to_text() const;
};

}  // namespace kith
