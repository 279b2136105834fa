// The clauses that write.
#include "query/syntax/descent.h"

namespace kith::syntax {

Status Descent::create_clause(CreateClause& create) {
  const std::uint32_t start = position();
  create.is_insert = at_word("INSERT");
  advance();
  KITH_DO(path_patterns(create.patterns));
  create.span = span_from(start);
  return ok();
}

Status Descent::merge_clause(MergeClause& merge) {
  const std::uint32_t start = position();
  advance();
  KITH_DO(path_pattern(merge.pattern));
  while (at_word("ON")) {
    const std::uint32_t action_start = position();
    advance();
    MergeAction& action = merge.actions.emplace_back();
    action.on_create = at_word("CREATE");
    if (!take_any_word({"CREATE", "MATCH"})) return unexpected("CREATE or MATCH");
    KITH_DO(expect_word("SET"));
    KITH_DO(set_items(action.items));
    action.span = span_from(action_start);
  }
  merge.span = span_from(start);
  return ok();
}

Status Descent::delete_clause(DeleteClause& clause) {
  const std::uint32_t start = position();
  clause.detach = take_word("DETACH");
  if (!clause.detach) take_word("NODETACH");
  KITH_DO(expect_word("DELETE"));
  do {
    KITH_DO(expression(clause.targets.emplace_back()));
  } while (take(TokenKind::kComma));
  clause.span = span_from(start);
  return ok();
}

Status Descent::set_clause(SetClause& set) {
  const std::uint32_t start = position();
  advance();
  KITH_DO(set_items(set.items));
  set.span = span_from(start);
  return ok();
}

Status Descent::set_items(std::vector<SetItem>& items) {
  do {
    KITH_DO(set_item(items.emplace_back()));
  } while (take(TokenKind::kComma));
  return ok();
}

// n.key = value, n[key] = value, n = map, n += map, n:A:B
Status Descent::set_item(SetItem& item) {
  const std::uint32_t start = position();
  KITH_DO(primary(item.target));
  KITH_DO(postfix(item.target, start, false));
  const bool variable = item.target.kind == ExpressionKind::kVariable;
  const bool property = item.target.kind == ExpressionKind::kProperty || item.target.kind == ExpressionKind::kIndex;
  if (variable && (at(TokenKind::kColon) || at_word("IS"))) {
    KITH_DO(set_labels(item));
  } else if ((variable || property) && take(TokenKind::kEqual)) {
    item.kind = variable ? SetKind::kReplace : SetKind::kProperty;
    KITH_DO(expression(item.value));
  } else if (variable && take(TokenKind::kPlusEqual)) {
    item.kind = SetKind::kAddProperties;
    KITH_DO(expression(item.value));
  } else if (variable) {
    return unexpected("`=`, `+=`, `.` or `:`");
  } else if (property) {
    return unexpected("`=`");
  } else {
    return error("UnexpectedSyntax", "SET takes a property, a variable or labels", item.target.span);
  }
  item.span = span_from(start);
  return ok();
}

// At the colon or IS.
Status Descent::set_labels(SetItem& item) {
  item.kind = SetKind::kLabels;
  advance();
  item.labels = LabelExpression();
  KITH_DO(label_expression(*item.labels, false));
  if (is_label_set(*item.labels)) return ok();
  return error("UnexpectedSyntax", "labels are set and removed by name", item.labels->span);
}

Status Descent::remove_clause(RemoveClause& remove) {
  const std::uint32_t start = position();
  advance();
  do {
    KITH_DO(remove_item(remove.items.emplace_back()));
  } while (take(TokenKind::kComma));
  remove.span = span_from(start);
  return ok();
}

// n.key, n[key], n:A:B
Status Descent::remove_item(SetItem& item) {
  const std::uint32_t start = position();
  KITH_DO(primary(item.target));
  KITH_DO(postfix(item.target, start, false));
  if (item.target.kind == ExpressionKind::kVariable) {
    if (!at(TokenKind::kColon) && !at_word("IS")) return unexpected("`.` or `:`");
    KITH_DO(set_labels(item));
  } else if (item.target.kind != ExpressionKind::kProperty && item.target.kind != ExpressionKind::kIndex) {
    return error("UnexpectedSyntax", "REMOVE takes a property or labels", item.target.span);
  }
  item.span = span_from(start);
  return ok();
}

// FOREACH (x IN list | CREATE … SET …)
Status Descent::foreach_clause(ForeachClause& foreach) {
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const Heights heights(*this);
  const std::uint32_t start = position();
  advance();
  KITH_DO(expect(TokenKind::kLeftParen));
  KITH_TRY(foreach.variable, name("a variable"));
  KITH_DO(expect_word("IN"));
  KITH_DO(expression(foreach.list, true));
  KITH_DO(expect(TokenKind::kPipe));
  foreach
    .body = Query();
  SingleQuery& part = foreach.body->parts.emplace_back();
  KITH_DO(single_query(part));
  foreach
    .body->span = part.span;
  KITH_DO(expect(TokenKind::kRightParen));
  KITH_DO(raise(heights));
  foreach
    .span = span_from(start);
  return ok();
}

}  // namespace kith::syntax
