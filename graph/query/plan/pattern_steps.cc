#include "query/plan/pattern_steps.h"

#include <algorithm>

#include "query/semantic/walk.h"

namespace kith::plan {

using semantic::Pattern;
using semantic::PatternEdge;
using semantic::PatternNode;
using semantic::Shortest;

namespace {

// Edges of different types cannot be one edge.
bool may_coincide(const PatternEdge& a, const PatternEdge& b) {
  if (a.types.empty() || b.types.empty()) return true;
  for (const std::string& type : a.types)
    if (std::find(b.types.begin(), b.types.end(), type) != b.types.end()) return true;
  return false;
}

}  // namespace

Steps::Steps(const Pattern& pattern) : pattern_(pattern) {
  for (const PatternNode& node : pattern.nodes) (node.bound ? bound_ : own_).insert(node.slot);
  for (const PatternEdge& edge : pattern.edges) {
    (edge.bound ? bound_ : own_).insert(edge.slot);
    if (edge.path != kNoSlot) own_.insert(edge.path);
    if (edge.route)
      for (Slot slot : semantic::outputs_of(*edge.route)) own_.insert(slot);
  }
}

bool Steps::can_evaluate(const Expr& expr) const {
  for (Slot slot : semantic::slots_of(expr))
    if (own_.count(slot) != 0 && bound_.count(slot) == 0) return false;
  return true;
}

void Steps::scan(Body access, const std::vector<Slot>& nodes, const PatternEdge* edge) {
  bound_.insert(nodes.begin(), nodes.end());
  scanned_.insert(scanned_.end(), nodes.begin(), nodes.end());
  if (edge != nullptr) {
    bound_.insert(edge->slot);
    walked_.push_back(edge);
  }
  steps_.push_back(std::move(access));
}

std::vector<Slot> Steps::distinct_from(const PatternEdge& edge) const {
  std::vector<Slot> slots;
  if (pattern_.edges_repeat || searches(edge)) return slots;
  for (const PatternEdge* other : walked_)
    if (!searches(*other) && may_coincide(edge, *other)) slots.push_back(other->slot);
  return slots;
}

// A route is walked from the end that is bound, or that was bound first: rows that share it share the search.
bool Steps::begins_right(const PatternEdge& edge) const {
  if (!is_bound(edge.from) || !is_bound(edge.to)) return !is_bound(edge.from);
  const auto left = std::find(scanned_.begin(), scanned_.end(), edge.from);
  const auto right = std::find(scanned_.begin(), scanned_.end(), edge.to);
  return left != scanned_.end() && (right == scanned_.end() || right < left);
}

void Steps::expand(const PatternEdge& edge) {
  const bool from_left = is_bound(edge.from);
  const Slot from = from_left ? edge.from : edge.to;
  const Slot to = from_left ? edge.to : edge.from;
  const Direction direction = from_left ? edge.direction : reversed(edge.direction);
  if (edge.route) {
    const bool turn = begins_right(edge);
    WalkRoute step{};
    step.from = turn ? edge.to : edge.from;
    step.edges = edge.slot;
    step.to = turn ? edge.from : edge.to;
    step.path = edge.path;
    step.route = turn ? semantic::reversed(*edge.route) : *edge.route;
    step.to_is_bound = is_bound(step.to);
    step.reversed = turn;
    step.distinct_from = distinct_from(edge);
    for (Slot slot : semantic::outputs_of(*edge.route)) bound_.insert(slot);
    bound_.insert(edge.path);
    steps_.emplace_back(std::move(step));
  } else if (edge.shortest != Shortest::kNone) {
    ShortestPath step{};
    step.from = edge.from;
    step.edges = edge.slot;
    step.to = edge.to;
    step.path = edge.path;
    step.direction = edge.direction;
    step.types = edge.types;
    step.hops_min = edge.hops_min;
    step.hops_max = edge.hops_max;
    step.all = edge.shortest == Shortest::kAll;
    step.edge_properties = edge.properties;
    step.path_predicates = edge.path_predicates;
    bound_.insert(edge.path);
    steps_.emplace_back(std::move(step));
  } else if (edge.variable) {
    ExpandVariable step{};
    step.from = from;
    step.edges = edge.slot;
    step.to = to;
    step.direction = direction;
    step.types = edge.types;
    step.hops_min = edge.hops_min;
    step.hops_max = edge.hops_max;
    step.to_is_bound = is_bound(to);
    step.edges_are_bound = edge.bound;
    step.reversed = !from_left;
    step.edge_properties = edge.properties;
    step.distinct_from = distinct_from(edge);
    steps_.emplace_back(std::move(step));
  } else {
    Expand step{};
    step.from = from;
    step.edge = edge.slot;
    step.to = to;
    step.direction = direction;
    step.types = edge.types;
    step.to_is_bound = is_bound(to);
    step.edge_is_bound = edge.bound;
    step.distinct_from = distinct_from(edge);
    steps_.emplace_back(std::move(step));
  }
  bound_.insert({edge.from, edge.to, edge.slot});
  walked_.push_back(&edge);
}

void Steps::filter(std::vector<Expr> predicates) {
  if (!predicates.empty()) steps_.emplace_back(Filter{std::move(predicates)});
}

bool searches(const PatternEdge& edge) {
  return edge.shortest != Shortest::kNone || (edge.route && edge.route->choice != semantic::RouteChoice::kAll);
}

const std::string* label_of(const Pattern& pattern, Slot node) {
  for (const Expr& predicate : pattern.predicates)
    if (predicate.kind == semantic::ExprKind::kHasLabels && predicate.children[0].kind == semantic::ExprKind::kSlot &&
        predicate.children[0].slot == node)
      return &predicate.names[0];
  return nullptr;
}

Body plain_scan(const Pattern& pattern, Slot node) {
  const std::string* label = label_of(pattern, node);
  if (label == nullptr) return AllNodesScan{node};
  return LabelScan{node, *label};
}

std::vector<Body> written_steps(const Pattern& pattern) {
  Steps steps(pattern);
  const auto need = [&](Slot node) {
    if (!steps.is_bound(node)) steps.scan(plain_scan(pattern, node), {node});
  };
  for (const PatternEdge& edge : pattern.edges) {
    if (searches(edge)) continue;
    if (!steps.is_bound(edge.from) && !steps.is_bound(edge.to)) need(edge.from);
    steps.expand(edge);
  }
  for (const PatternNode& node : pattern.nodes) need(node.slot);
  for (const PatternEdge& edge : pattern.edges)
    if (searches(edge)) steps.expand(edge);
  steps.filter(pattern.predicates);
  return steps.take();
}

}  // namespace kith::plan
