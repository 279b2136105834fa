// Named paths, put together from the nodes and edges that a pattern bound.
#include "query/exec/evaluate.h"
#include "query/exec/path.h"

namespace kith::exec {
Result<ColumnPtr> evaluate_path(Runtime& runtime, const Expr& expr, const Batch& batch) {
  for (Slot slot : expr.path_slots)
    if (!batch.has(slot))
      return Error{.code = ErrorCode::kInternal,
                   .message = "slot #" + std::to_string(slot) + " of a path is not alive"};
  KITH_TRY(ColumnPtr starts, as_nodes(batch.slots[expr.path_slots[0]], "a path"));
  std::vector<Value> values(batch.rows);
  StopCheck stop(runtime.control());
  for (std::size_t row = 0; row < batch.rows; ++row) {
    KITH_DO(stop.step());
    bool has_null = std::any_of(expr.path_slots.begin(), expr.path_slots.end(),
                                [&](Slot slot) { return batch[slot].is_null(row); });
    if (has_null) continue;
    PathBuilder path(runtime, starts->nodes()[row]);
    for (std::size_t i = 1; i < expr.path_slots.size(); i += 2) {
      const Column& column = batch[expr.path_slots[i]];
      if (column.kind() == ColumnKind::kEdge) {
        path.walk(column.edges()[row]);
        continue;
      }
      Value value = column.value(row);
      if (value.kind() == Kind::kEdge) {
        KITH_TRY(EdgeRef edge, runtime.reader().edge_ref(value.edge_id()));
        path.walk(edge);
      } else if (value.kind() == Kind::kList) {
        for (const Value& element : value.as_list()) {
          KITH_TRY(EdgeRef edge, runtime.reader().edge_ref(element.edge_id()));
          path.walk(edge);
        }
      } else {
        return type_error("a path needs relationships, not " + describe(value));
      }
    }
    values[row] = path.take();
  }
  return share(Column::from_values(std::move(values)));
}

}  // namespace kith::exec
