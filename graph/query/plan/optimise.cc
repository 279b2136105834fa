#include "query/plan/rules.h"

namespace kith::plan {

namespace {

void visit_operator(LogicalOperator& op, const std::function<void(LogicalOperator&)>& visit) {
  for (LogicalOperator& input : op.inputs) visit_operator(input, visit);
  visit(op);
}

}  // namespace

void for_each_operator(LogicalPlan& plan, const std::function<void(LogicalOperator&)>& visit) {
  visit_operator(plan.root, visit);
  for (LogicalOperator& subplan : plan.subplans) visit_operator(subplan, visit);
}

LogicalPlan optimise(LogicalPlan plan, const OptimiserContext& context) {
  const auto is_on = [&](Rule rule) { return (context.rules_off & rule_bit(rule)) == 0; };
  if (is_on(Rule::kPushFiltersDown)) push_filters_down(plan);
  if (is_on(Rule::kOrderPatterns)) order_patterns(plan, context);
  if (is_on(Rule::kKeepTopRows)) keep_top_rows(plan);
  if (is_on(Rule::kCountUnflat)) count_unflat(plan);
  if (is_on(Rule::kPruneProjections)) prune_projections(plan);
  if (is_on(Rule::kTestEdgesEarly)) test_edges_early(plan);
  if (is_on(Rule::kDropUnreadEdges)) drop_unread_edges(plan);
  if (is_on(Rule::kReachEndsOnce)) reach_ends_once(plan);
  return plan;
}

}  // namespace kith::plan
