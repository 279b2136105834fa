// Queries and the clauses that read and project; those that write are in parse_update.cc.
#include "query/syntax/descent.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

// Parts joined by UNION.
Result<Query> Descent::query() {
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const std::uint32_t start = position();
  Query query;
  KITH_TRY(SingleQuery first, single_query());
  query.parts.push_back(std::move(first));
  while (at_word("UNION")) {
    const Place union_span = span_here();
    advance();
    const bool all = take_word("ALL");
    if (!all) take_word("DISTINCT");
    if (query.parts.size() > 1 && all != query.all)
      return error("InvalidClauseComposition", "UNION and UNION ALL cannot be mixed in one query", union_span);
    query.all = all;
    KITH_TRY(SingleQuery part, single_query());
    query.parts.push_back(std::move(part));
  }
  query.span = span_from(start);
  return query;
}

Result<SingleQuery> Descent::single_query() {
  const std::uint32_t start = position();
  SingleQuery part;
  do {
    KITH_TRY(Clause next, clause());
    part.clauses.push_back(std::move(next));
  } while (at_clause());
  part.span = span_from(start);
  return part;
}

bool Descent::at_clause() const noexcept {
  return at_any_word({"CALL", "CREATE", "DELETE", "DETACH", "FOREACH", "MATCH", "MERGE", "NODETACH", "OPTIONAL",
                      "REMOVE", "RETURN", "SET", "SHOW", "UNWIND", "WITH"});
}

Result<Clause> Descent::clause() {
  if (at_word("MATCH")) return match_clause(false);
  if (at_word("OPTIONAL") && at_word("MATCH", 1)) return match_clause(true);
  if (at_word("OPTIONAL") && at_word("CALL", 1)) return call_clause(true);
  if (at_word("CALL")) return call_clause(false);
  if (at_word("UNWIND")) return unwind_clause();
  if (at_word("WITH")) return with_clause();
  if (at_word("RETURN")) return return_clause();
  if (at_word("CREATE")) return create_clause();
  if (at_word("MERGE")) return merge_clause();
  if (at_word("SET")) return set_clause();
  if (at_word("REMOVE")) return remove_clause();
  if (at_any_word({"DELETE", "DETACH", "NODETACH"})) return delete_clause();
  if (at_word("FOREACH")) return foreach_clause();
  if (at_word("SHOW")) return show_clause();
  if (take_word("OPTIONAL")) return unexpected("MATCH or CALL");
  return unexpected("a clause such as MATCH, CREATE or RETURN");
}

Result<Clause> Descent::match_clause(bool optional) {
  const std::uint32_t start = position();
  advance(optional ? 2 : 1);
  MatchClause match;
  match.optional = optional;
  if (at_word("DIFFERENT") && at_any_word({"RELATIONSHIP", "RELATIONSHIPS"}, 1)) {
    match.mode = MatchMode::kDifferentRelationships;
    advance(2);
  } else if (at_word("REPEATABLE") && at_any_word({"ELEMENT", "ELEMENTS"}, 1)) {
    match.mode = MatchMode::kRepeatableElements;
    advance(2);
  }
  KITH_TRY(match.patterns, path_patterns());
  KITH_TRY(match.where, optional_where());
  match.span = span_from(start);
  return Clause(std::move(match));
}

Result<Clause> Descent::unwind_clause() {
  const std::uint32_t start = position();
  advance();
  UnwindClause unwind;
  KITH_TRY(unwind.list, expression());
  KITH_DO(expect_word("AS"));
  KITH_TRY(unwind.variable, name("a variable"));
  unwind.span = span_from(start);
  return Clause(std::move(unwind));
}

// CALL a.procedure(arguments) YIELD …, or a subquery.
Result<Clause> Descent::call_clause(bool optional) {
  const std::uint32_t start = position();
  advance(optional ? 2 : 1);
  if (at(TokenKind::kLeftBrace) || at(TokenKind::kLeftParen)) return subquery_clause(optional, start);
  CallClause call;
  call.optional = optional;
  const std::uint32_t name_start = position();
  do {
    KITH_TRY(Name part, name("the name of a procedure"));
    if (!call.procedure.text.empty()) call.procedure.text += '.';
    call.procedure.text += part.text;
  } while (take(TokenKind::kDot));
  call.procedure.span = span_from(name_start);
  if (take(TokenKind::kLeftParen)) {
    call.arguments.emplace();
    if (!at(TokenKind::kRightParen)) {
      do {
        KITH_TRY(Expression argument, expression());
        call.arguments->push_back(std::move(argument));
      } while (take(TokenKind::kComma));
    }
    if (!take(TokenKind::kRightParen)) return unexpected("`,` or `)`");
  }
  KITH_TRY(call.yield, optional_yield());
  call.span = span_from(start);
  return Clause(std::move(call));
}

// CALL { … }, CALL (a, b) { … }, CALL (*) { … }
Result<Clause> Descent::subquery_clause(bool optional, std::uint32_t start) {
  const Heights heights(*this);
  SubqueryClause subquery;
  subquery.optional = optional;
  if (take(TokenKind::kLeftParen)) {
    subquery.scoped = true;
    if (take(TokenKind::kStar)) {
      subquery.imports_star = true;
    } else if (!at(TokenKind::kRightParen)) {
      do {
        KITH_TRY(Name variable, name("a variable"));
        subquery.imports.push_back(std::move(variable));
      } while (take(TokenKind::kComma));
    }
    KITH_DO(expect(TokenKind::kRightParen));
  }
  KITH_DO(expect(TokenKind::kLeftBrace));
  KITH_TRY(subquery.query, query());
  KITH_DO(expect(TokenKind::kRightBrace));
  if (at_word("IN") && at_word("TRANSACTIONS", 1)) {
    advance(2);
    subquery.in_transactions = true;
    if (take_word("OF")) {
      KITH_TRY(subquery.batch_rows, expression());
      if (!take_any_word({"ROW", "ROWS"})) return unexpected("ROWS");
    }
  }
  KITH_DO(raise(heights));
  subquery.span = span_from(start);
  return Clause(std::move(subquery));
}

Result<std::optional<Yield>> Descent::optional_yield() {
  const std::uint32_t start = position();
  if (!take_word("YIELD")) return std::optional<Yield>();
  Yield yield;
  if (take(TokenKind::kStar)) {
    yield.star = true;
  } else if (at(TokenKind::kMinus) && !at(TokenKind::kMinus, 1)) {
    advance();  // openCypher 9: YIELD - takes no column
  } else {
    do {
      YieldItem item;
      KITH_TRY(item.field, name("the name of a column"));
      if (take_word("AS")) {
        KITH_TRY(item.alias, name("a variable"));
      }
      yield.items.push_back(std::move(item));
    } while (take(TokenKind::kComma));
  }
  KITH_TRY(yield.where, optional_where());
  yield.span = span_from(start);
  return std::optional<Yield>(std::move(yield));
}

Result<Clause> Descent::with_clause() {
  const std::uint32_t start = position();
  advance();
  WithClause with;
  KITH_TRY(with.projection, projection());
  KITH_TRY(with.where, optional_where());
  with.span = span_from(start);
  return Clause(std::move(with));
}

Result<Clause> Descent::return_clause() {
  const std::uint32_t start = position();
  advance();
  ReturnClause result;
  KITH_TRY(result.projection, projection());
  result.span = span_from(start);
  return Clause(std::move(result));
}

// DISTINCT *, a AS b ORDER BY … SKIP … LIMIT …
Result<Projection> Descent::projection() {
  const std::uint32_t start = position();
  Projection projection;
  projection.distinct = take_word("DISTINCT");
  projection.star = take(TokenKind::kStar);
  if (!projection.star || take(TokenKind::kComma)) {
    do {
      KITH_TRY(ProjectionItem item, projection_item());
      projection.items.push_back(std::move(item));
    } while (take(TokenKind::kComma));
  }
  KITH_DO(projection_order(projection));
  projection.span = span_from(start);
  return projection;
}

Result<ProjectionItem> Descent::projection_item() {
  const std::uint32_t start = position();
  ProjectionItem item;
  KITH_TRY(item.expression, expression());
  item.text = std::string(text_from(start));
  if (take_word("AS")) {
    KITH_TRY(item.alias, name("a name for the column"));
  }
  return item;
}

Status Descent::projection_order(Projection& projection) {
  if (take_word("ORDER")) {
    KITH_DO(expect_word("BY"));
    do {
      SortItem item;
      KITH_TRY(item.expression, expression());
      item.descending = at_any_word({"DESC", "DESCENDING"});
      take_any_word({"ASC", "ASCENDING", "DESC", "DESCENDING"});
      projection.order_by.push_back(std::move(item));
    } while (take(TokenKind::kComma));
  }
  if (take_any_word({"SKIP", "OFFSET"})) {
    KITH_TRY(projection.skip, expression());
  }
  if (take_word("LIMIT")) {
    KITH_TRY(projection.limit, expression());
  }
  return ok();
}

}  // namespace kith::syntax
