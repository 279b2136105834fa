// x IS :: TYPE.
#include "query/exec/evaluate.h"

namespace kith::exec {
namespace {

/// The one kind of a typed column's values, none for kAny.
std::optional<Kind> kind_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kBoolean:
      return Kind::kBoolean;
    case ColumnKind::kInteger:
      return Kind::kInteger;
    case ColumnKind::kFloat:
      return Kind::kFloat;
    case ColumnKind::kString:
      return Kind::kString;
    case ColumnKind::kDate:
      return Kind::kDate;
    case ColumnKind::kNode:
      return Kind::kNode;
    case ColumnKind::kEdge:
      return Kind::kEdge;
    case ColumnKind::kAny:
      break;
  }
  return std::nullopt;
}

}  // namespace

// Values of a typed column agree: one answer for all of them, and one for null.
Result<Truths> evaluate_is_type(Runtime& runtime, const Expr& expr, const Batch& batch) {
  KITH_TRY(const ColumnPtr column, evaluate(runtime, expr.children[0], batch));
  const ValueType& type = *expr.value_type;
  if (const std::optional<Kind> kind = kind_of(column->kind())) {
    const Ternary of_value = ternary(kind_is_of_type(*kind, type));
    const Ternary of_null = ternary(holds_null(type));
    Truths out(batch.rows, of_value);
    if (!column->may_have_nulls()) return out;
    for (std::size_t row = 0; row < batch.rows; ++row)
      if (column->is_null(row)) out[row] = of_null;
    return out;
  }
  Truths out(batch.rows, Ternary::kFalse);
  const Reads<Value> values = column->values();
  for (std::size_t row = 0; row < batch.rows; ++row) out[row] = ternary(is_of_type(values[row], type));
  return out;
}

}  // namespace kith::exec
