// From a logical plan to the operators that run: the steps of patterns become a chain over their input.
#include "query/plan/logical.h"

namespace kith::plan {

namespace {

Operator lowered(LogicalOperator op) {
  std::vector<Operator> inputs;
  for (LogicalOperator& input : op.inputs) inputs.push_back(lowered(std::move(input)));
  if (auto* body = std::get_if<Body>(&op.body)) return Operator{std::move(*body), std::move(inputs)};

  auto& match = std::get<PatternMatch>(op.body);
  Operator chain = std::move(inputs[0]);
  for (Body& step : match.steps) {
    const bool is_scan = std::holds_alternative<AllNodesScan>(step) || std::holds_alternative<LabelScan>(step) ||
                         std::holds_alternative<DynamicLabelScan>(step) ||
                         std::holds_alternative<IndexSeek>(step) || std::holds_alternative<IndexRange>(step) ||
                         std::holds_alternative<NodeByIdSeek>(step) || std::holds_alternative<EdgeScan>(step) ||
                         std::holds_alternative<EdgeIndexSeek>(step);
    Operator next{std::move(step)};
    // One row without columns adds nothing to a scan.
    if (!is_scan || !std::holds_alternative<Unit>(chain.body)) next.inputs.push_back(std::move(chain));
    chain = std::move(next);
  }
  return chain;
}

}  // namespace

PhysicalPlan lower(LogicalPlan plan) {
  PhysicalPlan out;
  out.root = lowered(std::move(plan.root));
  for (LogicalOperator& subplan : plan.subplans) out.subplans.push_back(lowered(std::move(subplan)));
  out.columns = std::move(plan.columns);
  out.slot_count = plan.slot_count;
  out.writes = plan.writes;
  return out;
}

}  // namespace kith::plan
