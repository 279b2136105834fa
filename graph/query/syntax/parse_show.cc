// SHOW (Cypher Manual: Indexes, Constraints, and Clauses > Listing functions, Listing procedures).
#include "query/syntax/descent.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

namespace {

bool is_word_of_indexes(std::string_view filter) {
  for (const std::string_view word : {"", "ALL", "RANGE", "TEXT", "POINT", "LOOKUP", "FULLTEXT", "VECTOR"})
    if (filter == word) return true;
  return false;
}

// [NODE | RELATIONSHIP | REL] [PROPERTY] [UNIQUE | UNIQUENESS | KEY | EXISTENCE | EXIST | TYPE]
bool is_word_of_constraints(std::string_view filter) {
  if (filter.empty() || filter == "ALL") return true;
  const auto take = [&](std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
      if (!filter.starts_with(word) || (filter.size() > word.size() && filter[word.size()] != ' ')) continue;
      filter.remove_prefix(std::min(filter.size(), word.size() + 1));
      return true;
    }
    return false;
  };
  take({"NODE", "RELATIONSHIP", "REL"});
  const bool of_property = take({"PROPERTY"});
  const bool has_kind = take({"UNIQUE", "UNIQUENESS", "EXISTENCE", "EXIST", "TYPE"}) || (!of_property && take({"KEY"}));
  return has_kind && filter.empty();
}

}  // namespace

// SHOW INDEXES, SHOW RANGE INDEXES YIELD name ORDER BY name WHERE …, SHOW BUILT IN FUNCTIONS
Status Descent::show_clause(ShowClause& show) {
  const std::uint32_t start = position();
  advance();
  const std::uint32_t filter_start = position();
  while (at_any_word({"ALL", "RANGE", "TEXT", "POINT", "LOOKUP", "FULLTEXT", "VECTOR", "NODE", "RELATIONSHIP", "REL",
                      "UNIQUE", "UNIQUENESS", "KEY", "PROPERTY", "TYPE", "EXISTENCE", "EXIST", "BUILT", "IN", "USER",
                      "DEFINED"})) {
    if (!show.filter.empty()) show.filter += ' ';
    show.filter += upper_ascii(text_of(peek()));
    advance();
  }
  const Place filter_span = span_from(filter_start);
  bool fits = false;
  if (take_any_word({"INDEX", "INDEXES"})) {
    show.what = ShowKind::kIndexes;
    fits = is_word_of_indexes(show.filter);
  } else if (take_any_word({"CONSTRAINT", "CONSTRAINTS"})) {
    show.what = ShowKind::kConstraints;
    fits = is_word_of_constraints(show.filter);
  } else if (take_any_word({"FUNCTION", "FUNCTIONS"})) {
    show.what = ShowKind::kFunctions;
    fits = show.filter.empty() || show.filter == "ALL" || show.filter == "BUILT IN" || show.filter == "USER DEFINED";
  } else if (take_any_word({"PROCEDURE", "PROCEDURES"})) {
    show.what = ShowKind::kProcedures;
    fits = show.filter.empty();
  } else {
    return unexpected("INDEXES, CONSTRAINTS, FUNCTIONS or PROCEDURES");
  }
  if (!fits) return error("UnexpectedSyntax", "SHOW knows no " + show.filter + " of these", filter_span);
  KITH_DO(show_yield(show));
  show.span = span_from(start);
  return ok();
}

// YIELD … ORDER BY … SKIP … LIMIT … WHERE …, or WHERE alone
Status Descent::show_yield(ShowClause& show) {
  const std::uint32_t start = position();
  const bool yields = at_word("YIELD");
  if (!yields && !at_word("WHERE")) return ok();
  show.yield.emplace();
  if (yields) {
    advance();
    KITH_DO(yield_items(*show.yield));
    KITH_DO(order_and_page(show.rows.order_by, show.rows.skip, show.rows.limit));
  }
  KITH_DO(optional_where(show.yield->where));
  show.yield->span = span_from(start);
  return ok();
}

}  // namespace kith::syntax
