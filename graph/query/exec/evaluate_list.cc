// List and map literals, list comprehensions, quantifiers and reduce.
#include "query/exec/evaluate.h"
#include "query/exec/unnest.h"
#include "value/shape.h"

namespace kith::exec {
namespace {

using semantic::Quantifier;

/// What one list has shown so far.
struct Tally {
  std::uint64_t trues = 0;
  std::uint64_t falses = 0;
  std::uint64_t unknowns = 0;
};

Ternary judge(Quantifier quantifier, const Tally& tally) {
  Ternary rest = tally.unknowns > 0 ? Ternary::kUnknown : Ternary::kFalse;
  switch (quantifier) {
    case Quantifier::kAny:
      return tally.trues > 0 ? Ternary::kTrue : rest;
    case Quantifier::kNone:
      return tally.trues > 0 ? Ternary::kFalse : logical_not(rest);
    case Quantifier::kAll:
      return tally.falses > 0 ? Ternary::kFalse : logical_not(rest);
    case Quantifier::kSingle:
      if (tally.trues > 1) return Ternary::kFalse;
      return tally.unknowns > 0 ? Ternary::kUnknown : ternary(tally.trues == 1);
  }
  return Ternary::kUnknown;
}

}  // namespace

Result<ColumnPtr> evaluate_list(Runtime& runtime, const Expr& expr, const Batch& batch) {
  KITH_TRY(Operands operands, evaluate_children(runtime, expr, batch));
  std::size_t rows = operands.constant ? 1 : batch.rows;
  std::vector<Value> values(rows);
  ShapeCheck check;
  for (std::size_t row = 0; row < rows; ++row) {
    List list;
    list.reserve(operands.columns.size());
    for (const ColumnPtr& column : operands.columns) list.push_back(column->value(row));
    values[row] = Value(std::move(list));
    KITH_DO(check.value(values[row]));
  }
  if (operands.constant) return share(Column::constant(values[0], batch.rows));
  return share(Column::from_values(std::move(values)));
}

Result<ColumnPtr> evaluate_map(Runtime& runtime, const Expr& expr, const Batch& batch) {
  KITH_TRY(Operands operands, evaluate_children(runtime, expr, batch));
  std::size_t rows = operands.constant ? 1 : batch.rows;
  std::vector<Value> values(rows);
  ShapeCheck check;
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<Map::Entry> entries;
    entries.reserve(operands.columns.size());
    for (std::size_t i = 0; i < operands.columns.size(); ++i)
      entries.emplace_back(expr.names[i], operands.columns[i]->value(row));
    values[row] = Value(Map(std::move(entries)));
    KITH_DO(check.value(values[row]));
  }
  if (operands.constant) return share(Column::constant(values[0], batch.rows));
  return share(Column::from_values(std::move(values)));
}

Result<ColumnPtr> evaluate_list_comprehension(Runtime& runtime, const Expr& expr, const Batch& batch) {
  const Expr& where = expr.children[1];
  const Expr& result = expr.children[2];
  KITH_TRY(ColumnPtr lists, evaluate(runtime, expr.children[0], batch));
  UsedSlots used;
  if (!where.absent) add_used_slots(where, used);
  if (!result.absent) add_used_slots(result, used);

  std::vector<List> results(batch.rows);
  MemoryHold held(runtime.control());
  auto each = [&](const Batch& inner, const std::vector<std::uint32_t>& row_of,
                  const std::vector<Value>& items) -> Status {
    std::vector<std::uint32_t> kept;
    if (where.absent) {
      kept = all_rows(inner.rows);
    } else {
      KITH_TRY(kept, select_rows(runtime, std::span(&where, 1), inner));
    }
    KITH_DO(held.take(kept.size() * sizeof(Value)));
    if (result.absent) {
      for (std::uint32_t i : kept) results[row_of[i]].push_back(items[i]);
      return ok();
    }
    if (kept.empty()) return ok();
    KITH_TRY(ColumnPtr column, evaluate_on(runtime, result, inner, kept));
    for (std::size_t i = 0; i < kept.size(); ++i) results[row_of[kept[i]]].push_back(column->value(i));
    return ok();
  };
  KITH_DO(for_each_element(runtime, *lists, expr.slot, used, batch, each));

  std::vector<Value> values(batch.rows);
  ShapeCheck check;
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if (lists->is_null(row)) continue;
    values[row] = Value(std::move(results[row]));
    KITH_DO(check.value(values[row]));
  }
  return share(Column::from_values(std::move(values)));
}

Result<Truths> evaluate_quantifier(Runtime& runtime, const Expr& expr, const Batch& batch) {
  const Expr& predicate = expr.children[1];
  KITH_TRY(ColumnPtr lists, evaluate(runtime, expr.children[0], batch));
  std::vector<Tally> tallies(batch.rows);
  auto each = [&](const Batch& inner, const std::vector<std::uint32_t>& row_of, const std::vector<Value>&) -> Status {
    KITH_TRY(Truths truths, evaluate_truth(runtime, predicate, inner));
    for (std::size_t i = 0; i < truths.size(); ++i) {
      Tally& tally = tallies[row_of[i]];
      switch (truths[i]) {
        case Ternary::kTrue:
          ++tally.trues;
          break;
        case Ternary::kFalse:
          ++tally.falses;
          break;
        case Ternary::kUnknown:
          ++tally.unknowns;
          break;
      }
    }
    return ok();
  };
  KITH_DO(for_each_element(runtime, *lists, expr.slot, used_slots(predicate), batch, each));
  Truths out(batch.rows, Ternary::kUnknown);
  for (std::size_t row = 0; row < batch.rows; ++row)
    if (!lists->is_null(row)) out[row] = judge(expr.quantifier, tallies[row]);
  return out;
}

// All rows take their first step together, then those with a second element their second, and so on.
Result<ColumnPtr> evaluate_reduce(Runtime& runtime, const Expr& expr, const Batch& batch) {
  const Expr& step = expr.children[2];
  KITH_TRY(ColumnPtr initial, evaluate(runtime, expr.children[0], batch));
  KITH_TRY(ColumnPtr lists, evaluate(runtime, expr.children[1], batch));
  std::vector<Value> list_of(batch.rows), accumulators(batch.rows);
  std::vector<std::uint32_t> active;
  for (std::size_t row = 0; row < batch.rows; ++row) {
    list_of[row] = lists->value(row);
    if (list_of[row].is_null()) continue;
    if (list_of[row].kind() != Kind::kList) return type_error("reduce needs a list, not " + describe(list_of[row]));
    accumulators[row] = initial->value(row);
    active.push_back(static_cast<std::uint32_t>(row));
  }
  UsedSlots used = used_slots(step);
  std::optional<Batch> outer;  // the slots used, for the active rows
  StopCheck stop(runtime.control());
  for (std::size_t place = 0; !active.empty(); ++place) {
    KITH_DO(stop.step());
    std::size_t count = 0;
    for (std::uint32_t row : active)
      if (list_of[row].as_list().size() > place) active[count++] = row;
    if (count != active.size()) outer.reset();
    active.resize(count);
    if (active.empty()) break;
    if (!outer) outer = gather_used(runtime, used, batch, active);
    std::vector<Value> totals, items;
    for (std::uint32_t row : active) {
      totals.push_back(accumulators[row]);
      items.push_back(list_of[row].as_list()[place]);
    }
    Batch inner = *outer;
    inner.rows = active.size();
    inner.set(expr.slot, Column::from_values(std::move(totals)));
    inner.set(expr.slot2, Column::from_values(std::move(items)));
    KITH_TRY(ColumnPtr column, evaluate(runtime, step, inner));
    for (std::size_t i = 0; i < active.size(); ++i) accumulators[active[i]] = column->value(i);
  }
  return share(Column::from_values(std::move(accumulators)));
}

}  // namespace kith::exec
