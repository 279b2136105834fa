// The clauses that write.
#include "query/syntax/descent.h"

namespace kith::syntax {

Result<Clause> Descent::create_clause() {
  const std::uint32_t start = position();
  advance();
  CreateClause create;
  KITH_TRY(create.patterns, path_patterns());
  create.span = span_from(start);
  return Clause(std::move(create));
}

Result<Clause> Descent::merge_clause() {
  const std::uint32_t start = position();
  advance();
  MergeClause merge;
  KITH_TRY(merge.pattern, path_pattern());
  while (at_word("ON")) {
    const std::uint32_t action_start = position();
    advance();
    MergeAction action;
    action.on_create = at_word("CREATE");
    if (!take_any_word({"CREATE", "MATCH"})) return unexpected("CREATE or MATCH");
    KITH_DO(expect_word("SET"));
    KITH_TRY(action.items, set_items());
    action.span = span_from(action_start);
    merge.actions.push_back(std::move(action));
  }
  merge.span = span_from(start);
  return Clause(std::move(merge));
}

Result<Clause> Descent::delete_clause() {
  const std::uint32_t start = position();
  DeleteClause clause;
  clause.detach = take_word("DETACH");
  if (!clause.detach) take_word("NODETACH");
  KITH_DO(expect_word("DELETE"));
  do {
    KITH_TRY(Expression target, expression());
    clause.targets.push_back(std::move(target));
  } while (take(TokenKind::kComma));
  clause.span = span_from(start);
  return Clause(std::move(clause));
}

Result<Clause> Descent::set_clause() {
  const std::uint32_t start = position();
  advance();
  SetClause set;
  KITH_TRY(set.items, set_items());
  set.span = span_from(start);
  return Clause(std::move(set));
}

Result<std::vector<SetItem>> Descent::set_items() {
  std::vector<SetItem> items;
  do {
    KITH_TRY(SetItem item, set_item());
    items.push_back(std::move(item));
  } while (take(TokenKind::kComma));
  return items;
}

// n.key = value, n[key] = value, n = map, n += map, n:A:B
Result<SetItem> Descent::set_item() {
  const std::uint32_t start = position();
  SetItem item;
  KITH_TRY(Expression base, primary());
  KITH_TRY(item.target, postfix(std::move(base), start, false));
  const bool variable = item.target.kind == ExpressionKind::kVariable;
  const bool property = item.target.kind == ExpressionKind::kProperty || item.target.kind == ExpressionKind::kIndex;
  if (variable && (at(TokenKind::kColon) || at_word("IS"))) {
    KITH_DO(set_labels(item));
  } else if ((variable || property) && take(TokenKind::kEqual)) {
    item.kind = variable ? SetKind::kReplace : SetKind::kProperty;
    KITH_TRY(item.value, expression());
  } else if (variable && take(TokenKind::kPlusEqual)) {
    item.kind = SetKind::kAddProperties;
    KITH_TRY(item.value, expression());
  } else if (variable) {
    return unexpected("`=`, `+=`, `.` or `:`");
  } else if (property) {
    return unexpected("`=`");
  } else {
    return error("UnexpectedSyntax", "SET takes a property, a variable or labels", item.target.span);
  }
  item.span = span_from(start);
  return item;
}

Status Descent::set_labels(SetItem& item) {
  item.kind = SetKind::kLabels;
  advance();
  KITH_TRY(LabelExpression labels, label_expression(true));
  if (!is_label_set(labels)) return error("UnexpectedSyntax", "labels are set and removed by name", labels.span);
  item.labels = std::move(labels);
  return ok();
}

Result<Clause> Descent::remove_clause() {
  const std::uint32_t start = position();
  advance();
  RemoveClause remove;
  do {
    KITH_TRY(SetItem item, remove_item());
    remove.items.push_back(std::move(item));
  } while (take(TokenKind::kComma));
  remove.span = span_from(start);
  return Clause(std::move(remove));
}

// n.key, n[key], n:A:B
Result<SetItem> Descent::remove_item() {
  const std::uint32_t start = position();
  SetItem item;
  KITH_TRY(Expression base, primary());
  KITH_TRY(item.target, postfix(std::move(base), start, false));
  if (item.target.kind == ExpressionKind::kVariable) {
    if (!at(TokenKind::kColon) && !at_word("IS")) return unexpected("`.` or `:`");
    KITH_DO(set_labels(item));
  } else if (item.target.kind != ExpressionKind::kProperty && item.target.kind != ExpressionKind::kIndex) {
    return error("UnexpectedSyntax", "REMOVE takes a property or labels", item.target.span);
  }
  item.span = span_from(start);
  return item;
}

// FOREACH (x IN list | CREATE … SET …)
Result<Clause> Descent::foreach_clause() {
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const Heights heights(*this);
  const std::uint32_t start = position();
  advance();
  ForeachClause foreach;
  KITH_DO(expect(TokenKind::kLeftParen));
  KITH_TRY(foreach.variable, name("a variable"));
  KITH_DO(expect_word("IN"));
  KITH_TRY(foreach.list, expression(true));
  KITH_DO(expect(TokenKind::kPipe));
  Query body;
  KITH_TRY(SingleQuery part, single_query());
  body.span = part.span;
  body.parts.push_back(std::move(part));
  foreach.body = std::move(body);
  KITH_DO(expect(TokenKind::kRightParen));
  KITH_DO(raise(heights));
  foreach.span = span_from(start);
  return Clause(std::move(foreach));
}

}  // namespace kith::syntax
