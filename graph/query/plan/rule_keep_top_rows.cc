// Top-k: a sort that only its first rows are asked of keeps no more than these.
#include "query/plan/rules.h"

namespace kith::plan {

namespace {

Body* body_of(LogicalOperator& op) { return std::get_if<Body>(&op.body); }

// Columns are made or dropped row by row: what is above asks for no other rows of what is below.
LogicalOperator* below_projections(LogicalOperator* op) {
  while (body_of(*op) != nullptr && std::holds_alternative<Project>(*body_of(*op))) op = &op->inputs[0];
  return op;
}

Expr sum(const Expr& a, const Expr& b) {
  Expr expr = b;
  expr.literal = a.literal.as_integer() + b.literal.as_integer();
  return expr;
}

// A number written out, small enough to be added to another.
bool is_plain_count(const Expr& expr) {
  return expr.kind == semantic::ExprKind::kLiteral && expr.literal.kind() == Kind::kInteger &&
         expr.literal.as_integer() < (std::int64_t{1} << 40);
}

}  // namespace

void keep_top_rows(LogicalPlan& plan) {
  for_each_operator(plan, [](LogicalOperator& op) {
    Body* body = body_of(op);
    const auto* limit = body != nullptr ? std::get_if<Limit>(body) : nullptr;
    if (limit == nullptr) return;
    LogicalOperator* below = below_projections(&op.inputs[0]);
    std::optional<Expr> count = limit->count;
    if (Body* skip_body = body_of(*below)) {
      if (const auto* skip = std::get_if<Skip>(skip_body)) {
        if (!is_plain_count(skip->count) || !is_plain_count(limit->count)) return;
        count = sum(skip->count, limit->count);
        below = below_projections(&below->inputs[0]);
      }
    }
    Body* sort_body = body_of(*below);
    auto* sort = sort_body != nullptr ? std::get_if<Sort>(sort_body) : nullptr;
    const bool repeatable = count->kind == semantic::ExprKind::kParameter || is_plain_count(limit->count);
    if (sort != nullptr && repeatable) sort->limit = std::move(count);
  });
}

}  // namespace kith::plan
