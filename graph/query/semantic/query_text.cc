// Bound queries as text, one clause a line.
#include <cstddef>
#include <string>

#include "query/semantic/query.h"

namespace kith::semantic {

namespace {

std::string slot_text(Slot slot) { return slot == kNoSlot ? "#-" : "#" + std::to_string(slot); }

std::string conjunction(const std::vector<Expr>& predicates) {
  std::string text;
  for (const Expr& predicate : predicates) text += (text.empty() ? "" : " and ") + to_text(predicate);
  return text;
}

std::string projections(const std::vector<Projection>& all) {
  std::string text;
  for (const Projection& projection : all)
    text += (text.empty() ? "" : ", ") + to_text(projection.expr) + " as " + slot_text(projection.slot);
  return text;
}

std::string edge_text(const PatternEdge& edge) {
  std::string inside = slot_text(edge.slot);
  if (edge.bound) inside += "!";
  for (std::size_t i = 0; i < edge.types.size(); ++i) inside += (i == 0 ? " :" : "|") + edge.types[i];
  if (edge.variable) {
    inside += " *" + std::to_string(edge.hops_min) + "..";
    if (edge.hops_max != ~std::uint64_t{0}) inside += std::to_string(edge.hops_max);
  }
  if (edge.properties) inside += " " + to_text(*edge.properties);
  if (edge.shortest == Shortest::kOne) inside += " shortest";
  if (edge.shortest == Shortest::kAll) inside += " all shortest";
  if (edge.path != kNoSlot) inside += " as " + slot_text(edge.path);
  if (!edge.path_predicates.empty()) inside += " where " + conjunction(edge.path_predicates);
  if (edge.route) inside += " " + to_text(*edge.route);
  std::string text = slot_text(edge.from);
  text += edge.direction == Direction::kIn ? " <-[" : " -[";
  text += inside;
  text += edge.direction == Direction::kOut ? "]-> " : "]- ";
  return text + slot_text(edge.to);
}

std::string labels_text(const std::vector<std::string>& labels, const std::vector<Expr>& dynamic) {
  std::string text;
  for (const std::string& label : labels) text += ":" + label;
  for (const Expr& expr : dynamic) text += ":$(" + to_text(expr) + ")";
  return text;
}

std::string key_text(const std::string& key, const std::optional<Expr>& dynamic) {
  return dynamic ? "[" + to_text(*dynamic) + "]" : "." + key;
}

std::string create_text(const std::vector<CreateElement>& elements) {
  std::string text;
  for (const CreateElement& element : elements) text += (text.empty() ? "" : ", ") + to_text(element);
  return text;
}

std::string set_text(const std::vector<SetItem>& items) {
  std::string text;
  for (const SetItem& item : items) text += (text.empty() ? "" : ", ") + to_text(item);
  return text;
}

// A clause's own line(s), without the line's end.
struct ClauseText {
  std::size_t indent;

  std::string operator()(const MatchClause& clause) const {
    return (clause.optional ? "optional match " : "match ") + to_text(clause.pattern);
  }

  std::string operator()(const UnwindClause& clause) const {
    std::string text = "unwind " + to_text(clause.list) + " as " + slot_text(clause.slot);
    if (clause.position == kNoSlot) return text;
    return text + " counted " + slot_text(clause.position) + " from " + std::to_string(clause.first);
  }

  std::string operator()(const CallClause& clause) const {
    std::string text = "call " + clause.procedure->name + "(";
    for (std::size_t i = 0; i < clause.arguments.size(); ++i)
      text += (i != 0 ? ", " : "") + to_text(clause.arguments[i]);
    text += ")";
    for (std::size_t i = 0; i < clause.yields.size(); ++i)
      text += (i == 0 ? " yield " : ", ") + clause.procedure->outputs[clause.yields[i].first].name + " as " +
              slot_text(clause.yields[i].second);
    if (!clause.where.empty()) text += " where " + conjunction(clause.where);
    return text;
  }

  std::string operator()(const SubqueryClause& clause) const {
    std::string text = clause.unit ? "run" : clause.optional ? "optional call" : "call";
    if (clause.in_transactions) text += to_text(*clause.in_transactions);
    return text + "\n" + body(*clause.query);
  }

  std::string operator()(const CreateClause& clause) const {
    std::string text = "create " + create_text(clause.elements);
    if (!clause.paths.empty()) text += " with " + projections(clause.paths);
    return text;
  }

  std::string operator()(const SetClause& clause) const { return "set " + set_text(clause.items); }

  std::string operator()(const RemoveClause& clause) const {
    std::string text = "remove ";
    for (std::size_t i = 0; i < clause.items.size(); ++i) text += (i != 0 ? ", " : "") + to_text(clause.items[i]);
    return text;
  }

  std::string operator()(const DeleteClause& clause) const {
    std::string text = clause.detach ? "detach delete " : "delete ";
    for (std::size_t i = 0; i < clause.targets.size(); ++i) text += (i != 0 ? ", " : "") + to_text(clause.targets[i]);
    return text;
  }

  std::string operator()(const MergeClause& clause) const {
    std::string text = "merge " + to_text(clause.pattern) + " create " + create_text(clause.create);
    if (!clause.on_create.empty()) text += " on create set " + set_text(clause.on_create);
    if (!clause.on_match.empty()) text += " on match set " + set_text(clause.on_match);
    return text;
  }

  std::string operator()(const ForeachClause& clause) const {
    return "foreach " + slot_text(clause.slot) + " in " + to_text(clause.list) + "\n" + body(*clause.body);
  }

  std::string operator()(const ProjectClause& clause) const {
    std::string text;
    if (clause.aggregates_rows) {
      text = "aggregate " + projections(clause.aggregates);
      if (!clause.keys.empty()) text += " by " + projections(clause.keys);
      text += "\n" + std::string(indent, ' ');
    }
    text += clause.distinct ? "project distinct" : "project";
    if (!clause.items.empty()) text += " " + projections(clause.items);
    text += " keep";
    for (Slot slot : clause.visible) text += " " + slot_text(slot);
    for (std::size_t i = 0; i < clause.order_by.size(); ++i)
      text += (i == 0 ? " order by " : ", ") + to_text(clause.order_by[i].expr) +
              (clause.order_by[i].descending ? " desc" : "");
    if (clause.skip) text += " skip " + to_text(*clause.skip);
    if (clause.limit) text += " limit " + to_text(*clause.limit);
    if (!clause.where.empty()) text += " where " + conjunction(clause.where);
    return text;
  }

  // The lines of a subquery, two further in, without the last line's end.
  std::string body(const Query& query) const {
    std::string text = to_text(query, indent + 2);
    if (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }
};

std::string columns_text(const std::vector<OutputColumn>& columns) {
  std::string text;
  for (const OutputColumn& column : columns)
    text += (text.empty() ? "" : ", ") + slot_text(column.slot) + " `" + column.name + "`";
  return text;
}

}  // namespace

std::string to_text(const Pattern& pattern) {
  std::string text;
  for (const PatternNode& node : pattern.nodes) {
    text += (text.empty() ? "" : ", ") + slot_text(node.slot);
    if (node.bound) text += "!";
  }
  for (const PatternEdge& edge : pattern.edges) text += ", " + edge_text(edge);
  if (pattern.edges_repeat) text += " repeatable";
  if (!pattern.paths.empty()) text += " with " + projections(pattern.paths);
  if (!pattern.predicates.empty()) text += " where " + conjunction(pattern.predicates);
  return text;
}

std::string to_text(const CreateElement& element) {
  std::string text;
  if (const auto* node = std::get_if<CreateNode>(&element)) {
    text = "(" + slot_text(node->slot);
    text += labels_text(node->labels, node->dynamic_labels);
    if (node->properties) text += " " + to_text(*node->properties);
    return text + ")";
  }
  const auto& edge = std::get<CreateEdge>(element);
  text = slot_text(edge.from) + " -[" + slot_text(edge.slot) + " :";
  text += edge.dynamic_type ? "$(" + to_text(*edge.dynamic_type) + ")" : edge.type;
  if (edge.properties) text += " " + to_text(*edge.properties);
  return text + "]-> " + slot_text(edge.to);
}

std::string to_text(const SetItem& item) {
  const std::string target = to_text(item.target);
  switch (item.kind) {
    case SetItem::Kind::kProperty:
      return target + key_text(item.key, item.dynamic_key) + " = " + to_text(item.value);
    case SetItem::Kind::kReplace:
      return target + " = " + to_text(item.value);
    case SetItem::Kind::kMerge:
      return target + " += " + to_text(item.value);
    case SetItem::Kind::kLabels:
      return target + labels_text(item.labels, item.dynamic_labels);
  }
  return target;
}

std::string to_text(const RemoveItem& item) {
  const bool is_labels = !item.labels.empty() || !item.dynamic_labels.empty();
  return to_text(item.target) +
         (is_labels ? labels_text(item.labels, item.dynamic_labels) : key_text(item.key, item.dynamic_key));
}

std::string to_text(const InTransactions& in) {
  std::string text = " in transactions";
  if (in.batch_rows) text += " of " + to_text(*in.batch_rows) + " rows";
  if (in.on_error != OnError::kFail) text += in.on_error == OnError::kContinue ? " on error continue" : " on error break";
  if (in.status != kNoSlot) text += " status " + slot_text(in.status);
  return text;
}

std::string to_text(const SchemaCommand& command) {
  std::string text;
  switch (command.kind) {
    case SchemaCommand::Kind::kCreateIndex:
      text = command.full_text ? "create full-text index " : "create index ";
      break;
    case SchemaCommand::Kind::kCreateConstraint:
      text = "create constraint ";
      break;
    case SchemaCommand::Kind::kDropIndex:
      return "drop index " + command.name;
    case SchemaCommand::Kind::kDropConstraint:
      return "drop constraint " + command.name;
  }
  text += command.name.empty() ? "on" : command.name + " on";
  text += (command.on_edges ? " edges :" : " nodes :") + command.label_or_type;
  for (const std::string& owner : command.more_owners) text += "|" + owner;
  text += command.each ? " each(" : "(";
  for (std::size_t i = 0; i < command.keys.size(); ++i) text += (i != 0 ? ", " : "") + command.keys[i];
  text += ")";
  if (command.full_text) text += " language " + command.language;
  if (command.fold) text += " folded";
  if (command.kind != SchemaCommand::Kind::kCreateConstraint) return text;
  switch (command.constraint) {
    case storage::ConstraintKind::kUnique: return text;
    case storage::ConstraintKind::kKey: return text + " key";
    case storage::ConstraintKind::kNotNull: return text + " not null";
    case storage::ConstraintKind::kType: return text + " :: " + command.types.to_text();
  }
  return text;
}

std::string to_text(const Query& query, std::size_t indent) {
  const std::string margin(indent, ' ');
  std::string text;
  for (std::size_t i = 0; i < query.parts.size(); ++i) {
    if (i != 0) text += margin + (query.all ? "union all\n" : "union\n");
    for (const Clause& clause : query.parts[i].clauses) text += margin + std::visit(ClauseText{indent}, clause) + "\n";
    if (query.parts.size() > 1) text += margin + "columns " + columns_text(query.parts[i].columns) + "\n";
  }
  if (!query.columns.empty()) text += margin + "return " + columns_text(query.columns) + "\n";
  return text;
}

std::string to_text(const BoundStatement& statement) {
  std::string text = statement.explain ? "explain\n" : statement.profile ? "profile\n" : "";
  if (const auto* command = std::get_if<SchemaCommand>(&statement.body)) return text + to_text(*command) + "\n";
  return text + to_text(std::get<Query>(statement.body));
}

}  // namespace kith::semantic
