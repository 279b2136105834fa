// Walks that are only asked for their different ends: `MATCH (a)-[:MET*1..3]-(b) RETURN count(DISTINCT b)` visits each
// node once instead of every trail to it.
//
// Below a consumer that takes equal rows as one (DISTINCT, aggregates that are, EXISTS) a walk of which nobody reads
// the edges may give each end once. Between the two every operator has to work row by row, so that equal rows stay
// equal. The trails must be what is asked for: none of their edges is bound, or has to differ from another of the same
// MATCH (rule_drop_unread_edges leaves those that are compared), and the least length is 0 or 1: a longer walk
// to a near node may need an edge twice.
#include <set>

#include "query/plan/reads.h"
#include "query/plan/rules.h"
#include "query/semantic/walk.h"

namespace kith::plan {

namespace {

/// Whether equal rows give it equal answers.
bool is_repeatable(const Body& body) {
  bool repeatable = true;
  for_each_expression(body, [&](const Expr& expr) {
    repeatable = repeatable && (expr.function == nullptr || expr.function->deterministic) &&
                 expr.kind != semantic::ExprKind::kSubquery;
  });
  return repeatable;
}

bool works_row_by_row(const Body& body) {
  if (const auto* sort = std::get_if<Sort>(&body)) return !sort->limit;
  return std::holds_alternative<Filter>(body) || std::holds_alternative<Project>(body) ||
         std::holds_alternative<Unwind>(body);
}

void reach(ExpandVariable& step) {
  if (step.edges == kNoSlot && !step.edges_are_bound && step.hops_min <= 1 && step.distinct_from.empty())
    step.each_end_once = true;
}

/// `op` gives rows to one who takes equal ones as one.
void reach_below(LogicalOperator& op) {
  if (auto* match = std::get_if<PatternMatch>(&op.body)) {
    for (const Body& step : match->steps)
      if (!is_repeatable(step)) return;
    for (Body& step : match->steps)
      if (auto* expand = std::get_if<ExpandVariable>(&step)) reach(*expand);
  } else {
    const Body& body = std::get<Body>(op.body);
    if (!works_row_by_row(body) || !is_repeatable(body)) return;
  }
  if (!op.inputs.empty()) reach_below(op.inputs[0]);
}

bool takes_equal_rows_as_one(const Body& body) {
  if (std::holds_alternative<Distinct>(body)) return true;
  const auto* aggregate = std::get_if<Aggregate>(&body);
  if (aggregate == nullptr) return false;
  for (const Projection& one : aggregate->aggregates) {
    const function::Function* function = one.expr.function;
    const bool is_extreme = function != nullptr && (function->name == "min" || function->name == "max");
    if (!one.expr.distinct && !is_extreme) return false;
  }
  return true;
}

/// Adds the plans of EXISTS { … } that `op` and what is below it ask.
void add_existential(const LogicalOperator& op, std::set<std::uint32_t>& plans) {
  const auto add = [&](const Expr& expr) {
    if (expr.kind == semantic::ExprKind::kSubquery && expr.subquery_use == semantic::SubqueryUse::kExists)
      plans.insert(expr.plan_index);
  };
  if (const auto* match = std::get_if<PatternMatch>(&op.body)) {
    for (const Body& step : match->steps) for_each_expression(step, add);
  } else {
    for_each_expression(std::get<Body>(op.body), add);
  }
  for (const LogicalOperator& input : op.inputs) add_existential(input, plans);
}

}  // namespace

void reach_ends_once(LogicalPlan& plan) {
  for_each_operator(plan, [](LogicalOperator& op) {
    const auto* body = std::get_if<Body>(&op.body);
    if (body != nullptr && takes_equal_rows_as_one(*body) && is_repeatable(*body)) reach_below(op.inputs[0]);
  });
  std::set<std::uint32_t> existential;
  add_existential(plan.root, existential);
  for (const LogicalOperator& subplan : plan.subplans) add_existential(subplan, existential);
  for (const std::uint32_t index : existential)
    if (index < plan.subplans.size()) reach_below(plan.subplans[index]);
}

}  // namespace kith::plan
