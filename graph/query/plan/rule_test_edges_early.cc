// A condition on every edge of a walk is tried on each edge as it is walked:
//     MATCH (a)-[rs:MET*1..4]->(b) WHERE all(r IN rs WHERE r.confidence > 0.9)
// goes no further than the first edge that does not fulfil it. all() of an empty list is true, as no edge is asked.
#include <set>

#include "query/plan/rules.h"
#include "query/semantic/walk.h"

namespace kith::plan {

namespace {

/// What the pattern binds: the predicate is tried before all of it is.
std::set<Slot> own_slots(const semantic::Pattern& pattern) {
  std::set<Slot> own;
  for (const semantic::PatternNode& node : pattern.nodes) own.insert(node.slot);
  for (const semantic::PatternEdge& edge : pattern.edges) {
    own.insert({edge.slot, edge.path});
    if (!edge.route) continue;
    for (Slot slot : semantic::outputs_of(*edge.route)) own.insert(slot);
  }
  return own;
}

bool asks_each_edge(const Expr& predicate, const ExpandVariable& expand, const std::set<Slot>& own) {
  if (predicate.kind != semantic::ExprKind::kQuantifier) return false;
  if (predicate.quantifier != semantic::Quantifier::kAll) return false;
  const Expr& list = predicate.children[0];
  if (list.kind != semantic::ExprKind::kSlot || list.slot != expand.edges) return false;
  const Expr& asked = predicate.children[1];
  if (semantic::can_fail(asked)) return false;
  for (const Slot slot : semantic::slots_of(asked))
    if (own.count(slot) != 0) return false;
  return true;
}

void test_early(PatternMatch& match) {
  const std::set<Slot> own = own_slots(match.pattern);
  for (std::size_t i = 0; i < match.steps.size(); ++i) {
    auto* expand = std::get_if<ExpandVariable>(&match.steps[i]);
    if (expand == nullptr || expand->edges_are_bound || expand->edges == kNoSlot) continue;
    for (std::size_t later = i + 1; later < match.steps.size(); ++later) {
      auto* filter = std::get_if<Filter>(&match.steps[later]);
      if (filter == nullptr) continue;
      std::vector<Expr> left;
      for (Expr& predicate : filter->predicates) {
        if (asks_each_edge(predicate, *expand, own))
          expand->edge_predicates.push_back({predicate.slot, std::move(predicate.children[1])});
        else
          left.push_back(std::move(predicate));
      }
      filter->predicates = std::move(left);
    }
  }
  std::erase_if(match.steps, [](const Body& step) {
    const auto* filter = std::get_if<Filter>(&step);
    return filter != nullptr && filter->predicates.empty();
  });
}

}  // namespace

void test_edges_early(LogicalPlan& plan) {
  for_each_operator(plan, [](LogicalOperator& op) {
    if (auto* match = std::get_if<PatternMatch>(&op.body)) test_early(*match);
  });
}

}  // namespace kith::plan
