// Updating clauses: CREATE, MERGE, SET, REMOVE, DELETE.
#include <cstddef>

#include "query/semantic/binding.h"

namespace kith::semantic {

using syntax::ExpressionKind;

namespace {

Error already_bound(const syntax::Name& name) {
  return fail("VariableAlreadyBound", name.span, "the variable `" + name.text + "` is already bound");
}

Expr path_of(const std::vector<Slot>& slots, const SourceSpan& span) {
  Expr expr;
  expr.kind = ExprKind::kPath;
  expr.type = {TypeKind::kPath};
  expr.span = span;
  expr.path_slots = slots;
  return expr;
}

bool is_element(Type type) { return may_be(type, {TypeKind::kNode}) || may_be(type, {TypeKind::kEdge}); }

}  // namespace

Status Binder::create(const syntax::CreateClause& clause, QueryPart& out) {
  CreateClause bound;
  for (const syntax::PathPattern& path : clause.patterns) KITH_DO(create_path(path, false, bound));
  out.clauses.emplace_back(std::move(bound));
  return ok();
}

Status Binder::create_path(const syntax::PathPattern& path, bool merging, CreateClause& out) {
  if (path.shortest != syntax::ShortestForm::kNone || path.selector != syntax::PathSelector::kNone)
    return fail("UnexpectedSyntax", path.span, "a path to be created cannot be a shortest one");
  const bool alone = path.edges.empty();
  std::vector<Slot> elements;
  KITH_TRY(Slot at, create_node(path.nodes[0], alone, merging, out));
  elements.push_back(at);
  for (std::size_t i = 0; i < path.edges.size(); ++i) {
    KITH_TRY(Slot next, create_node(path.nodes[i + 1], false, merging, out));
    KITH_TRY(Slot edge, create_edge(path.edges[i], at, next, merging, out));
    elements.push_back(edge);
    elements.push_back(next);
    at = next;
  }
  if (path.variable.empty()) return ok();
  if (scope_.find(path.variable.text) != nullptr) return already_bound(path.variable);
  out.paths.push_back({declare(path.variable.text, {TypeKind::kPath}), path_of(elements, path.span)});
  return ok();
}

Result<Slot> Binder::create_node(const syntax::NodePattern& node, bool alone, bool merging, CreateClause& out) {
  const syntax::Name& name = node.variable;
  if (const Variable* known = name.empty() ? nullptr : scope_.find(name.text)) {
    if (alone || node.labels || node.properties.present()) return already_bound(name);
    if (!may_be(known->type, {TypeKind::kNode}))
      return fail("VariableTypeConflict", name.span,
                  "the variable `" + name.text + "` is a " + to_text(known->type) + " and cannot be a node too");
    return known->slot;
  }
  if (node.where.present())
    return fail("UnexpectedSyntax", node.where.span, "a pattern to be created has no conditions");
  CreateNode made{};
  if (node.labels) {
    KITH_DO(label_set(*node.labels, made.labels, made.dynamic_labels));
  }
  KITH_TRY(made.properties, created_properties(node.properties, merging));
  made.slot = name.empty() ? new_slot() : declare(name.text, {TypeKind::kNode});
  const Slot slot = made.slot;
  out.elements.emplace_back(std::move(made));
  return slot;
}

Result<Slot> Binder::create_edge(const syntax::EdgePattern& edge, Slot from, Slot to, bool merging, CreateClause& out) {
  if (!edge.variable.empty() && scope_.find(edge.variable.text) != nullptr) return already_bound(edge.variable);
  const char* verb = merging ? "merged" : "created";
  if (edge.repeat || edge.group)
    return fail("CreatingVarLength", edge.span, std::string("a variable-length relationship cannot be ") + verb);
  const bool undirected = edge.arrow == syntax::Arrow::kNone || edge.arrow == syntax::Arrow::kBoth;
  if (undirected && !merging)
    return fail("RequiresDirectedRelationship", edge.span, "a relationship to be created needs a direction");
  const bool is_dynamic = edge.types && edge.types->kind == syntax::LabelKind::kDynamicAll;
  std::optional<std::vector<syntax::Name>> types;
  if (edge.types) types = plain_alternatives(*edge.types);
  if (!is_dynamic && (!types || types->size() != 1))
    return fail("NoSingleRelationshipType", edge.span,
                std::string("a relationship to be ") + verb + " needs exactly one type");
  if (edge.where.present())
    return fail("UnexpectedSyntax", edge.where.span, "a pattern to be created has no conditions");
  CreateEdge made{};
  if (is_dynamic) {
    KITH_TRY(made.dynamic_type, dynamic_labels(*edge.types));
    note_written_any(NameKind::kType);
  } else {
    made.type = types->front().text;
    note_written(NameKind::kType, made.type);
  }
  const bool leftwards = edge.arrow == syntax::Arrow::kLeft;
  made.from = leftwards ? to : from;
  made.to = leftwards ? from : to;
  KITH_TRY(made.properties, created_properties(edge.properties, merging));
  made.slot = edge.variable.empty() ? new_slot() : declare(edge.variable.text, {TypeKind::kEdge});
  const Slot slot = made.slot;
  out.elements.emplace_back(std::move(made));
  return slot;
}

Result<std::optional<Expr>> Binder::created_properties(const syntax::Expression& properties, bool merging) {
  std::optional<Expr> out;
  if (!properties.present()) return out;
  if (merging && properties.kind == ExpressionKind::kParameter)
    return fail("InvalidParameterUse", properties.span, "a parameter cannot stand for properties to be merged",
                "write them out: {key: $value}");
  KITH_TRY(out, expression(properties));
  note_written_keys(properties);
  return out;
}

// The pattern is bound twice with the same slots: as what to look for, and as what to make if it is not there.
Status Binder::merge(const syntax::MergeClause& clause, QueryPart& out) {
  CreateClause creation;
  const Scope before = scope_;
  KITH_DO(create_path(clause.pattern, true, creation));
  const Scope after = scope_;

  MergeClause bound;
  std::vector<Slot> introduces;
  scope_ = before;
  syntax::PathPattern unnamed = clause.pattern;
  unnamed.variable = {};
  const Slot slots_before = next_slot_;
  KITH_TRY(bound.pattern, pattern({unnamed}, introduces));
  // What the match declared in its own slots takes those of the creation, element by element in the order written.
  std::vector<Slot> created;
  for (const CreateElement& element : creation.elements)
    created.push_back(std::visit([](const auto& one) { return one.slot; }, element));
  std::vector<Slot> matched;
  for (Slot slot : introduces)
    if (slot >= slots_before) matched.push_back(slot);
  const auto moved = [&](Slot slot) {
    for (std::size_t i = 0; i < matched.size() && i < created.size(); ++i)
      if (matched[i] == slot) return created[i];
    return slot;
  };
  for (PatternNode& node : bound.pattern.nodes) node.slot = moved(node.slot);
  for (PatternEdge& edge : bound.pattern.edges) {
    edge.slot = moved(edge.slot);
    edge.from = moved(edge.from);
    edge.to = moved(edge.to);
  }
  const std::function<void(Expr&)> move_slots = [&](Expr& expr) {
    if (expr.kind == ExprKind::kSlot) expr.slot = moved(expr.slot);
    for (Expr& child : expr.children) move_slots(child);
  };
  for (Expr& predicate : bound.pattern.predicates) move_slots(predicate);
  scope_ = after;

  bound.create = std::move(creation.elements);
  bound.pattern.paths = std::move(creation.paths);
  for (const syntax::MergeAction& action : clause.actions) {
    for (const syntax::SetItem& item : action.items) {
      KITH_TRY(SetItem assignment, set_item(item));
      (action.on_create ? bound.on_create : bound.on_match).push_back(std::move(assignment));
    }
  }
  out.clauses.emplace_back(std::move(bound));
  return ok();
}

Result<Expr> Binder::update_target(const syntax::Expression& e) {
  KITH_TRY(Expr target, expression(e));
  if (!is_element(target.type))
    return fail("InvalidArgumentType", e.span,
                "only nodes and relationships have properties to be set, not a " + to_text(target.type));
  return target;
}

Result<SetItem> Binder::set_item(const syntax::SetItem& item) {
  SetItem out{};
  const bool one_property = item.kind == syntax::SetKind::kProperty;
  KITH_TRY(out.target, update_target(one_property ? item.target.children[0] : item.target));
  switch (item.kind) {
    case syntax::SetKind::kProperty:
      out.kind = SetItem::Kind::kProperty;
      out.key = item.target.name;
      note_written(NameKind::kKey, out.key);
      if (item.target.kind == ExpressionKind::kIndex) {
        KITH_TRY(out.dynamic_key, dynamic_key(item.target.children[1]));
        note_written_any(NameKind::kKey);
      }
      break;
    case syntax::SetKind::kReplace:
      out.kind = SetItem::Kind::kReplace;
      break;
    case syntax::SetKind::kAddProperties:
      out.kind = SetItem::Kind::kMerge;
      break;
    case syntax::SetKind::kLabels:
      out.kind = SetItem::Kind::kLabels;
      break;
  }
  if (item.kind == syntax::SetKind::kLabels) {
    KITH_DO(label_set(*item.labels, out.labels, out.dynamic_labels));
    return out;
  }
  KITH_TRY(out.value, expression(item.value));
  if (out.kind != SetItem::Kind::kProperty) note_written_keys(item.value);
  if (out.kind != SetItem::Kind::kProperty && !may_be(out.value.type, {TypeKind::kMap}) && !is_element(out.value.type))
    return fail("InvalidArgumentType", item.value.span,
                "properties come from a map, not from a " + to_text(out.value.type));
  return out;
}

Status Binder::set(const syntax::SetClause& clause, QueryPart& out) {
  SetClause bound;
  for (const syntax::SetItem& item : clause.items) {
    KITH_TRY(SetItem assignment, set_item(item));
    bound.items.push_back(std::move(assignment));
  }
  out.clauses.emplace_back(std::move(bound));
  return ok();
}

Status Binder::remove(const syntax::RemoveClause& clause, QueryPart& out) {
  RemoveClause bound;
  for (const syntax::SetItem& item : clause.items) {
    RemoveItem removed{};
    if (item.kind == syntax::SetKind::kLabels) {
      KITH_TRY(removed.target, update_target(item.target));
      KITH_DO(label_set(*item.labels, removed.labels, removed.dynamic_labels));
    } else {
      KITH_TRY(removed.target, update_target(item.target.children[0]));
      removed.key = item.target.name;
      if (item.target.kind == ExpressionKind::kIndex) {
        KITH_TRY(removed.dynamic_key, dynamic_key(item.target.children[1]));
      }
    }
    bound.items.push_back(std::move(removed));
  }
  out.clauses.emplace_back(std::move(bound));
  return ok();
}

Status Binder::delete_clause(const syntax::DeleteClause& clause, QueryPart& out) {
  DeleteClause bound;
  bound.detach = clause.detach;
  for (const syntax::Expression& target : clause.targets) {
    if (target.kind == ExpressionKind::kHasLabels)
      return fail("InvalidDelete", target.span, "DELETE removes nodes and relationships, not labels or types",
                  "to take a label away use REMOVE");
    KITH_TRY(Expr expr, expression(target));
    if (!is_element(expr.type) && !may_be(expr.type, {TypeKind::kPath}))
      return fail("InvalidArgumentType", target.span, "a " + to_text(expr.type) + " cannot be deleted");
    bound.targets.push_back(std::move(expr));
  }
  out.clauses.emplace_back(std::move(bound));
  return ok();
}

}  // namespace kith::semantic
