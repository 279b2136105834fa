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
  push_filters_down(plan);
  order_patterns(plan, context);
  keep_top_rows(plan);
  count_unflat(plan);
  prune_projections(plan);
  drop_unread_edges(plan);
  return plan;
}

}  // namespace kith::plan
