// From a logical plan to the operators that run: the steps of patterns become a chain over their input.
#include <set>

#include "query/plan/logical.h"
#include "query/plan/reads.h"

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

// Rows of CALL { … } IN TRANSACTIONS are held until the last transaction: without what nobody reads. `read`: above
// `op`. True if there is such a call.
bool keep_what_is_read(Operator& op, std::set<Slot> read) {
  auto* call = std::get_if<CallInTransactions>(&op.body);
  if (call != nullptr) call->keep.assign(read.begin(), read.end());
  add_reads(op.body, read);
  for (std::size_t i = 1; i < op.inputs.size(); ++i) add_reads_below(op.inputs[i], read);
  if (op.inputs.empty()) return false;
  return keep_what_is_read(op.inputs[0], std::move(read)) || call != nullptr;
}

}  // namespace

PhysicalPlan lower(LogicalPlan plan) {
  PhysicalPlan out;
  out.root = lowered(std::move(plan.root));
  for (LogicalOperator& subplan : plan.subplans) out.subplans.push_back(lowered(std::move(subplan)));
  out.columns = std::move(plan.columns);
  out.slot_count = plan.slot_count;
  out.writes = plan.writes;
  std::set<Slot> read;
  for (const OutputColumn& column : out.columns) read.insert(column.slot);
  for (const Operator& subplan : out.subplans) add_reads_below(subplan, read);
  out.in_transactions = keep_what_is_read(out.root, std::move(read));
  return out;
}

}  // namespace kith::plan
