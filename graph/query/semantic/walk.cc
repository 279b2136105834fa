#include "query/semantic/walk.h"

#include <algorithm>
#include <cstddef>

namespace kith::semantic {

namespace {

using Visit = std::function<void(const Expr&)>;

void visit_all(const std::vector<Expr>& exprs, const Visit& visit) {
  for (const Expr& expr : exprs) for_each(expr, visit);
}

void visit_all(const std::optional<Expr>& expr, const Visit& visit) {
  if (expr) for_each(*expr, visit);
}

void visit_all(const std::vector<Projection>& projections, const Visit& visit) {
  for (const Projection& projection : projections) for_each(projection.expr, visit);
}

void visit_route(const Route& route, const Visit& visit) {
  for (const RouteLeg& leg : route.legs) visit_all(leg.predicates, visit);
  for (const RouteStop& stop : route.stops) visit_all(stop.predicates, visit);
  visit_all(route.count, visit);
  visit_all(route.accept, visit);
}

void visit_pattern(const Pattern& pattern, const Visit& visit) {
  visit_all(pattern.predicates, visit);
  visit_all(pattern.paths, visit);
  for (const PatternEdge& edge : pattern.edges) {
    visit_all(edge.properties, visit);
    visit_all(edge.path_predicates, visit);
    if (edge.route) visit_route(*edge.route, visit);
  }
}

void visit_elements(const std::vector<CreateElement>& elements, const Visit& visit) {
  for (const CreateElement& element : elements) for_each_part(element, [&](const Expr& part) { for_each(part, visit); });
}

void visit_items(const std::vector<SetItem>& items, const Visit& visit) {
  for (const SetItem& item : items) for_each_part(item, [&](const Expr& part) { for_each(part, visit); });
}

struct VisitClause {
  const Visit& visit;

  void operator()(const MatchClause& clause) const { visit_pattern(clause.pattern, visit); }

  void operator()(const UnwindClause& clause) const { for_each(clause.list, visit); }

  void operator()(const CallClause& clause) const {
    visit_all(clause.arguments, visit);
    visit_all(clause.where, visit);
  }

  void operator()(const SubqueryClause& clause) const { for_each_expression(*clause.query, visit); }

  void operator()(const CreateClause& clause) const {
    visit_elements(clause.elements, visit);
    visit_all(clause.paths, visit);
  }

  void operator()(const SetClause& clause) const { visit_items(clause.items, visit); }

  void operator()(const RemoveClause& clause) const {
    for (const RemoveItem& item : clause.items) for_each_part(item, [&](const Expr& part) { for_each(part, visit); });
  }

  void operator()(const DeleteClause& clause) const { visit_all(clause.targets, visit); }

  void operator()(const MergeClause& clause) const {
    visit_pattern(clause.pattern, visit);
    visit_elements(clause.create, visit);
    visit_items(clause.on_create, visit);
    visit_items(clause.on_match, visit);
  }

  void operator()(const ForeachClause& clause) const {
    for_each(clause.list, visit);
    for_each_expression(*clause.body, visit);
  }

  void operator()(const ProjectClause& clause) const {
    visit_all(clause.keys, visit);
    visit_all(clause.aggregates, visit);
    visit_all(clause.items, visit);
    for (const SortKey& key : clause.order_by) for_each(key.expr, visit);
    visit_all(clause.skip, visit);
    visit_all(clause.limit, visit);
    visit_all(clause.where, visit);
  }
};

// Slots a pattern reads from the rows it is matched for.
void add_bound_slots(const Query& query, std::set<Slot>& slots) {
  for (const QueryPart& part : query.parts) {
    for (const Clause& clause : part.clauses) {
      const Pattern* pattern = nullptr;
      if (const auto* match = std::get_if<MatchClause>(&clause)) pattern = &match->pattern;
      if (const auto* merge = std::get_if<MergeClause>(&clause)) pattern = &merge->pattern;
      if (pattern != nullptr) {
        for (const PatternNode& node : pattern->nodes)
          if (node.bound) slots.insert(node.slot);
        for (const PatternEdge& edge : pattern->edges)
          if (edge.bound) slots.insert(edge.slot);
      }
      if (const auto* nested = std::get_if<SubqueryClause>(&clause)) add_bound_slots(*nested->query, slots);
      if (const auto* project = std::get_if<ProjectClause>(&clause))
        slots.insert(project->visible.begin(), project->visible.end());
    }
  }
}

bool is_element_slot(const Expr& expr) {
  return expr.kind == ExprKind::kSlot && (expr.type.kind == TypeKind::kNode || expr.type.kind == TypeKind::kEdge);
}

}  // namespace

void for_each(const Expr& expr, const Visit& visit) {
  visit(expr);
  for (const Expr& child : expr.children) for_each(child, visit);
}

void for_each(Expr& expr, const std::function<void(Expr&)>& visit) {
  visit(expr);
  for (Expr& child : expr.children) for_each(child, visit);
}

void for_each_expression(const Query& query, const Visit& visit) {
  for (const QueryPart& part : query.parts)
    for (const Clause& clause : part.clauses) std::visit(VisitClause{visit}, clause);
}

void add_slots(const Expr& expr, std::set<Slot>& slots) {
  for_each(expr, [&](const Expr& e) {
    if (e.slot != kNoSlot) slots.insert(e.slot);
    slots.insert(e.path_slots.begin(), e.path_slots.end());
    if (e.subquery == nullptr) return;
    add_bound_slots(*e.subquery, slots);
    for_each_expression(*e.subquery, [&](const Expr& inner) { add_slots(inner, slots); });
  });
}

std::set<Slot> slots_of(const Expr& expr) {
  std::set<Slot> slots;
  add_slots(expr, slots);
  return slots;
}

bool uses(const Expr& expr, Slot slot) { return slots_of(expr).count(slot) != 0; }

bool same(const Expr& a, const Expr& b) {
  if (a.kind != b.kind || a.children.size() != b.children.size() || a.name != b.name || a.names != b.names ||
      a.slot != b.slot || a.slot2 != b.slot2 || a.path_slots != b.path_slots || a.function != b.function ||
      a.compare != b.compare || a.arithmetic != b.arithmetic || a.text_op != b.text_op ||
      a.quantifier != b.quantifier || a.subquery_use != b.subquery_use || a.distinct != b.distinct ||
      a.absent != b.absent || a.lifted != b.lifted || a.subquery != b.subquery)
    return false;
  if (a.kind == ExprKind::kIsType && !(*a.value_type == *b.value_type)) return false;
  if (a.kind == ExprKind::kLiteral && !(a.literal == b.literal)) return false;
  if (a.function != nullptr && !a.function->deterministic) return false;
  return std::equal(a.children.begin(), a.children.end(), b.children.begin(), same);
}

bool can_fail(const Expr& expr) {
  bool found = false;
  for_each(expr, [&](const Expr& e) {
    switch (e.kind) {
      case ExprKind::kArithmetic:
      case ExprKind::kNegate:
      case ExprKind::kIndex:
      case ExprKind::kSlice:
      case ExprKind::kCall:
      case ExprKind::kSubquery:
      case ExprKind::kReduce:
      case ExprKind::kListComprehension:
      case ExprKind::kHasDynamicLabels:
        found = true;
        break;
      case ExprKind::kStringPredicate:
        found = found || e.text_op == TextOp::kMatches;
        break;
      case ExprKind::kProperty:
        found = found || !is_element_slot(e.children[0]);
        break;
      case ExprKind::kIn:
      case ExprKind::kQuantifier: {
        // A list written out, or one that comes from outside, and a property of an element may only be no list.
        const Expr& list = e.children[e.kind == ExprKind::kIn ? 1 : 0];
        found = found || list.kind != ExprKind::kList;
        break;
      }
      case ExprKind::kHasLabels:
        found = found || !is_element_slot(e.children[0]);
        break;
      case ExprKind::kAnd:
      case ExprKind::kOr:
      case ExprKind::kXor:
      case ExprKind::kNot:
        for (const Expr& child : e.children)
          found = found || child.type.kind == TypeKind::kAny;  // may turn out to be no boolean
        break;
      default:
        break;
    }
  });
  return found;
}

}  // namespace kith::semantic
