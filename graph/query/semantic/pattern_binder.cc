// Patterns: variables declared or met again, everything written inside turned into predicates.
//
//     MATCH (a)-[:KNOWS]->(b:Person {name: $x}), (b)-->(a)
//     nodes #0 #2, edges #0 -[#1 :KNOWS]-> #2 and #2 -[#3]-> #0, predicates #2:Person, #2.name = $x
#include <algorithm>
#include <cstddef>

#include "query/semantic/binding.h"
#include "query/semantic/matching.h"
#include "query/semantic/walk.h"

namespace kith::semantic {

namespace {

Direction direction_of(syntax::Arrow arrow) {
  switch (arrow) {
    case syntax::Arrow::kRight:
      return Direction::kOut;
    case syntax::Arrow::kLeft:
      return Direction::kIn;
    case syntax::Arrow::kNone:
    case syntax::Arrow::kBoth:
      return Direction::kBoth;
  }
  return Direction::kBoth;
}

Error type_conflict(const syntax::Name& name, Type was, const char* now) {
  return fail("VariableTypeConflict", name.span,
              "the variable `" + name.text + "` is a " + to_text(was) + " and cannot be a " + now + " too");
}

PatternNode* find_node(Pattern& pattern, Slot slot) {
  for (PatternNode& node : pattern.nodes)
    if (node.slot == slot) return &node;
  return nullptr;
}

bool has_edges(const Pattern& pattern, Slot node) {
  for (const PatternEdge& edge : pattern.edges)
    if (edge.from == node || edge.to == node) return true;
  return false;
}

Expr path_expr(const std::vector<Slot>& slots, const SourceSpan& span) {
  Expr expr;
  expr.kind = ExprKind::kPath;
  expr.type = {TypeKind::kPath};
  expr.span = span;
  expr.path_slots = slots;
  return expr;
}

// The search between two nodes that a path over one relationship asks for, as a function around it or as words before
// it; whatever else is chosen is a route.
Result<Shortest> shortest_of(const WrittenPath& path) {
  const syntax::PathPattern& outer = path.outer;
  if (outer.shortest != syntax::ShortestForm::kNone) {
    if (outer.edges.size() != 1)
      return fail("InvalidArgumentType", outer.span, "a shortest path needs a pattern of exactly one relationship");
    return outer.shortest == syntax::ShortestForm::kOne ? Shortest::kOne : Shortest::kAll;
  }
  const bool chooses = outer.selector != syntax::PathSelector::kNone && outer.selector != syntax::PathSelector::kAll;
  if (!chooses || path.elements.edges.empty()) return Shortest::kNone;
  const bool groups =
      outer.selector == syntax::PathSelector::kAllShortest || outer.selector == syntax::PathSelector::kShortestGroups;
  if (!groups) return Shortest::kOne;
  const std::vector<syntax::EdgePattern>& edges = path.elements.edges;
  const bool fixed =
      std::none_of(edges.begin(), edges.end(), [](const syntax::EdgePattern& edge) { return bool(edge.repeat); });
  return fixed ? Shortest::kNone : Shortest::kAll;  // fixed: all matches are of one length
}

Status check_count(const syntax::PathPattern& path) {
  const syntax::Expression& count = path.selector_count;
  if (count.kind != syntax::ExpressionKind::kLiteral || !(count.value == Value(0))) return ok();
  return fail("UnexpectedSyntax", count.span, "a path selector asks for at least one path");
}

// Conditions on a shortest path belong to its search: the shortest path that meets them is asked for.
void move_path_predicates(Pattern& pattern) {
  for (PatternEdge& edge : pattern.edges) {
    if (!edge.conditions_guide_search) continue;
    std::vector<Expr> others;
    for (Expr& predicate : pattern.predicates) {
      bool on_path = uses(predicate, edge.slot) || uses(predicate, edge.path);
      if (edge.route)
        for (Slot slot : outputs_of(*edge.route)) on_path = on_path || uses(predicate, slot);
      std::vector<Expr>& on_walk = edge.route ? edge.route->accept : edge.path_predicates;
      (on_path ? on_walk : others).push_back(std::move(predicate));
    }
    pattern.predicates = std::move(others);
  }
}

}  // namespace

Result<MatchClause> Binder::match(const syntax::MatchClause& clause) {
  MatchClause out;
  out.optional = clause.optional;
  KITH_TRY(out.pattern,
           pattern(clause.patterns, out.introduces, clause.mode == syntax::MatchMode::kRepeatableElements));
  KITH_DO(conjuncts(clause.where, out.pattern.predicates));
  note_products(out.pattern);
  move_path_predicates(out.pattern);
  return out;
}

Result<Pattern> Binder::pattern(const std::vector<syntax::PathPattern>& paths, std::vector<Slot>& introduces,
                                bool edges_repeat) {
  Pattern out;
  out.edges_repeat = edges_repeat;
  Matching matching{.introduces = introduces, .before = scope_, .edges_repeat = edges_repeat};
  for (const syntax::PathPattern& path : paths) KITH_DO(pattern_path(written_path(path), out, matching));
  for (std::size_t i = 0; i < paths.size(); ++i) {
    out.parts.push_back({matching.elements[i].front(), paths[i].span});
    const WrittenPath path = written_path(paths[i]);
    if (matching.route_edges[i] != kNoRoute) {
      KITH_DO(route_conditions(path, matching.route_edges[i], out));
      continue;
    }
    KITH_DO(pattern_conditions(path.elements, matching.elements[i], out));
    if (path.where != nullptr) KITH_DO(conjuncts(*path.where, out.predicates));
  }
  for (const PatternNode& node : out.nodes) {
    if (!node.bound || has_edges(out, node.slot)) continue;
    Expr present;  // no edge asks for the node, so a null of OPTIONAL MATCH has to be refused here
    present.kind = ExprKind::kIsNotNull;
    present.type = {TypeKind::kBoolean};
    present.children.push_back(slot_expr(node.slot, {TypeKind::kNode}, {}));
    out.predicates.insert(out.predicates.begin(), std::move(present));
  }
  return out;
}

Status Binder::pattern_path(const WrittenPath& written, Pattern& out, Matching& matching) {
  const syntax::PathPattern& path = written.elements;
  KITH_DO(take_steps(1, path.span));
  KITH_DO(check_count(written.outer));
  if (is_route(written, matching.edges_repeat)) return route_path(written, out, matching);
  matching.route_edges.push_back(kNoRoute);
  KITH_TRY(const Shortest shortest, shortest_of(written));
  std::vector<Slot> elements;
  KITH_TRY(Slot at, pattern_node(path.nodes[0], out, matching));
  elements.push_back(at);
  for (std::size_t i = 0; i < path.edges.size(); ++i) {
    KITH_TRY(Slot next, pattern_node(path.nodes[i + 1], out, matching));
    KITH_DO(pattern_edge(path.edges[i], at, next, out, matching));
    elements.push_back(out.edges.back().slot);
    elements.push_back(next);
    at = next;
  }
  if (shortest != Shortest::kNone) {
    PatternEdge& edge = out.edges.back();
    if (!edge.variable) edge.hops_max = 1;
    edge.variable = true;
    edge.shortest = shortest;
    if (edge.route) edge.route->choice = shortest == Shortest::kAll ? RouteChoice::kGroups : RouteChoice::kPaths;
    edge.conditions_guide_search = written.outer.shortest != syntax::ShortestForm::kNone;
    edge.path = new_slot();
    matching.introduces.push_back(edge.path);
  }
  matching.elements.push_back(elements);
  const syntax::Name& name = written.variable();
  if (name.empty()) return ok();
  if (scope_.find(name.text) != nullptr)
    return fail("VariableAlreadyBound", name.span, "the variable `" + name.text + "` is already bound");
  if (shortest != Shortest::kNone) {
    scope_.declare(name.text, {out.edges.back().path, {TypeKind::kPath}});
    name_slot(out.edges.back().path, name.text);
  } else {
    const Slot slot = declare(name.text, {TypeKind::kPath});
    out.paths.push_back({slot, path_expr(elements, path.span)});
    matching.introduces.push_back(slot);
  }
  matching.introduced.insert(name.text);
  return ok();
}

Result<Slot> Binder::pattern_node(const syntax::NodePattern& node, Pattern& out, Matching& matching) {
  const syntax::Name& name = node.variable;
  const Variable* known = name.empty() ? nullptr : scope_.find(name.text);
  if (known != nullptr) {
    if (!may_be(known->type, {TypeKind::kNode})) return type_conflict(name, known->type, "node");
    if (matching.on_routes.count(known->slot) != 0) return same_as_on_route(name, known->slot, out, matching);
    if (find_node(out, known->slot) == nullptr)
      out.nodes.push_back({known->slot, matching.introduced.count(name.text) == 0});
    return known->slot;
  }
  if (!name.empty() && !new_variables_allowed_) return undefined_variable(name.text, name.span);
  const Slot slot = name.empty() ? new_slot() : declare(name.text, {TypeKind::kNode});
  if (!name.empty()) matching.introduced.insert(name.text);
  out.nodes.push_back({slot, false});
  matching.introduces.push_back(slot);
  return slot;
}

// A node that a route binds cannot be bound before the route is walked: whoever else stands at it has a node of his
// own, which has to be the same in the end.
Slot Binder::same_as_on_route(const syntax::Name& name, Slot on_route, Pattern& out, Matching& matching) {
  const Slot slot = new_slot();
  out.nodes.push_back({slot, false});
  matching.introduces.push_back(slot);
  Expr same;
  same.kind = ExprKind::kCompare;
  same.type = {TypeKind::kBoolean};
  same.span = name.span;
  same.children.push_back(slot_expr(slot, {TypeKind::kNode}, name.span));
  same.children.push_back(slot_expr(on_route, {TypeKind::kNode}, name.span));
  out.predicates.push_back(std::move(same));
  return slot;
}

Status Binder::pattern_edge(const syntax::EdgePattern& edge, Slot from, Slot to, Pattern& out, Matching& matching) {
  KITH_DO(take_steps(1, edge.span));
  const bool list_is_given = !edge.variable.empty() && scope_.find(edge.variable.text) != nullptr;
  const bool may_repeat = edge.repeat && matching.edges_repeat && !list_is_given;
  if (is_route(edge) || may_repeat) return route_edge(edge, from, to, out, matching);
  PatternEdge made;
  made.from = from;
  made.to = to;
  made.direction = direction_of(edge.arrow);
  if (edge.repeat) {
    made.variable = true;
    made.hops_min = edge.repeat->min.value_or(1);
    if (edge.repeat->quantified && !edge.repeat->min) made.hops_min = 0;
    if (edge.repeat->max) made.hops_max = *edge.repeat->max;
  }
  const Type type = made.variable ? Type{TypeKind::kList, TypeKind::kEdge} : Type{TypeKind::kEdge};
  const syntax::Name& name = edge.variable;
  const Variable* known = name.empty() ? nullptr : scope_.find(name.text);
  if (known != nullptr) {
    if (!may_be(known->type, type))
      return type_conflict(name, known->type, made.variable ? "list of relationships" : "relationship");
    if (matching.edge_names.count(name.text) != 0)
      return fail("RelationshipUniquenessViolation", name.span,
                  "the relationship `" + name.text + "` stands twice in one pattern, where no two may be the same");
    made.slot = known->slot;
    made.bound = true;
  } else {
    if (!name.empty() && !new_variables_allowed_) return undefined_variable(name.text, name.span);
    made.slot = name.empty() ? new_slot() : declare(name.text, type);
    if (!name.empty()) matching.introduced.insert(name.text);
    matching.introduces.push_back(made.slot);
  }
  if (!name.empty()) matching.edge_names.insert(name.text);
  if (edge.types) {
    if (auto plain = plain_alternatives(*edge.types)) {
      for (const syntax::Name& one : *plain) {
        bool twice = false;
        for (const std::string& other : made.types) twice = twice || other == one.text;
        if (!twice) made.types.push_back(one.text);
      }
      note_types(edge);
    }
  }
  out.edges.push_back(std::move(made));
  return ok();
}

// After all variables are declared: inside a pattern each may speak of any other.
Status Binder::pattern_conditions(const syntax::PathPattern& path, const std::vector<Slot>& elements, Pattern& out) {
  for (std::size_t i = 0; i < path.nodes.size(); ++i) {
    const syntax::NodePattern& node = path.nodes[i];
    KITH_DO(node_conditions(node, elements[2 * i], out.predicates));
    if (i == path.edges.size()) break;

    const syntax::EdgePattern& edge = path.edges[i];
    PatternEdge* made = nullptr;
    for (PatternEdge& candidate : out.edges)
      if (candidate.slot == elements[2 * i + 1]) made = &candidate;
    if (made->route) continue;  // its conditions were bound with it
    const Expr edge_element = slot_expr(made->slot, {TypeKind::kEdge}, edge.span);
    if (made->variable) {
      if (edge.properties.kind == syntax::ExpressionKind::kParameter)
        return fail("InvalidParameterUse", edge.properties.span,
                    "a parameter cannot stand for properties to be matched", "write them out: {key: $value}");
      for (const std::string& key : edge.properties.names) note_read(NameKind::kKey, key, edge.properties.span);
      if (edge.properties.present()) {
        KITH_TRY(made->properties, expression(edge.properties));
      }
      continue;
    }
    if (edge.types && made->types.empty()) {
      KITH_TRY(Expr types, label_predicate(*edge.types, edge_element));
      out.predicates.push_back(std::move(types));
    }
    KITH_DO(property_conditions(edge.properties, edge_element, out.predicates));
    KITH_DO(conjuncts(edge.where, out.predicates));
  }
  return ok();
}

Status Binder::node_conditions(const syntax::NodePattern& node, Slot slot, std::vector<Expr>& out) {
  const Expr element = slot_expr(slot, {TypeKind::kNode}, node.span);
  if (node.labels) {
    KITH_TRY(Expr labels, label_predicate(*node.labels, element));
    add_conjuncts(std::move(labels), out);
  }
  KITH_DO(property_conditions(node.properties, element, out));
  return conjuncts(node.where, out);
}

Status Binder::property_conditions(const syntax::Expression& properties, const Expr& element, std::vector<Expr>& out) {
  if (!properties.present()) return ok();
  if (properties.kind == syntax::ExpressionKind::kParameter)
    return fail("InvalidParameterUse", properties.span, "a parameter cannot stand for properties to be matched",
                "write them out: {key: $value}");
  for (std::size_t i = 0; i < properties.children.size(); ++i) {
    Expr key;
    key.kind = ExprKind::kProperty;
    key.name = properties.names[i];
    key.span = properties.children[i].span;
    key.children.push_back(element);
    note_read(NameKind::kKey, key.name, properties.span);
    Expr equal;
    equal.kind = ExprKind::kCompare;
    equal.type = {TypeKind::kBoolean};
    equal.span = properties.children[i].span;
    KITH_TRY(Expr value, expression(properties.children[i]));
    equal.children.push_back(std::move(key));
    equal.children.push_back(std::move(value));
    out.push_back(std::move(equal));
  }
  return ok();
}

}  // namespace kith::semantic
