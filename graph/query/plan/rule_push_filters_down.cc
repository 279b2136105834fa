// Filter push-down: `MATCH (n:Person) WITH n WHERE n.name = $x` becomes part of the pattern, where an index can
// serve it.
#include <set>

#include "query/plan/rules.h"
#include "query/semantic/walk.h"

namespace kith::plan {

namespace {

using semantic::slots_of;

// Whether every slot of `predicate` that `slots` holds is absent: the operator that makes them may be passed.
bool untouched(const Expr& predicate, const std::set<Slot>& slots) {
  for (Slot slot : slots_of(predicate))
    if (slots.count(slot) != 0) return false;
  return true;
}

// Operators that give a subset or a product of their input's rows, or more columns of the same: what they make.
// Nothing for those a filter must stay above.
std::optional<std::set<Slot>> made_by(const Body& body) {
  std::set<Slot> made;
  if (const auto* project = std::get_if<Project>(&body)) {
    for (const Projection& projection : project->projections) {
      if (semantic::can_fail(projection.expr)) return std::nullopt;
      made.insert(projection.slot);
    }
    return made;
  }
  if (const auto* unwind = std::get_if<Unwind>(&body)) {
    if (semantic::can_fail(unwind->list)) return std::nullopt;
    made.insert(unwind->slot);
    if (unwind->position != kNoSlot) made.insert(unwind->position);
    return made;
  }
  if (std::holds_alternative<Filter>(body) || std::holds_alternative<Distinct>(body)) return made;
  if (const auto* sort = std::get_if<Sort>(&body)) {
    for (const SortKey& key : sort->keys)
      if (semantic::can_fail(key.expr)) return std::nullopt;
    return made;
  }
  return std::nullopt;
}

// True if `predicate` found a pattern below `op` to live in.
bool push(LogicalOperator& op, const Expr& predicate) {
  if (auto* match = std::get_if<PatternMatch>(&op.body)) {
    std::set<Slot> own;
    for (const semantic::PatternNode& node : match->pattern.nodes) own.insert(node.slot);
    for (const semantic::PatternEdge& edge : match->pattern.edges) {
      own.insert({edge.slot, edge.path});
      if (!edge.route) continue;
      for (Slot slot : semantic::outputs_of(*edge.route)) own.insert(slot);
    }
    bool here = false;
    for (Slot slot : slots_of(predicate)) here = here || own.count(slot) != 0;
    if (!here) return push(op.inputs[0], predicate);
    match->pattern.predicates.push_back(predicate);
    match->steps.emplace_back(Filter{{predicate}});
    return true;
  }
  const std::optional<std::set<Slot>> made = made_by(std::get<Body>(op.body));
  if (!made || op.inputs.empty() || !untouched(predicate, *made)) return false;
  return push(op.inputs[0], predicate);
}

}  // namespace

void push_filters_down(LogicalPlan& plan) {
  for_each_operator(plan, [](LogicalOperator& op) {
    auto* body = std::get_if<Body>(&op.body);
    auto* filter = body != nullptr ? std::get_if<Filter>(body) : nullptr;
    if (filter == nullptr) return;
    std::vector<Expr> left;
    bool may_move = true;  // nothing moves past a condition that can fail
    for (Expr& predicate : filter->predicates) {
      may_move = may_move && !semantic::can_fail(predicate);
      if (!may_move || !push(op.inputs[0], predicate)) left.push_back(std::move(predicate));
    }
    filter->predicates = std::move(left);
    if (!filter->predicates.empty()) return;
    LogicalOperator input = std::move(op.inputs[0]);
    op = std::move(input);
  });
}

}  // namespace kith::plan
