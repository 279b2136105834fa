// Expand and Flatten. Every expansion is first unflat: a row beside its slices of edges. What the pattern
// forbids is cut out of the slices without looking at the rest of them; enumerating comes last, if at all.
#include "query/exec/adjacency.h"
#include "query/exec/evaluate.h"
#include "query/exec/open.h"

namespace kith::exec {
namespace {

/// The part of a slice from `begin` to `end`.
EdgeSlice part_of(const EdgeSlice& slice, std::size_t begin, std::size_t end) {
  EdgeSlice part = slice;
  part.nodes = slice.nodes.subspan(begin, end - begin);
  part.edges = slice.edges.subspan(begin, end - begin);
  return part;
}

/// Slices are ordered by target.
EdgeSlice part_ending_at(const EdgeSlice& slice, NodeId target) {
  auto [begin, end] = std::equal_range(slice.nodes.begin(), slice.nodes.end(), target);
  return part_of(slice, static_cast<std::size_t>(begin - slice.nodes.begin()),
                 static_cast<std::size_t>(end - slice.nodes.begin()));
}

/// The slice in the parts between the edges that are excluded.
void add_without(const EdgeSlice& slice, std::span<const EdgeId> excluded, std::vector<EdgeSlice>& parts) {
  std::vector<std::size_t> places;
  for (EdgeId edge : excluded) {
    auto found = std::find(slice.edges.begin(), slice.edges.end(), edge);
    if (found != slice.edges.end()) places.push_back(static_cast<std::size_t>(found - slice.edges.begin()));
  }
  std::sort(places.begin(), places.end());
  std::size_t begin = 0;
  for (std::size_t place : places) {
    if (place > begin) parts.push_back(part_of(slice, begin, place));
    begin = place + 1;
  }
  if (begin < slice.edges.size()) parts.push_back(part_of(slice, begin, slice.edges.size()));
}

class ExpandOperator : public InputOperator {
 public:
  ExpandOperator(Runtime& runtime, const plan::Expand& expand, OperatorPtr input)
      : InputOperator(runtime, std::move(input)), expand_(expand) {}

  Result<bool> next(Batch& out) override {
    while (true) {
      if (!expand_.unflat && flattener_.next(runtime_, out)) return true;
      Batch batch;
      KITH_TRY(bool more, input_->next(batch));
      if (!more) return false;
      KITH_DO(runtime_.control().check());
      KITH_TRY(bool found, expand(batch));
      if (!found) continue;
      if (expand_.unflat) {
        out = std::move(batch);
        return true;
      }
      flattener_.start(std::move(batch));
    }
  }

  void reset() override {
    InputOperator::reset();
    flattener_ = {};
  }

 private:
  /// False if no row has an edge.
  Result<bool> expand(Batch& batch) {
    auto types = find_types(runtime_, expand_.types);
    if (!types) return false;
    KITH_TRY(ColumnPtr sources, as_nodes(batch.slots[expand_.from], "a pattern"));
    if (sources->is_constant()) {
      Column plain(ColumnKind::kNode, 0);
      plain.append(*sources, 0, batch.rows);
      sources = share(std::move(plain));
    }
    batch.slots[expand_.from] = sources;
    Expansion expansion{
        .source = expand_.from, .edge = expand_.edge, .node = expand_.to_is_bound ? kNoSlot : expand_.to, .slices = {}};
    KITH_DO(runtime_.reader().expand(*sources, expand_.direction, *types, expansion.slices));
    if (expand_.to_is_bound || !expand_.distinct_from.empty()) {
      KITH_DO(cut(batch, expansion.slices));
    }
    bool found = std::any_of(expansion.slices.slices.begin(), expansion.slices.slices.end(),
                             [](const EdgeSlice& slice) { return !slice.nodes.empty(); });
    batch.expansion = std::move(expansion);
    return found;
  }

  /// Leaves only edges that end at the bound node and are not bound already.
  Status cut(const Batch& batch, SliceBatch& slices) const {
    ColumnPtr targets;
    if (expand_.to_is_bound) {
      KITH_TRY(targets, as_nodes(batch.slots[expand_.to], "a pattern"));
    }
    std::vector<EdgeSlice> kept;
    std::vector<std::uint32_t> first{0};
    std::vector<EdgeId> excluded;
    for (std::size_t row = 0; row < batch.rows; ++row) {
      excluded.clear();
      add_edges_of_row(batch, expand_.distinct_from, row, excluded);
      bool no_target = targets != nullptr && targets->is_null(row);
      for (const EdgeSlice& slice : slices.of(row)) {
        if (no_target) break;
        EdgeSlice part = targets != nullptr ? part_ending_at(slice, targets->nodes()[row]) : slice;
        if (!part.edges.empty()) add_without(part, excluded, kept);
      }
      first.push_back(static_cast<std::uint32_t>(kept.size()));
    }
    slices.slices = std::move(kept);
    slices.first = std::move(first);
    return ok();
  }

  const plan::Expand& expand_;
  Flattener flattener_;
};

/// The edge was bound before: rows stay if it leaves (or enters) the bound node, with its other end bound.
class BoundEdgeOperator : public InputOperator {
 public:
  BoundEdgeOperator(Runtime& runtime, const plan::Expand& expand, OperatorPtr input)
      : InputOperator(runtime, std::move(input)), expand_(expand) {}

  Result<bool> next(Batch& out) override {
    while (true) {
      Batch batch;
      KITH_TRY(bool more, input_->next(batch));
      if (!more) return false;
      KITH_DO(runtime_.control().check());
      KITH_TRY(bool found, check(batch, out));
      if (found) return true;
    }
  }

 private:
  Result<bool> check(const Batch& batch, Batch& out) const {
    auto types = find_types(runtime_, expand_.types);
    if (!types) return false;
    KITH_TRY(ColumnPtr sources, as_nodes(batch.slots[expand_.from], "a pattern"));
    ColumnPtr targets;
    if (expand_.to_is_bound) {
      KITH_TRY(targets, as_nodes(batch.slots[expand_.to], "a pattern"));
    }
    const Column& edges = batch[expand_.edge];
    std::vector<std::uint32_t> rows;
    std::vector<NodeId> ends;
    std::vector<EdgeId> excluded;
    for (std::size_t row = 0; row < batch.rows; ++row) {
      if (sources->is_null(row) || edges.is_null(row) || (targets != nullptr && targets->is_null(row))) continue;
      if (edges.kind() != ColumnKind::kEdge && edges.value(row).kind() != Kind::kEdge)
        return type_error("a pattern needs a relationship, not " + describe(edges.value(row)));
      KITH_TRY(EdgeRef edge, edge_at(runtime_, edges, row));
      if (!types->empty() && std::find(types->begin(), types->end(), edge.type) == types->end()) continue;
      NodeId source = sources->nodes()[row];
      bool leaves = expand_.direction != Direction::kIn && edge.from == source;
      bool enters = expand_.direction != Direction::kOut && edge.to == source;
      if (!leaves && !enters) continue;
      NodeId end = leaves ? edge.to : edge.from;
      if (targets != nullptr && targets->nodes()[row] != end) continue;
      excluded.clear();
      add_edges_of_row(batch, expand_.distinct_from, row, excluded);
      if (std::find(excluded.begin(), excluded.end(), edge.id) != excluded.end()) continue;
      rows.push_back(static_cast<std::uint32_t>(row));
      ends.push_back(end);
    }
    if (rows.empty()) return false;
    out = batch.gather(rows);
    if (!expand_.to_is_bound) {
      Column column(ColumnKind::kNode, rows.size());
      column.mutable_nodes() = std::move(ends);
      out.set(expand_.to, std::move(column));
    }
    return true;
  }

  const plan::Expand& expand_;
};

class FlattenOperator : public InputOperator {
 public:
  using InputOperator::InputOperator;

  Result<bool> next(Batch& out) override {
    while (true) {
      if (flattener_.next(runtime_, out)) return true;
      Batch batch;
      KITH_TRY(bool more, input_->next(batch));
      if (!more) return false;
      KITH_DO(runtime_.control().check());
      flattener_.start(std::move(batch));
    }
  }

  void reset() override {
    InputOperator::reset();
    flattener_ = {};
  }

 private:
  Flattener flattener_;
};

}  // namespace

OperatorPtr make_expand(Runtime& runtime, const plan::Expand& expand, OperatorPtr input) {
  if (expand.edge_is_bound) return std::make_unique<BoundEdgeOperator>(runtime, expand, std::move(input));
  return std::make_unique<ExpandOperator>(runtime, expand, std::move(input));
}

OperatorPtr make_flatten(Runtime& runtime, OperatorPtr input) {
  return std::make_unique<FlattenOperator>(runtime, std::move(input));
}

}  // namespace kith::exec
