// The clauses that read and project; those that write are in parse_update.cc, those of GQL in parse_gql.cc, and what
// queries are made of in parse_query.cc.
#include "query/syntax/descent.h"

namespace kith::syntax {

namespace {

// A new clause at the end of `clauses`, to be filled there.
template <class T>
T& add(std::vector<Clause>& clauses) {
  return std::get<T>(clauses.emplace_back(std::in_place_type<T>));
}

}  // namespace

bool Descent::at_clause(std::size_t ahead) const noexcept {
  if (at_word("LOAD", ahead) && at_word("CSV", ahead + 1)) return true;
  return at_any_word({"CALL",   "CREATE", "DELETE", "DETACH",   "FILTER", "FINISH",   "FOR",   "FOREACH",
                      "INSERT", "LET",    "LIMIT",  "MATCH",    "MERGE",  "NODETACH", "OFFSET", "OPTIONAL",
                      "ORDER",  "REMOVE", "RETURN", "SET",      "SHOW",   "SKIP",     "UNWIND", "WITH"},
                     ahead);
}

Status Descent::clause(std::vector<Clause>& clauses) {
  if (at_word("MATCH")) return match_clause(add<MatchClause>(clauses), false);
  if (at_word("OPTIONAL") && at_word("MATCH", 1)) return match_clause(add<MatchClause>(clauses), true);
  if (at_word("OPTIONAL") && at_word("CALL", 1)) return call_clause(clauses, true);
  if (at_word("CALL")) return call_clause(clauses, false);
  if (at_word("UNWIND")) return unwind_clause(add<UnwindClause>(clauses));
  if (at_word("WITH")) return with_clause(add<WithClause>(clauses));
  if (at_word("RETURN")) return return_clause(add<ReturnClause>(clauses));
  if (at_any_word({"CREATE", "INSERT"})) return create_clause(add<CreateClause>(clauses));
  if (at_word("MERGE")) return merge_clause(add<MergeClause>(clauses));
  if (at_word("SET")) return set_clause(add<SetClause>(clauses));
  if (at_word("REMOVE")) return remove_clause(add<RemoveClause>(clauses));
  if (at_any_word({"DELETE", "DETACH", "NODETACH"})) return delete_clause(add<DeleteClause>(clauses));
  if (at_word("FOREACH")) return foreach_clause(add<ForeachClause>(clauses));
  if (at_word("LOAD")) return load_csv(add<LoadCsvClause>(clauses));
  if (at_word("SHOW")) return show_clause(add<ShowClause>(clauses));
  if (at_word("LET")) return let_clause(add<LetClause>(clauses));
  if (at_word("FILTER")) return filter_clause(add<FilterClause>(clauses));
  if (at_word("FOR")) return for_clause(add<UnwindClause>(clauses));
  if (at_any_word({"ORDER", "SKIP", "OFFSET", "LIMIT"})) return page_clause(add<PageClause>(clauses));
  if (at_word("FINISH")) return finish_clause(add<FinishClause>(clauses));
  if (take_word("OPTIONAL")) return unexpected("MATCH or CALL");
  return unexpected("a clause such as MATCH, CREATE or RETURN");
}

Status Descent::match_clause(MatchClause& match, bool optional) {
  const std::uint32_t start = position();
  advance(optional ? 2 : 1);
  match.optional = optional;
  if (at_word("DIFFERENT") && at_any_word({"RELATIONSHIP", "RELATIONSHIPS"}, 1)) {
    match.mode = MatchMode::kDifferentRelationships;
    advance(2);
  } else if (at_word("REPEATABLE") && at_any_word({"ELEMENT", "ELEMENTS"}, 1)) {
    match.mode = MatchMode::kRepeatableElements;
    advance(2);
  }
  KITH_DO(path_patterns(match.patterns));
  KITH_DO(optional_where(match.where));
  match.span = span_from(start);
  return ok();
}

Status Descent::unwind_clause(UnwindClause& unwind) {
  const std::uint32_t start = position();
  advance();
  KITH_DO(expression(unwind.list));
  KITH_DO(expect_word("AS"));
  KITH_TRY(unwind.variable, name("a variable"));
  unwind.span = span_from(start);
  return ok();
}

Status Descent::call_clause(std::vector<Clause>& clauses, bool optional) {
  const std::uint32_t start = position();
  advance(optional ? 2 : 1);
  if (at(TokenKind::kLeftBrace) || at(TokenKind::kLeftParen)) {
    auto& subquery = add<SubqueryClause>(clauses);
    subquery.optional = optional;
    return subquery_clause(subquery, start);
  }
  auto& call = add<CallClause>(clauses);
  call.optional = optional;
  return procedure_call(call, start);
}

// CALL a.procedure(arguments) YIELD …, behind CALL
Status Descent::procedure_call(CallClause& call, std::uint32_t start) {
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
        KITH_DO(expression(call.arguments->emplace_back()));
      } while (take(TokenKind::kComma));
    }
    if (!take(TokenKind::kRightParen)) return unexpected("`,` or `)`");
  }
  KITH_DO(optional_yield(call.yield));
  call.span = span_from(start);
  return ok();
}

// CALL { … }, CALL (a, b) { … }, CALL (*) { … }, behind CALL
Status Descent::subquery_clause(SubqueryClause& subquery, std::uint32_t start) {
  const Heights heights(*this);
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
  subquery.query = Query();
  KITH_DO(query(*subquery.query));
  KITH_DO(expect(TokenKind::kRightBrace));
  if (take_word("IN")) KITH_DO(in_transactions(subquery.in_transactions.emplace()));
  KITH_DO(raise(heights));
  subquery.span = span_from(start);
  return ok();
}

// [[n] CONCURRENT] TRANSACTIONS [OF n ROWS] [ON ERROR …] [REPORT STATUS AS s], behind IN; the last three in any order
Status Descent::in_transactions(InTransactions& in) {
  const bool names_number = !at_word("TRANSACTIONS") && !(at_word("CONCURRENT") && at_word("TRANSACTIONS", 1));
  if (names_number) KITH_DO(expression(in.concurrency));
  in.is_concurrent = take_word("CONCURRENT");
  if (names_number && !in.is_concurrent) return unexpected("CONCURRENT TRANSACTIONS");
  if (!take_any_word({"TRANSACTION", "TRANSACTIONS"})) return unexpected("TRANSACTIONS");
  while (true) {
    if (!in.batch_rows.present() && take_word("OF")) {
      KITH_DO(expression(in.batch_rows));
      if (!take_any_word({"ROW", "ROWS"})) return unexpected("ROWS");
    } else if (!in.on_error && take_word("ON")) {
      KITH_DO(expect_word("ERROR"));
      if (take_word("CONTINUE"))
        in.on_error = OnError::kContinue;
      else if (take_word("BREAK"))
        in.on_error = OnError::kBreak;
      else if (take_word("FAIL"))
        in.on_error = OnError::kFail;
      else
        return unexpected("FAIL, CONTINUE or BREAK");
    } else if (in.status.empty() && take_word("REPORT")) {
      KITH_DO(expect_word("STATUS"));
      KITH_DO(expect_word("AS"));
      KITH_TRY(in.status, name("a variable"));
    } else {
      return ok();
    }
  }
}

Status Descent::optional_yield(std::optional<Yield>& yield) {
  const std::uint32_t start = position();
  if (!take_word("YIELD")) return ok();
  yield.emplace();
  if (at(TokenKind::kMinus)) {
    advance();  // openCypher 9: YIELD - takes no column
  } else {
    KITH_DO(yield_items(*yield));
  }
  KITH_DO(optional_where(yield->where));
  yield->span = span_from(start);
  return ok();
}

// *, or a AS b, c
Status Descent::yield_items(Yield& yield) {
  yield.star = take(TokenKind::kStar);
  if (yield.star) return ok();
  do {
    YieldItem& item = yield.items.emplace_back();
    KITH_TRY(item.field, name("the name of a column"));
    if (take_word("AS")) {
      KITH_TRY(item.alias, name("a variable"));
    }
  } while (take(TokenKind::kComma));
  return ok();
}

Status Descent::with_clause(WithClause& with) {
  const std::uint32_t start = position();
  advance();
  KITH_DO(projection(with.projection));
  KITH_DO(optional_where(with.where));
  with.span = span_from(start);
  return ok();
}

Status Descent::return_clause(ReturnClause& result) {
  const std::uint32_t start = position();
  advance();
  KITH_DO(projection(result.projection));
  result.span = span_from(start);
  return ok();
}

// DISTINCT *, a AS b GROUP BY … ORDER BY … SKIP … LIMIT …
Status Descent::projection(Projection& projection) {
  const std::uint32_t start = position();
  projection.distinct = take_word("DISTINCT");
  projection.star = take(TokenKind::kStar);
  if (!projection.star || take(TokenKind::kComma)) {
    do {
      KITH_DO(projection_item(projection.items.emplace_back()));
    } while (take(TokenKind::kComma));
  }
  KITH_DO(group_by(projection.group_by));
  KITH_DO(order_and_page(projection.order_by, projection.skip, projection.limit));
  projection.span = span_from(start);
  return ok();
}

Status Descent::projection_item(ProjectionItem& item) {
  const std::uint32_t start = position();
  KITH_DO(expression(item.expression));
  item.text = std::string(text_from(start));
  if (!take_word("AS")) return ok();
  KITH_TRY(item.alias, name("a name for the column"));
  return ok();
}

Status Descent::order_and_page(std::vector<SortItem>& order_by, Expression& skip, Expression& limit) {
  if (take_word("ORDER")) {
    KITH_DO(expect_word("BY"));
    do {
      SortItem& item = order_by.emplace_back();
      KITH_DO(expression(item.expression));
      item.descending = at_any_word({"DESC", "DESCENDING"});
      take_any_word({"ASC", "ASCENDING", "DESC", "DESCENDING"});
    } while (take(TokenKind::kComma));
  }
  if (take_any_word({"SKIP", "OFFSET"})) KITH_DO(expression(skip));
  if (take_word("LIMIT")) KITH_DO(expression(limit));
  return ok();
}

}  // namespace kith::syntax
