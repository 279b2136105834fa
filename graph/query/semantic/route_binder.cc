// Paths that are walked as a whole: repeated paths with their group variables, selectors, ACYCLIC and SIMPLE.
//
//     MATCH (x) ((a)-[r]->(b) WHERE a.size < b.size){1,3} (y)
//     a, r and b are single while the WHERE is bound, and lists for everything after the pattern.
#include <algorithm>
#include <map>

#include "query/semantic/binding.h"
#include "query/semantic/matching.h"
#include "query/semantic/walk.h"

namespace kith::semantic {

namespace {

constexpr std::uint64_t kNoBound = ~std::uint64_t{0};

Expr equality(Slot a, Slot b, Type type, const SourceSpan& span) {
  Expr expr;
  expr.kind = ExprKind::kCompare;
  expr.type = {TypeKind::kBoolean};
  expr.span = span;
  expr.children.push_back(slot_expr(a, type, span));
  expr.children.push_back(slot_expr(b, type, span));
  return expr;
}

bool has_plain_types(const syntax::EdgePattern& edge) { return !edge.types || plain_alternatives(*edge.types); }

bool is_one(const syntax::Expression& count) {
  return !count.present() || (count.kind == syntax::ExpressionKind::kLiteral && count.value == Value(1));
}

bool gives_groups(syntax::PathSelector selector) {
  return selector == syntax::PathSelector::kAllShortest || selector == syntax::PathSelector::kShortestGroups;
}

bool is_fixed(const syntax::PathPattern& path) {
  return std::none_of(path.edges.begin(), path.edges.end(),
                      [](const syntax::EdgePattern& edge) { return edge.repeat || edge.group; });
}

std::uint64_t times(std::uint64_t a, std::uint64_t b) { return a > kNoBound / b ? kNoBound : a * b; }

Error second_use(const syntax::Name& name) {
  return fail("VariableAlreadyBound", name.span,
              "the variable `" + name.text + "` of a repeated path is bound outside of it",
              "give it a name of its own");
}

std::vector<std::string> type_names(const syntax::EdgePattern& edge) {
  std::vector<std::string> names;
  if (!edge.types) return names;
  for (const syntax::Name& name : plain_alternatives(*edge.types).value_or(std::vector<syntax::Name>()))
    if (std::find(names.begin(), names.end(), name.text) == names.end()) names.push_back(name.text);
  return names;
}

Direction direction_of(syntax::Arrow arrow) {
  if (arrow == syntax::Arrow::kRight) return Direction::kOut;
  return arrow == syntax::Arrow::kLeft ? Direction::kIn : Direction::kBoth;
}

// A condition goes where it can be tested first.
void place(Expr predicate, PatternEdge& edge, std::vector<Expr>& around) {
  Route& route = *edge.route;
  std::set<Slot> own{edge.slot, edge.path};
  for (Slot slot : outputs_of(route)) own.insert(slot);
  std::set<Slot> inside, used;
  for (Slot slot : slots_of(predicate)) {
    if (own.count(slot) != 0) inside.insert(slot);
    if (own.count(slot) != 0 || slot == edge.from || slot == edge.to) used.insert(slot);
  }
  if (inside.empty()) return around.push_back(std::move(predicate));
  for (RouteStop& stop : route.stops)
    if (used == std::set<Slot>{stop.node}) return stop.predicates.push_back(std::move(predicate));
  for (RouteLeg& leg : route.legs) {
    const std::set<Slot> known = inner_slots(leg);
    if (!leg.repeated && std::includes(known.begin(), known.end(), used.begin(), used.end()))
      return leg.predicates.push_back(std::move(predicate));
  }
  route.accept.push_back(std::move(predicate));
}

}  // namespace

WrittenPath written_path(const syntax::PathPattern& path) {
  if (!is_bracketed(path)) return {path, path, nullptr};
  return {path, *path.edges[0].group, &path.edges[0].where};
}

bool is_route(const syntax::EdgePattern& edge) {
  return edge.group || (edge.repeat && (edge.where.present() || !has_plain_types(edge)));
}

bool is_route(const WrittenPath& path, bool edges_repeat) {
  const auto& [outer, elements, where] = path;
  if (elements.edges.empty() || outer.shortest != syntax::ShortestForm::kNone) return false;
  if (outer.mode == syntax::PathMode::kAcyclic || outer.mode == syntax::PathMode::kSimple) return true;
  if (outer.selector == syntax::PathSelector::kNone || outer.selector == syntax::PathSelector::kAll) return false;
  if (gives_groups(outer.selector) && is_fixed(elements) && is_one(outer.selector_count))
    return false;  // all are of one length
  // One relationship between two nodes is searched from both ends.
  const syntax::EdgePattern& edge = elements.edges[0];
  const syntax::Name &from = elements.nodes.front().variable, &to = elements.nodes.back().variable;
  const std::uint64_t least = edge.repeat ? edge.repeat->min.value_or(1) : 1;
  const bool simple = elements.edges.size() == 1 && is_one(outer.selector_count) && !is_route(edge) &&
                      !edge.where.present() && has_plain_types(edge) && where == nullptr &&
                      (from.empty() || from.text != to.text) && least == 1 && !edges_repeat;
  return !simple;
}

// ---- one repeated leg ----

Result<RouteLeg> Binder::repeated_leg(const syntax::EdgePattern& edge, Matching& matching) {
  if (!edge.repeat)
    return fail("UnexpectedSyntax", edge.span, "a path in brackets beside others needs a quantifier",
                "write {1} after it, or leave out the brackets");
  RouteLeg leg;
  leg.repeated = true;
  leg.min = edge.repeat->min.value_or(edge.repeat->quantified ? 0 : 1);
  leg.max = edge.repeat->max.value_or(kNoBound);
  const Scope outside = std::exchange(scope_, matching.before);
  Status bound = leg_elements(edge, outside, leg);
  scope_ = outside;
  if (!bound) {
    Error error = std::move(bound).error();
    if (error.detail == "UndefinedVariable" && error.hint.empty())
      error.hint = "what is repeated sees its own variables and those of earlier clauses";
    return error;
  }
  const auto expose = [&](const syntax::Name& name, Slot element, TypeKind kind) {
    if (name.empty() || matching.introduced.count(name.text) != 0) return;
    const Slot list = declare(name.text, {TypeKind::kList, kind});
    leg.lists.push_back({element, list});
    matching.introduced.insert(name.text);
    matching.introduces.push_back(list);
  };
  if (edge.group) {
    expose(edge.group->nodes[0].variable, leg.from, TypeKind::kNode);
    for (std::size_t i = 0; i < leg.steps.size(); ++i) {
      expose(edge.group->edges[i].variable, leg.steps[i].edge, TypeKind::kEdge);
      expose(edge.group->nodes[i + 1].variable, leg.steps[i].to, TypeKind::kNode);
    }
  } else {
    expose(edge.variable, leg.steps[0].edge, TypeKind::kEdge);
  }
  return leg;
}

// The single elements of an iteration and what is asked of them; scope_ is what they see.
Status Binder::leg_elements(const syntax::EdgePattern& edge, const Scope& outside, RouteLeg& leg) {
  std::map<std::string, Slot> own;
  const auto claim = [&](const syntax::Name& name, Slot slot, TypeKind kind) -> Status {
    if (name.empty()) return ok();
    if (!new_variables_allowed_) return undefined_variable(name.text, name.span);
    if (outside.find(name.text) != nullptr) return second_use(name);
    own[name.text] = slot;
    scope_.declare(name.text, {slot, {kind}});
    name_slot(slot, name.text);
    return ok();
  };
  const auto edge_variable = [&](const syntax::EdgePattern& one, Slot slot) -> Status {
    if (!one.variable.empty() && own.count(one.variable.text) != 0)
      return fail("RelationshipUniquenessViolation", one.variable.span,
                  "the relationship `" + one.variable.text + "` stands twice in one pattern");
    return claim(one.variable, slot, TypeKind::kEdge);
  };
  // A node met again inside the iteration has to be the same one.
  const auto node_variable = [&](const syntax::NodePattern& node, Slot slot) -> Status {
    const auto known = own.find(node.variable.text);
    if (node.variable.empty() || known == own.end()) return claim(node.variable, slot, TypeKind::kNode);
    if (scope_.find(node.variable.text)->type.kind != TypeKind::kNode)
      return fail("VariableTypeConflict", node.variable.span,
                  "the variable `" + node.variable.text + "` is a relationship and cannot be a node too");
    leg.predicates.push_back(equality(slot, known->second, {TypeKind::kNode}, node.span));
    return ok();
  };
  const auto add_step = [&](const syntax::EdgePattern& one) {
    leg.steps.push_back({.edge = new_slot(), .to = new_slot(), .direction = direction_of(one.arrow)});
    if (has_plain_types(one)) leg.steps.back().types = type_names(one);
    note_types(one);
  };

  leg.from = new_slot();
  if (!edge.group) {
    add_step(edge);
    KITH_DO(edge_variable(edge, leg.steps[0].edge));
    return edge_conditions(edge, leg.steps[0].edge, leg.predicates);
  }
  const syntax::PathPattern& path = *edge.group;
  KITH_DO(node_variable(path.nodes[0], leg.from));
  for (std::size_t i = 0; i < path.edges.size(); ++i) {
    KITH_DO(take_steps(1, path.edges[i].span));
    add_step(path.edges[i]);
    KITH_DO(edge_variable(path.edges[i], leg.steps[i].edge));
    KITH_DO(node_variable(path.nodes[i + 1], leg.steps[i].to));
  }
  for (std::size_t i = 0; i < path.nodes.size(); ++i) {
    KITH_DO(node_conditions(path.nodes[i], i == 0 ? leg.from : leg.steps[i - 1].to, leg.predicates));
    if (i < path.edges.size()) KITH_DO(edge_conditions(path.edges[i], leg.steps[i].edge, leg.predicates));
  }
  return conjuncts(edge.where, leg.predicates);
}

// Types that are plain names are walked by and need no predicate.
Status Binder::edge_conditions(const syntax::EdgePattern& edge, Slot slot, std::vector<Expr>& out) {
  const Expr element = slot_expr(slot, {TypeKind::kEdge}, edge.span);
  if (!has_plain_types(edge)) {
    KITH_TRY(Expr types, label_predicate(*edge.types, element));
    out.push_back(std::move(types));
  }
  KITH_DO(property_conditions(edge.properties, element, out));
  return conjuncts(edge.where, out);
}

// ---- an edge of a pattern that is a route of its own ----

Status Binder::route_edge(const syntax::EdgePattern& edge, Slot from, Slot to, Pattern& out, Matching& matching) {
  KITH_TRY(RouteLeg leg, repeated_leg(edge, matching));
  PatternEdge made;
  made.from = from;
  made.to = to;
  made.direction = leg.steps.size() == 1 ? leg.steps[0].direction : Direction::kBoth;
  made.variable = true;
  made.hops_min = times(leg.min, leg.steps.size());
  made.hops_max = times(leg.max, leg.steps.size());
  made.slot = new_slot();
  matching.introduces.push_back(made.slot);
  Route route;
  route.mode = matching.edges_repeat ? RouteMode::kWalk : RouteMode::kTrail;
  route.legs.push_back(std::move(leg));
  made.route = std::move(route);
  out.edges.push_back(std::move(made));
  return ok();
}

// ---- a path that is one route ----

Status Binder::route_path(const WrittenPath& path, Pattern& out, Matching& matching) {
  const syntax::PathPattern& written = path.elements;
  PatternEdge made;
  made.variable = true;
  made.direction = Direction::kBoth;
  made.hops_min = 0;
  made.hops_max = 0;
  KITH_TRY(made.from, pattern_node(written.nodes.front(), out, matching));
  KITH_TRY(made.to, pattern_node(written.nodes.back(), out, matching));
  made.slot = new_slot();
  matching.introduces.push_back(made.slot);
  made.route = Route();
  KITH_DO(route_choice(path.outer, matching, *made.route));
  Route& route = *made.route;
  Slot at = made.from;
  for (std::size_t i = 0; i < written.edges.size(); ++i) {
    const syntax::EdgePattern& edge = written.edges[i];
    KITH_DO(take_steps(1, edge.span));
    const bool is_last = i + 1 == written.edges.size();
    Slot next = made.to;
    if (!is_last) {
      KITH_TRY(next, route_stop(written.nodes[i + 1], route, matching));
      route.stops.push_back({next, {}});
    }
    if (edge.group || edge.repeat) {
      KITH_TRY(RouteLeg leg, repeated_leg(edge, matching));
      route.legs.push_back(std::move(leg));
    } else {
      KITH_TRY(RouteLeg leg, fixed_leg(edge, at, next, route, matching));
      route.legs.push_back(std::move(leg));
    }
    const RouteLeg& leg = route.legs.back();
    made.hops_min += times(leg.min, leg.steps.size());
    made.hops_max = leg.max == kNoBound ? kNoBound : std::max(made.hops_max, made.hops_max + leg.max);
    at = next;
  }
  if (!path.variable().empty()) {
    const syntax::Name& name = path.variable();
    if (scope_.find(name.text) != nullptr)
      return fail("VariableAlreadyBound", name.span, "the variable `" + name.text + "` is already bound");
    made.path = declare(name.text, {TypeKind::kPath});
    matching.introduces.push_back(made.path);
    matching.introduced.insert(name.text);
  }
  matching.elements.push_back({made.from, made.to});
  matching.route_edges.push_back(out.edges.size());
  out.edges.push_back(std::move(made));
  return ok();
}

Status Binder::route_choice(const syntax::PathPattern& path, const Matching& matching, Route& route) {
  route.mode = matching.edges_repeat ? RouteMode::kWalk : RouteMode::kTrail;
  if (path.mode == syntax::PathMode::kAcyclic) route.mode = RouteMode::kAcyclic;
  if (path.mode == syntax::PathMode::kSimple) route.mode = RouteMode::kSimple;
  switch (path.selector) {
    case syntax::PathSelector::kNone:
    case syntax::PathSelector::kAll:
      return ok();
    case syntax::PathSelector::kAny:
    case syntax::PathSelector::kAnyShortest:
    case syntax::PathSelector::kShortest:
      route.choice = RouteChoice::kPaths;
      break;
    case syntax::PathSelector::kAllShortest:
    case syntax::PathSelector::kShortestGroups:
      route.choice = RouteChoice::kGroups;
      break;
  }
  if (!path.selector_count.present()) return ok();
  KITH_TRY(route.count, expression(path.selector_count));
  return ok();
}

// The node between two legs: bound by the walk, even if its name is known already.
Result<Slot> Binder::route_stop(const syntax::NodePattern& node, Route& route, Matching& matching) {
  const syntax::Name& name = node.variable;
  const Variable* known = name.empty() ? nullptr : scope_.find(name.text);
  if (known != nullptr && !may_be(known->type, {TypeKind::kNode}))
    return fail("VariableTypeConflict", name.span,
                "the variable `" + name.text + "` is a " + to_text(known->type) + " and cannot be a node too");
  if (known == nullptr && !name.empty() && !new_variables_allowed_) return undefined_variable(name.text, name.span);
  const bool is_new = known == nullptr && !name.empty();
  const Slot slot = is_new ? declare(name.text, {TypeKind::kNode}) : new_slot();
  if (is_new) matching.introduced.insert(name.text);
  if (known != nullptr && known->slot != slot)
    route.accept.push_back(equality(slot, known->slot, {TypeKind::kNode}, name.span));
  matching.on_routes.insert(slot);
  matching.introduces.push_back(slot);
  return slot;
}

Result<RouteLeg> Binder::fixed_leg(const syntax::EdgePattern& edge, Slot from, Slot to, Route& route,
                                   Matching& matching) {
  const syntax::Name& name = edge.variable;
  if (!name.empty() && !matching.edge_names.insert(name.text).second)
    return fail("RelationshipUniquenessViolation", name.span,
                "the relationship `" + name.text + "` stands twice in one pattern, where no two may be the same");
  const Variable* known = name.empty() ? nullptr : scope_.find(name.text);
  if (known != nullptr && !may_be(known->type, {TypeKind::kEdge}))
    return fail("VariableTypeConflict", name.span,
                "the variable `" + name.text + "` is a " + to_text(known->type) + " and cannot be a relationship too");
  if (known == nullptr && !name.empty() && !new_variables_allowed_) return undefined_variable(name.text, name.span);
  const bool is_new = known == nullptr && !name.empty();
  const Slot slot = is_new ? declare(name.text, {TypeKind::kEdge}) : new_slot();
  if (is_new) matching.introduced.insert(name.text);
  if (known != nullptr && known->slot != slot)
    route.accept.push_back(equality(slot, known->slot, {TypeKind::kEdge}, name.span));
  matching.introduces.push_back(slot);
  RouteLeg leg;
  leg.from = from;
  leg.steps.push_back({.edge = slot, .to = to, .direction = direction_of(edge.arrow)});
  if (has_plain_types(edge)) leg.steps[0].types = type_names(edge);
  note_types(edge);
  return leg;
}

// After all variables are declared. Conditions inside the brackets of a repeated leg were bound with the leg.
Status Binder::route_conditions(const WrittenPath& path, std::size_t place_of_edge, Pattern& out) {
  std::vector<Expr> all = std::exchange(out.edges[place_of_edge].route->accept, {});
  const Route route = *out.edges[place_of_edge].route;  // NOLINT: binding may move the edges
  const Slot from = out.edges[place_of_edge].from, to = out.edges[place_of_edge].to;
  const std::vector<syntax::NodePattern>& nodes = path.elements.nodes;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Slot slot = i == 0 ? from : i + 1 == nodes.size() ? to : route.stops[i - 1].node;
    KITH_DO(node_conditions(nodes[i], slot, all));
    if (i < route.legs.size() && !route.legs[i].repeated)
      KITH_DO(edge_conditions(path.elements.edges[i], route.legs[i].steps[0].edge, all));
  }
  if (path.where != nullptr) KITH_DO(conjuncts(*path.where, all));
  for (Expr& predicate : all) place(std::move(predicate), out.edges[place_of_edge], out.predicates);
  return ok();
}

}  // namespace kith::semantic
