// Queries made of queries: segments joined by NEXT, parts joined by UNION, branches chosen by WHEN, braces around any.
//
//     query   := segment (NEXT segment)*
//     segment := part (UNION part)* | (WHEN condition THEN part)+ (ELSE part)?
//     part    := clause+ | { query }
#include "query/syntax/descent.h"

namespace kith::syntax {

Status Descent::query(Query& query) {
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const std::uint32_t start = position();
  KITH_DO(query_segment(query));
  std::vector<Query> earlier;
  while (take_word("NEXT")) {
    earlier.push_back(std::move(query));
    query = Query();
    KITH_DO(query_segment(query));
  }
  query.earlier = std::move(earlier);
  query.span = span_from(start);
  return ok();
}

Status Descent::query_segment(Query& query) {
  const std::uint32_t start = position();
  if (at_word("WHEN")) {
    KITH_DO(conditional_query(query));
    query.span = span_from(start);
    return ok();
  }
  KITH_DO(query_part(query.parts.emplace_back()));
  while (at_word("UNION")) {
    const Place union_span = span_here();
    advance();
    const bool all = take_word("ALL");
    if (!all) take_word("DISTINCT");
    if (query.parts.size() > 1 && all != query.all)
      return error("InvalidClauseComposition", "UNION and UNION ALL cannot be mixed in one query", union_span);
    query.all = all;
    KITH_DO(query_part(query.parts.emplace_back()));
  }
  query.span = span_from(start);
  return ok();
}

// At WHEN.
Status Descent::conditional_query(Query& query) {
  while (take_word("WHEN")) {
    WhenBranch& branch = query.branches.emplace_back();
    KITH_DO(expression(branch.condition));
    KITH_DO(expect_word("THEN"));
    KITH_DO(query_part(branch.part));
  }
  if (take_word("ELSE")) KITH_DO(query_part(query.branches.emplace_back().part));
  if (!at_word("UNION")) return ok();
  return error("InvalidClauseComposition", "branches of WHEN that are joined by UNION stand in `{` and `}`",
               span_here());
}

Status Descent::query_part(SingleQuery& part) {
  if (!at(TokenKind::kLeftBrace)) return single_query(part);
  const std::uint32_t start = position();
  advance();
  part.braced = Query();
  KITH_DO(query(*part.braced));
  KITH_DO(expect(TokenKind::kRightBrace));
  part.span = span_from(start);
  return ok();
}

Status Descent::single_query(SingleQuery& part) {
  const std::uint32_t start = position();
  do {
    KITH_DO(clause(part.clauses));
  } while (at_clause());
  part.span = span_from(start);
  return ok();
}

bool Descent::at_query() const noexcept { return at_clause() || at_word("WHEN") || at(TokenKind::kLeftBrace); }

}  // namespace kith::syntax
