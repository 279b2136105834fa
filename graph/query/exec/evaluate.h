// Evaluates bound expressions over batches: a column in, a column out, typed where the values are.
//
//     KITH_TRY(ColumnPtr names, evaluate(runtime, expr, batch));      // one element a row
//     KITH_TRY(Truths truths, evaluate_truth(runtime, predicate, batch));
//
// Operands that may not be looked at (the right of `x <> 0 AND 1/x > 2`, branches of CASE) are evaluated
// over a dense batch of only the rows that reach them. Errors carry the place of the expression at fault.
#pragma once

#include <span>
#include <vector>

#include "query/exec/runtime.h"
#include "value/batch.h"
#include "value/compare.h"

namespace kith::exec {

using semantic::Expr;
using semantic::ExprKind;

/// One truth value a row.
using Truths = std::vector<Ternary>;

/// One element a row. A slot gives its own column, not a copy.
Result<ColumnPtr> evaluate(Runtime& runtime, const Expr& expr, const Batch& batch);

/// A value that is neither a boolean nor null is a TypeError.
Result<Truths> evaluate_truth(Runtime& runtime, const Expr& expr, const Batch& batch);

/// The rows for which every predicate is true; later ones are tried only on rows that earlier ones left.
Result<std::vector<std::uint32_t>> select_rows(Runtime& runtime, std::span<const Expr> predicates, const Batch& batch);

/// The number of SKIP or LIMIT, an expression without variables. Errors: NegativeIntegerArgument, InvalidArgumentType.
Result<std::uint64_t> evaluate_row_count(Runtime& runtime, const Expr& expr);

// ---- for the files that evaluate one kind of expression ----

/// The slots an expression reads. `all` if that cannot be told (it holds a subquery).
struct UsedSlots {
  std::vector<Slot> slots = {};
  bool all = false;
};

UsedSlots used_slots(const Expr& expr);
void add_used_slots(const Expr& expr, UsedSlots& used);

/// The rows named of the slots that are used, and no other slot.
Batch gather_used(const Runtime& runtime, const UsedSlots& used, const Batch& batch,
                  std::span<const std::uint32_t> rows);

/// Evaluates over the rows named only.
Result<ColumnPtr> evaluate_on(Runtime& runtime, const Expr& expr, const Batch& batch,
                              std::span<const std::uint32_t> rows);
Result<Truths> evaluate_truth_on(Runtime& runtime, const Expr& expr, const Batch& batch,
                                 std::span<const std::uint32_t> rows);

/// Whether evaluating the expression can see what the statement has written.
bool reads_graph(const Expr& expr);

/// 0, 1, ... rows - 1.
std::vector<std::uint32_t> all_rows(std::size_t rows);

/// The columns of every child, and whether all of them are constant (then one row is as good as all).
struct Operands {
  std::vector<ColumnPtr> columns;
  bool constant = true;
};

Result<Operands> evaluate_children(Runtime& runtime, const Expr& expr, const Batch& batch);

ColumnPtr share(Column column);
/// The column's first element for every one of `rows` rows.
ColumnPtr repeat(const Column& column, std::size_t rows);
/// An error with the place of `expr`, unless it has one that is nearer to the fault.
Error located(Error error, const Expr& expr);

// One function a kind, or a family of kinds; each gives one element a row of the batch.
Result<Truths> evaluate_logic(Runtime& runtime, const Expr& expr, const Batch& batch);       // AND OR XOR NOT
Result<Truths> evaluate_comparison(Runtime& runtime, const Expr& expr, const Batch& batch);  // = <> < <= > >=
Result<Truths> evaluate_in(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<Truths> evaluate_null_test(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<Truths> evaluate_text_predicate(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<Truths> evaluate_has_labels(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<Truths> evaluate_has_dynamic_labels(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<Truths> evaluate_is_type(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<Truths> evaluate_quantifier(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<ColumnPtr> evaluate_arithmetic(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<ColumnPtr> evaluate_property(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<ColumnPtr> evaluate_index(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<ColumnPtr> evaluate_slice(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<ColumnPtr> evaluate_call(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<ColumnPtr> evaluate_list(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<ColumnPtr> evaluate_map(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<ColumnPtr> evaluate_case(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<ColumnPtr> evaluate_list_comprehension(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<ColumnPtr> evaluate_reduce(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<ColumnPtr> evaluate_subquery(Runtime& runtime, const Expr& expr, const Batch& batch);
Result<ColumnPtr> evaluate_path(Runtime& runtime, const Expr& expr, const Batch& batch);

/// The column as nodes, nulls kept. A value that is neither is a TypeError that names `what` wanted it.
Result<ColumnPtr> as_nodes(const ColumnPtr& column, const char* what);
/// The edge behind an edge value.
Result<EdgeRef> edge_at(const Runtime& runtime, const Column& column, std::size_t row);

}  // namespace kith::exec
