// AND, OR, XOR, NOT in three-valued logic, and the null tests.
#include "query/exec/evaluate.h"

namespace kith::exec {
namespace {

/// Left to right; an operand is looked at only for rows that the ones before it left open. A row is decided
/// by `decisive` (false for AND, true for OR); null leaves it open, as the other value may still come.
Result<Truths> evaluate_sequence(Runtime& runtime, const Expr& expr, const Batch& batch, Ternary decisive) {
  Truths out(batch.rows, logical_not(decisive));
  std::vector<std::uint32_t> open = all_rows(batch.rows);
  for (const Expr& operand : expr.children) {
    if (open.empty()) break;
    KITH_TRY(Truths truths, evaluate_truth_on(runtime, operand, batch, open));
    std::size_t count = 0;
    for (std::size_t i = 0; i < open.size(); ++i) {
      std::uint32_t row = open[i];
      if (truths[i] == decisive) {
        out[row] = decisive;
        continue;
      }
      if (truths[i] == Ternary::kUnknown) out[row] = Ternary::kUnknown;
      open[count++] = row;
    }
    open.resize(count);
  }
  return out;
}

}  // namespace

Result<Truths> evaluate_logic(Runtime& runtime, const Expr& expr, const Batch& batch) {
  if (expr.kind == ExprKind::kAnd) return evaluate_sequence(runtime, expr, batch, Ternary::kFalse);
  if (expr.kind == ExprKind::kOr) return evaluate_sequence(runtime, expr, batch, Ternary::kTrue);
  KITH_TRY(Truths out, evaluate_truth(runtime, expr.children[0], batch));
  if (expr.kind == ExprKind::kNot) {
    for (Ternary& truth : out) truth = logical_not(truth);
    return out;
  }
  for (std::size_t i = 1; i < expr.children.size(); ++i) {
    KITH_TRY(Truths truths, evaluate_truth(runtime, expr.children[i], batch));
    for (std::size_t row = 0; row < out.size(); ++row) {
      bool unknown = out[row] == Ternary::kUnknown || truths[row] == Ternary::kUnknown;
      out[row] = unknown ? Ternary::kUnknown : ternary(out[row] != truths[row]);
    }
  }
  return out;
}

Result<Truths> evaluate_null_test(Runtime& runtime, const Expr& expr, const Batch& batch) {
  KITH_TRY(ColumnPtr column, evaluate(runtime, expr.children[0], batch));
  bool wanted = expr.kind == ExprKind::kIsNull;
  Truths out(batch.rows, ternary(!wanted));
  if (column->may_have_nulls()) {
    for (std::size_t row = 0; row < out.size(); ++row) out[row] = ternary(column->is_null(row) == wanted);
  }
  return out;
}

}  // namespace kith::exec
