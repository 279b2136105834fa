// Projection pruning: columns nobody reads above are not carried, and not computed unless computing may fail.
#include <set>

#include "query/plan/rules.h"
#include "query/semantic/walk.h"

namespace kith::plan {

namespace {

using Needed = std::set<Slot>;

void need(const Expr& expr, Needed& needed) { semantic::add_slots(expr, needed); }

template <class Exprs>
void need_all(const Exprs& exprs, Needed& needed) {
  for (const Expr& expr : exprs) need(expr, needed);
}

void need_pattern(const PatternMatch& match, Needed& needed) {
  for (const semantic::PatternNode& node : match.pattern.nodes) needed.insert(node.slot);
  for (const semantic::PatternEdge& edge : match.pattern.edges) {
    needed.insert(edge.slot);
    if (edge.properties) need(*edge.properties, needed);
    need_all(edge.path_predicates, needed);
  }
  need_all(match.pattern.predicates, needed);
}

struct Reads {
  Needed& needed;

  void operator()(const Filter& op) const { need_all(op.predicates, needed); }

  void operator()(const Unwind& op) const { need(op.list, needed); }

  void operator()(const Sort& op) const {
    for (const SortKey& key : op.keys) need(key.expr, needed);
  }

  void operator()(const Distinct& op) const { needed.insert(op.slots.begin(), op.slots.end()); }

  void operator()(const ProcedureCall& op) const { need_all(op.arguments, needed); }

  void operator()(const Aggregate& op) const {
    needed.clear();  // nothing else gets through
    for (const Projection& key : op.keys) need(key.expr, needed);
    for (const Projection& aggregate : op.aggregates) need(aggregate.expr, needed);
  }

  void operator()(const Project& op) const {
    for (const Projection& projection : op.projections) need(projection.expr, needed);
  }

  // What the other operators read is not looked into: prune() asks first whether it knows them.
  template <class Other>
  void operator()(const Other&) const {}
};

bool is_known(const Body& body) {
  return std::holds_alternative<Filter>(body) || std::holds_alternative<Unwind>(body) ||
         std::holds_alternative<Sort>(body) || std::holds_alternative<Distinct>(body) ||
         std::holds_alternative<Aggregate>(body) || std::holds_alternative<Project>(body) ||
         std::holds_alternative<Skip>(body) || std::holds_alternative<Limit>(body) ||
         std::holds_alternative<ProcedureCall>(body);
}

// `needed`: what is read above `op`; none if that is not known.
void prune(LogicalOperator& op, std::optional<Needed> needed) {
  if (auto* match = std::get_if<PatternMatch>(&op.body)) {
    if (needed) need_pattern(*match, *needed);
    prune(op.inputs[0], std::move(needed));
    return;
  }
  Body& body = std::get<Body>(op.body);
  auto* project = std::get_if<Project>(&body);
  if (project != nullptr && needed) {
    std::erase_if(project->projections, [&](const Projection& projection) {
      return needed->count(projection.slot) == 0 && !semantic::can_fail(projection.expr);
    });
    std::erase_if(project->keep, [&](Slot slot) { return needed->count(slot) == 0; });
  }
  const bool starts_afresh = std::holds_alternative<Aggregate>(body);
  if (!is_known(body) || (!needed && !starts_afresh)) {
    for (LogicalOperator& input : op.inputs) prune(input, std::nullopt);
    return;
  }
  Needed below = starts_afresh || !needed ? Needed{} : std::move(*needed);
  std::visit(Reads{below}, body);
  prune(op.inputs[0], std::move(below));
}

}  // namespace

void prune_projections(LogicalPlan& plan) {
  Needed needed;
  for (const OutputColumn& column : plan.columns) needed.insert(column.slot);
  prune(plan.root, std::move(needed));
}

}  // namespace kith::plan
