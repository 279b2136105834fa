// CASE: conditions are tried in order on the rows still open, and a result is evaluated only over the rows
// that chose it. The results lie one after the other in one column, from which each row gathers its own.
#include "query/exec/evaluate.h"

namespace kith::exec {

Result<ColumnPtr> evaluate_case(Runtime& runtime, const Expr& expr, const Batch& batch) {
  std::vector<std::uint32_t> open = all_rows(batch.rows);
  std::optional<Column> results;
  std::vector<std::uint32_t> place(batch.rows, kNoRow);

  auto take = [&](const Expr& result, const std::vector<std::uint32_t>& rows) -> Status {
    if (rows.empty() || result.absent) return ok();
    KITH_TRY(ColumnPtr column, evaluate_on(runtime, result, batch, rows));
    if (!results) results.emplace(column->kind(), 0);
    auto base = static_cast<std::uint32_t>(results->size());
    results->append(*column, 0, rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) place[rows[i]] = base + static_cast<std::uint32_t>(i);
    return ok();
  };

  std::size_t branches = expr.children.size() / 2;
  for (std::size_t branch = 0; branch < branches && !open.empty(); ++branch) {
    KITH_TRY(Truths truths, evaluate_truth_on(runtime, expr.children[2 * branch], batch, open));
    std::vector<std::uint32_t> chosen, left;
    for (std::size_t i = 0; i < open.size(); ++i) (truths[i] == Ternary::kTrue ? chosen : left).push_back(open[i]);
    KITH_DO(take(expr.children[2 * branch + 1], chosen));
    open = std::move(left);
  }
  if (expr.children.size() % 2 == 1) KITH_DO(take(expr.children.back(), open));
  if (!results) return share(Column::constant(Value::null(), batch.rows));
  return share(results->gather(place));
}

}  // namespace kith::exec
