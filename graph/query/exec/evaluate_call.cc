// Calls of scalar functions. coalesce() is here as well: its later arguments are evaluated only where the
// earlier ones are null, so that it may guard them.
#include "query/exec/evaluate.h"

namespace kith::exec {
namespace {

Result<ColumnPtr> evaluate_coalesce(Runtime& runtime, const Expr& expr, const Batch& batch) {
  std::vector<std::uint32_t> open = all_rows(batch.rows);
  // The results one after the other, and for each row the place of its own among them.
  Column results;
  std::vector<std::uint32_t> place(batch.rows, kNoRow);
  bool first = true;
  for (const Expr& argument : expr.children) {
    if (open.empty()) break;
    KITH_TRY(ColumnPtr column, evaluate_on(runtime, argument, batch, open));
    if (first && !column->may_have_nulls()) return column;
    if (first) results = Column(column->kind(), 0);
    first = false;
    auto base = static_cast<std::uint32_t>(results.size());
    results.append(*column, 0, open.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (column->is_null(i))
        open[count++] = open[i];
      else
        place[open[i]] = base + static_cast<std::uint32_t>(i);
    }
    open.resize(count);
  }
  return share(results.gather(place));
}

}  // namespace

Result<ColumnPtr> evaluate_call(Runtime& runtime, const Expr& expr, const Batch& batch) {
  if (expr.function == nullptr || !expr.function->scalar)
    return Error{.code = ErrorCode::kInternal, .message = "a call without a scalar function"};
  if (expr.function->name == "coalesce") return evaluate_coalesce(runtime, expr, batch);
  KITH_TRY(Operands operands, evaluate_children(runtime, expr, batch));
  // A function of constants (range(1, 1000000), date('2024-01-01')) is called once for the whole batch.
  bool once = operands.constant && expr.function->deterministic;
  std::vector<const Column*> arguments;
  std::vector<Column> single;
  single.reserve(operands.columns.size());
  for (const ColumnPtr& column : operands.columns) {
    if (once) single.push_back(Column::constant(column->value(0), 1));
    arguments.push_back(once ? &single.back() : column.get());
  }
  // What the function takes for its result counts while it is made; whoever keeps the result takes it again.
  MemoryHold held(runtime.control());
  std::uint64_t before = MemoryHold::used(runtime.control());
  Column out;
  Status status = expr.function->scalar(runtime.call(), arguments, once ? 1 : batch.rows, out);
  held.adopt(before);
  if (!status.is_ok()) return std::move(status).error();
  if (once) return repeat(out, batch.rows);
  return share(std::move(out));
}

}  // namespace kith::exec
