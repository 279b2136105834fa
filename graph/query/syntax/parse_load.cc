// LOAD CSV (Cypher Manual: Clauses > LOAD CSV).
#include "base/utf8.h"
#include "query/syntax/descent.h"

namespace kith::syntax {

// LOAD CSV [WITH HEADERS] FROM place AS row [FIELDTERMINATOR ';']
Status Descent::load_csv(LoadCsvClause& load) {
  const std::uint32_t start = position();
  advance();
  KITH_DO(expect_word("CSV"));
  if (take_word("WITH")) {
    KITH_DO(expect_word("HEADERS"));
    load.with_headers = true;
  }
  KITH_DO(expect_word("FROM"));
  KITH_DO(expression(load.place));
  KITH_DO(expect_word("AS"));
  KITH_TRY(load.variable, name("a variable"));
  if (take_word("FIELDTERMINATOR")) {
    Expression separator;
    KITH_DO(expression(separator));
    const bool is_text = separator.kind == ExpressionKind::kLiteral && separator.value.kind() == Kind::kString;
    if (is_text) load.separator = std::string(separator.value.as_string());
    if (!is_text || utf8::count(load.separator) != 1 || load.separator.find_first_of("\"\r\n") != std::string::npos)
      return error("UnexpectedSyntax", "FIELDTERMINATOR is a string of one character, no quote and no line break",
                   separator.span);
  }
  load.span = span_from(start);
  return ok();
}

}  // namespace kith::syntax
