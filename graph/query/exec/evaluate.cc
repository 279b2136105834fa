#include "query/exec/evaluate.h"

#include <cmath>

namespace kith::exec {
namespace {

/// What gives a truth value for each row.
bool is_truth_kind(ExprKind kind) {
  switch (kind) {
    case ExprKind::kAnd:
    case ExprKind::kOr:
    case ExprKind::kXor:
    case ExprKind::kNot:
    case ExprKind::kCompare:
    case ExprKind::kStringPredicate:
    case ExprKind::kIn:
    case ExprKind::kIsNull:
    case ExprKind::kIsNotNull:
    case ExprKind::kHasLabels:
    case ExprKind::kHasDynamicLabels:
    case ExprKind::kIsType:
    case ExprKind::kQuantifier:
      return true;
    default:
      return false;
  }
}

Result<ColumnPtr> dispatch(Runtime& runtime, const Expr& expr, const Batch& batch);

Result<Truths> dispatch_truth(Runtime& runtime, const Expr& expr, const Batch& batch) {
  switch (expr.kind) {
    case ExprKind::kAnd:
    case ExprKind::kOr:
    case ExprKind::kXor:
    case ExprKind::kNot:
      return evaluate_logic(runtime, expr, batch);
    case ExprKind::kCompare:
      return evaluate_comparison(runtime, expr, batch);
    case ExprKind::kStringPredicate:
      return evaluate_text_predicate(runtime, expr, batch);
    case ExprKind::kIn:
      return evaluate_in(runtime, expr, batch);
    case ExprKind::kIsNull:
    case ExprKind::kIsNotNull:
      return evaluate_null_test(runtime, expr, batch);
    case ExprKind::kHasLabels:
      return evaluate_has_labels(runtime, expr, batch);
    case ExprKind::kHasDynamicLabels:
      return evaluate_has_dynamic_labels(runtime, expr, batch);
    case ExprKind::kIsType:
      return evaluate_is_type(runtime, expr, batch);
    default:
      return evaluate_quantifier(runtime, expr, batch);
  }
}

Column column_of(const Truths& truths) {
  Column column(ColumnKind::kBoolean, truths.size());
  for (std::size_t row = 0; row < truths.size(); ++row) {
    column.mutable_booleans()[row] = truths[row] == Ternary::kTrue ? 1 : 0;
    if (truths[row] == Ternary::kUnknown) column.set_null(row);
  }
  return column;
}

Result<Truths> truths_of(const Column& column) {
  Truths truths(column.size());
  if (column.kind() == ColumnKind::kBoolean) {
    auto booleans = column.booleans();
    for (std::size_t row = 0; row < truths.size(); ++row) truths[row] = ternary(booleans[row] != 0);
    if (column.may_have_nulls()) {
      for (std::size_t row = 0; row < truths.size(); ++row)
        if (column.is_null(row)) truths[row] = Ternary::kUnknown;
    }
    return truths;
  }
  for (std::size_t row = 0; row < truths.size(); ++row) {
    Value value = column.value(row);
    if (value.is_null()) {
      truths[row] = Ternary::kUnknown;
    } else if (value.kind() == Kind::kBoolean) {
      truths[row] = ternary(value.as_boolean());
    } else {
      return type_error("a condition must be true, false or null, not " + describe(value));
    }
  }
  return truths;
}

Result<ColumnPtr> dispatch(Runtime& runtime, const Expr& expr, const Batch& batch) {
  switch (expr.kind) {
    case ExprKind::kLiteral:
      return share(Column::constant(expr.literal, batch.rows));
    case ExprKind::kLifted:
      return share(Column::constant(runtime.literal(expr.lifted), batch.rows));
    case ExprKind::kParameter: {
      const Value* value = runtime.parameters().find(expr.name);
      if (value == nullptr)
        return Error{.code = ErrorCode::kParameterMissing,
                     .message = "the parameter $" + expr.name + " was not given",
                     .detail = "MissingParameter"};
      return share(Column::constant(*value, batch.rows));
    }
    case ExprKind::kSlot:
      if (!batch.has(expr.slot))
        return Error{.code = ErrorCode::kInternal,
                     .message = "slot #" + std::to_string(expr.slot) + " is not alive where it is used"};
      return batch.slots[expr.slot];
    case ExprKind::kProperty:
      return evaluate_property(runtime, expr, batch);
    case ExprKind::kIndex:
      return evaluate_index(runtime, expr, batch);
    case ExprKind::kSlice:
      return evaluate_slice(runtime, expr, batch);
    case ExprKind::kCall:
      return evaluate_call(runtime, expr, batch);
    case ExprKind::kArithmetic:
    case ExprKind::kNegate:
      return evaluate_arithmetic(runtime, expr, batch);
    case ExprKind::kList:
      return evaluate_list(runtime, expr, batch);
    case ExprKind::kMap:
      return evaluate_map(runtime, expr, batch);
    case ExprKind::kCase:
      return evaluate_case(runtime, expr, batch);
    case ExprKind::kListComprehension:
      return evaluate_list_comprehension(runtime, expr, batch);
    case ExprKind::kReduce:
      return evaluate_reduce(runtime, expr, batch);
    case ExprKind::kSubquery:
      return evaluate_subquery(runtime, expr, batch);
    case ExprKind::kPath:
      return evaluate_path(runtime, expr, batch);
    case ExprKind::kAggregate:
      return Error{.code = ErrorCode::kInternal, .message = "an aggregate stands outside an aggregation"};
    case ExprKind::kAnd:
    case ExprKind::kOr:
    case ExprKind::kXor:
    case ExprKind::kNot:
    case ExprKind::kCompare:
    case ExprKind::kStringPredicate:
    case ExprKind::kIn:
    case ExprKind::kIsNull:
    case ExprKind::kIsNotNull:
    case ExprKind::kHasLabels:
    case ExprKind::kHasDynamicLabels:
    case ExprKind::kIsType:
    case ExprKind::kQuantifier:
      break;
  }
  KITH_TRY(Truths truths, dispatch_truth(runtime, expr, batch));
  return share(column_of(truths));
}

}  // namespace

Result<ColumnPtr> evaluate(Runtime& runtime, const Expr& expr, const Batch& batch) {
  if (batch.rows == 0) return share(Column());
  Result<ColumnPtr> column = dispatch(runtime, expr, batch);
  if (!column.is_ok()) return located(std::move(column).error(), expr);
  return column;
}

Result<Truths> evaluate_truth(Runtime& runtime, const Expr& expr, const Batch& batch) {
  if (batch.rows == 0) return Truths();
  if (is_truth_kind(expr.kind)) {
    Result<Truths> truths = dispatch_truth(runtime, expr, batch);
    if (!truths.is_ok()) return located(std::move(truths).error(), expr);
    return truths;
  }
  KITH_TRY(ColumnPtr column, evaluate(runtime, expr, batch));
  Result<Truths> truths = truths_of(*column);
  if (!truths.is_ok()) return located(std::move(truths).error(), expr);
  return truths;
}

Result<std::vector<std::uint32_t>> select_rows(Runtime& runtime, std::span<const Expr> predicates, const Batch& batch) {
  std::vector<std::uint32_t> kept = all_rows(batch.rows);
  for (const Expr& predicate : predicates) {
    if (kept.empty()) break;
    KITH_TRY(Truths truths, evaluate_truth_on(runtime, predicate, batch, kept));
    std::size_t count = 0;
    for (std::size_t i = 0; i < kept.size(); ++i)
      if (truths[i] == Ternary::kTrue) kept[count++] = kept[i];
    kept.resize(count);
  }
  return kept;
}

Result<std::uint64_t> evaluate_row_count(Runtime& runtime, const Expr& expr) {
  KITH_TRY(ColumnPtr column, evaluate(runtime, expr, runtime.new_batch(1)));
  Value value = column->value(0);
  if (value.kind() != Kind::kInteger)
    return located(Error{.code = ErrorCode::kSyntax,
                         .message = "the number of rows must be an integer, not " + describe(value),
                         .detail = "InvalidArgumentType"},
                   expr);
  if (value.as_integer() < 0)
    return located(Error{.code = ErrorCode::kSyntax,
                         .message = "the number of rows must not be negative, but is " + value.to_text(),
                         .detail = "NegativeIntegerArgument"},
                   expr);
  return static_cast<std::uint64_t>(value.as_integer());
}

void add_used_slots(const Expr& expr, UsedSlots& used) {
  auto add = [&](Slot slot) {
    if (slot != kNoSlot && std::find(used.slots.begin(), used.slots.end(), slot) == used.slots.end())
      used.slots.push_back(slot);
  };
  if (expr.kind == ExprKind::kSubquery) used.all = true;
  if (expr.kind == ExprKind::kSlot) add(expr.slot);
  for (Slot slot : expr.path_slots) add(slot);
  for (const Expr& child : expr.children) add_used_slots(child, used);
}

UsedSlots used_slots(const Expr& expr) {
  UsedSlots used;
  add_used_slots(expr, used);
  return used;
}

Batch gather_used(const Runtime& runtime, const UsedSlots& used, const Batch& batch,
                  std::span<const std::uint32_t> rows) {
  if (used.all) return batch.gather(rows);
  Batch out = runtime.new_batch(rows.size());
  for (Slot slot : used.slots)
    if (batch.has(slot)) out.set(slot, batch[slot].gather(rows));
  return out;
}

Result<ColumnPtr> evaluate_on(Runtime& runtime, const Expr& expr, const Batch& batch,
                              std::span<const std::uint32_t> rows) {
  if (rows.size() == batch.rows) return evaluate(runtime, expr, batch);
  return evaluate(runtime, expr, gather_used(runtime, used_slots(expr), batch, rows));
}

Result<Truths> evaluate_truth_on(Runtime& runtime, const Expr& expr, const Batch& batch,
                                 std::span<const std::uint32_t> rows) {
  if (rows.size() == batch.rows) return evaluate_truth(runtime, expr, batch);
  return evaluate_truth(runtime, expr, gather_used(runtime, used_slots(expr), batch, rows));
}

bool reads_graph(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kProperty:
    case ExprKind::kIndex:
    case ExprKind::kHasLabels:
    case ExprKind::kHasDynamicLabels:
    case ExprKind::kSubquery:
      return true;
    case ExprKind::kCall:  // labels(n), properties(r) and the like
      if (!expr.children.empty()) return true;
      break;
    default:
      break;
  }
  for (const Expr& child : expr.children)
    if (reads_graph(child)) return true;
  return false;
}

std::vector<std::uint32_t> all_rows(std::size_t rows) {
  std::vector<std::uint32_t> all(rows);
  for (std::size_t row = 0; row < rows; ++row) all[row] = static_cast<std::uint32_t>(row);
  return all;
}

Result<Operands> evaluate_children(Runtime& runtime, const Expr& expr, const Batch& batch) {
  Operands operands;
  operands.columns.reserve(expr.children.size());
  for (const Expr& child : expr.children) {
    KITH_TRY(ColumnPtr column, evaluate(runtime, child, batch));
    operands.constant = operands.constant && column->is_constant();
    operands.columns.push_back(std::move(column));
  }
  return operands;
}

ColumnPtr share(Column column) { return std::make_shared<const Column>(std::move(column)); }

ColumnPtr repeat(const Column& column, std::size_t rows) { return share(Column::constant(column.value(0), rows)); }

Error located(Error error, const Expr& expr) {
  if (!error.span && expr.span.line != 0) error.span = expr.span;
  return error;
}

}  // namespace kith::exec
