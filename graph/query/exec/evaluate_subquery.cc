// EXISTS { … }, COUNT { … }, COLLECT { … } and pattern comprehensions: the subquery is run with the batch's
// rows as arguments, and the hidden row number of each of its rows says whose it is.
#include "query/exec/evaluate.h"
#include "query/exec/subplan.h"
#include "value/shape.h"

namespace kith::exec {
namespace {

/// Rows that row `row` of an unflat batch stands for.
std::uint64_t row_count(const Batch& batch, std::size_t row) {
  if (!batch.expansion) return 1;
  std::uint64_t count = 0;
  for (const EdgeSlice& slice : batch.expansion->slices.of(row)) count += slice.nodes.size();
  return count;
}

Result<std::vector<std::uint64_t>> count_rows(Runtime& runtime, Subplan& subplan, std::size_t rows,
                                              bool one_is_enough) {
  std::vector<std::uint64_t> counts(rows, 0);
  Batch found;
  while (true) {
    KITH_TRY(bool more, subplan.next(found));
    if (!more) return counts;
    KITH_DO(runtime.control().check());
    auto owners = found[subplan.row_slot()].integers();
    for (std::size_t row = 0; row < found.rows; ++row)
      counts[static_cast<std::size_t>(owners[row])] += row_count(found, row);
    if (one_is_enough && found.rows > 0) subplan.skip_row();
  }
}

Result<ColumnPtr> collect_rows(Runtime& runtime, Subplan& subplan, Slot slot, std::size_t rows) {
  std::vector<List> lists(rows);
  MemoryHold held(runtime.control());
  Batch found;
  while (true) {
    KITH_TRY(bool more, subplan.next(found));
    if (!more) break;
    KITH_DO(runtime.control().check());
    if (!found.has(slot))
      return Error{.code = ErrorCode::kInternal, .message = "a subquery lacks the column it collects"};
    KITH_DO(held.take(found[slot].size_bytes() + found.rows * sizeof(Value)));
    auto owners = found[subplan.row_slot()].integers();
    for (std::size_t row = 0; row < found.rows; ++row)
      lists[static_cast<std::size_t>(owners[row])].push_back(found[slot].value(row));
  }
  std::vector<Value> values;
  values.reserve(rows);
  ShapeCheck check;
  for (List& list : lists) {
    values.push_back(Value(std::move(list)));
    KITH_DO(check.value(values.back()));
  }
  return share(Column::from_values(std::move(values)));
}

}  // namespace

Result<ColumnPtr> evaluate_subquery(Runtime& runtime, const Expr& expr, const Batch& batch) {
  using semantic::SubqueryUse;
  KITH_TRY(Subplan * subplan, runtime.subquery(expr.plan_index));
  KITH_DO(subplan->start(batch));
  if (expr.subquery_use == SubqueryUse::kList) return collect_rows(runtime, *subplan, expr.slot, batch.rows);
  bool exists = expr.subquery_use == SubqueryUse::kExists;
  KITH_TRY(std::vector<std::uint64_t> counts, count_rows(runtime, *subplan, batch.rows, exists));
  Column out(exists ? ColumnKind::kBoolean : ColumnKind::kInteger, batch.rows);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if (exists)
      out.mutable_booleans()[row] = counts[row] > 0 ? 1 : 0;
    else
      out.mutable_integers()[row] = static_cast<std::int64_t>(counts[row]);
  }
  return share(std::move(out));
}

}  // namespace kith::exec
