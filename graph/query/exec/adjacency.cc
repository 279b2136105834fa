#include "query/exec/adjacency.h"

#include "value/compare.h"

namespace kith::exec {

std::optional<std::vector<TypeId>> find_types(const Runtime& runtime, const std::vector<std::string>& names) {
  std::vector<TypeId> types;
  for (const std::string& name : names) {
    auto type = runtime.reader().find_type(name);
    if (type && std::find(types.begin(), types.end(), *type) == types.end()) types.push_back(*type);
  }
  if (types.empty() && !names.empty()) return std::nullopt;
  return types;
}

void add_edges_of_row(const Batch& batch, std::span<const Slot> slots, std::size_t row, std::vector<EdgeId>& edges) {
  for (Slot slot : slots) {
    if (!batch.has(slot) || batch[slot].is_null(row)) continue;
    if (batch[slot].kind() == ColumnKind::kEdge) {
      edges.push_back(batch[slot].edges()[row].id);
      continue;
    }
    Value value = batch[slot].value(row);
    if (value.kind() == Kind::kEdge) edges.push_back(value.edge_id());
    if (value.kind() != Kind::kList) continue;
    for (const Value& element : value.as_list())
      if (element.kind() == Kind::kEdge) edges.push_back(element.edge_id());
  }
}

Result<SliceBatch> expand_node(const Runtime& runtime, NodeId node, Direction direction,
                               std::span<const TypeId> types) {
  Column one(ColumnKind::kNode, 1);
  one.mutable_nodes()[0] = node;
  SliceBatch slices;
  KITH_DO(runtime.reader().expand(one, direction, types, slices));
  return slices;
}

Result<bool> edge_has_properties(const Runtime& runtime, EdgeId edge, const Value& map) {
  if (map.kind() != Kind::kMap) return true;
  for (const auto& [name, wanted] : map.as_map()) {
    auto key = runtime.reader().find_key(name);
    if (!key) return false;
    KITH_TRY(Value value, runtime.reader().property(edge, *key));
    if (equals(value, wanted) != Ternary::kTrue) return false;
  }
  return true;
}

void Flattener::start(Batch batch) {
  batch_ = std::move(batch);
  done_ = false;
  row_ = slice_ = place_ = 0;
}

bool Flattener::next(const Runtime& runtime, Batch& out) {
  if (done_) return false;
  if (!batch_.expansion) {
    done_ = true;
    out = std::move(batch_);
    return out.rows > 0;
  }
  const Expansion& expansion = *batch_.expansion;
  std::vector<std::uint32_t> rows;
  std::vector<NodeId> found_nodes;
  std::vector<EdgeRef> found_edges;
  auto sources = batch_[expansion.source].nodes();
  while (row_ < batch_.rows && rows.size() < runtime.batch_rows()) {
    std::span<const EdgeSlice> slices = expansion.slices.of(row_);
    if (slice_ >= slices.size()) {
      ++row_;
      slice_ = place_ = 0;
      continue;
    }
    const EdgeSlice& slice = slices[slice_];
    std::size_t count = std::min(slice.nodes.size() - place_, runtime.batch_rows() - rows.size());
    for (std::size_t i = place_; i < place_ + count; ++i) {
      rows.push_back(static_cast<std::uint32_t>(row_));
      found_nodes.push_back(slice.nodes[i]);
      if (expansion.edge != kNoSlot) found_edges.push_back(edge_of_slice(slice, i, sources[row_]));
    }
    place_ += count;
    if (place_ >= slice.nodes.size()) {
      ++slice_;
      place_ = 0;
    }
  }
  if (rows.empty()) {
    done_ = true;
    return false;
  }
  out = batch_.gather(rows);
  if (expansion.node != kNoSlot) {
    Column column(ColumnKind::kNode, rows.size());
    column.mutable_nodes() = std::move(found_nodes);
    out.set(expansion.node, std::move(column));
  }
  if (expansion.edge != kNoSlot) {
    Column column(ColumnKind::kEdge, rows.size());
    column.mutable_edges() = std::move(found_edges);
    out.set(expansion.edge, std::move(column));
  }
  return true;
}

}  // namespace kith::exec
