// Counting without enumerating: count(*) over a last expansion adds up the lengths of its lists.
#include "query/plan/rules.h"
#include "query/semantic/walk.h"

namespace kith::plan {

namespace {

// count(*), count(edge) or count(node) of what the expansion binds, which is never null; nothing DISTINCT.
bool counts_only(const Aggregate& aggregate, const Expand& expand) {
  if (aggregate.aggregates.empty()) return false;
  for (const Projection& one : aggregate.aggregates) {
    if (one.expr.function == nullptr || !one.expr.function->is_count || one.expr.distinct) return false;
    if (one.expr.children.empty()) continue;
    const Expr& counted = one.expr.children[0];
    if (counted.kind != semantic::ExprKind::kSlot) return false;
    if (counted.slot != expand.edge && counted.slot != expand.to) return false;
  }
  for (const Projection& key : aggregate.keys)
    if (semantic::uses(key.expr, expand.edge) || semantic::uses(key.expr, expand.to)) return false;
  return true;
}

}  // namespace

void count_unflat(LogicalPlan& plan) {
  for_each_operator(plan, [](LogicalOperator& op) {
    const auto* body = std::get_if<Body>(&op.body);
    const auto* aggregate = body != nullptr ? std::get_if<Aggregate>(body) : nullptr;
    if (aggregate == nullptr) return;
    auto* match = std::get_if<PatternMatch>(&op.inputs[0].body);
    if (match == nullptr || match->steps.empty()) return;
    auto* expand = std::get_if<Expand>(&match->steps.back());
    if (expand == nullptr || expand->edge_is_bound) return;
    if (counts_only(*aggregate, *expand)) expand->unflat = true;
  });
}

}  // namespace kith::plan
