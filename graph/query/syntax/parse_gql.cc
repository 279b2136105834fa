// The clauses that GQL brought: LET, FILTER, FOR, FINISH, GROUP BY, and ORDER BY, SKIP and LIMIT on their own.
#include "query/syntax/descent.h"

namespace kith::syntax {

// LET x = 1, y = 2
Status Descent::let_clause(LetClause& let) {
  const std::uint32_t start = position();
  advance();
  do {
    LetItem& item = let.items.emplace_back();
    KITH_TRY(item.variable, name("a variable"));
    KITH_DO(expect(TokenKind::kEqual));
    KITH_DO(expression(item.value));
  } while (take(TokenKind::kComma));
  let.span = span_from(start);
  return ok();
}

// FILTER predicate, FILTER WHERE predicate
Status Descent::filter_clause(FilterClause& filter) {
  const std::uint32_t start = position();
  advance();
  take_word("WHERE");
  KITH_DO(expression(filter.where));
  filter.span = span_from(start);
  return ok();
}

// FOR x IN list, FOR x IN list WITH OFFSET i
Status Descent::for_clause(UnwindClause& unwind) {
  const std::uint32_t start = position();
  advance();
  unwind.is_for = true;
  KITH_TRY(unwind.variable, name("a variable"));
  KITH_DO(expect_word("IN"));
  KITH_DO(expression(unwind.list));
  // A WITH clause may begin here too, and pass on a variable called `offset`.
  const bool counts = at_word("WITH") && at_any_word({"ORDINALITY", "OFFSET"}, 1) && at_name(2) &&
                      !at_any_word({"AS", "GROUP", "WHERE"}, 2) && !at_clause(2);
  if (counts) {
    unwind.count = at_word("OFFSET", 1) ? ElementCount::kOffset : ElementCount::kOrdinality;
    advance(2);
    KITH_TRY(unwind.position, name("a variable"));
  }
  unwind.span = span_from(start);
  return ok();
}

// ORDER BY … SKIP … LIMIT …
Status Descent::page_clause(PageClause& page) {
  const std::uint32_t start = position();
  KITH_DO(order_and_page(page.order_by, page.skip, page.limit));
  page.span = span_from(start);
  return ok();
}

Status Descent::finish_clause(FinishClause& finish) {
  const std::uint32_t start = position();
  advance();
  finish.span = span_from(start);
  return ok();
}

// GROUP BY a, b; GROUP BY (); GROUP BY ALL
Status Descent::group_by(std::optional<GroupBy>& group) {
  const std::uint32_t start = position();
  if (!take_word("GROUP")) return ok();
  KITH_DO(expect_word("BY"));
  group.emplace();
  if (at(TokenKind::kLeftParen) && at(TokenKind::kRightParen, 1)) {
    advance(2);
  } else if (at_word("ALL") && !at(TokenKind::kLeftParen, 1) && !at(TokenKind::kDot, 1)) {
    advance();
    group->all = true;
  } else {
    do {
      KITH_DO(expression(group->keys.emplace_back()));
    } while (take(TokenKind::kComma));
  }
  group->span = span_from(start);
  return ok();
}

}  // namespace kith::syntax
