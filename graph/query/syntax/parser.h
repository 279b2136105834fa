// Text to syntax tree: the first stage of a query.
//
//     KITH_TRY(syntax::Statement statement, syntax::parse("MATCH (n) RETURN count(n)"));
//
// Recursive descent over openCypher 9 with the modern forms of ast.h; operators by precedence climbing.
// Knows no catalog, no function and no parameter value.
#pragma once

#include <cstddef>
#include <string_view>

#include "kith/status.h"
#include "query/syntax/ast.h"

namespace kith::syntax {

/// The longest statement in bytes.
inline constexpr std::size_t kStatementMaxBytes = std::size_t{16} << 20;

/// One statement; a `;` at its end is allowed. The tree keeps no reference to `text`.
///
/// Errors, all at Phase::kCompileTime with the span of the offending text and, for a misspelt keyword, a hint:
/// kSyntax with a detail of openCypher's list (UnexpectedSyntax, InvalidNumberLiteral, …); kLimit with
/// NestingLimit (deeper than kNestingMax) or StatementLimit (longer than kStatementMaxBytes). Any thread.
Result<Statement> parse(std::string_view text);

/// One expression and nothing else, as in `--param name=EXPRESSION`. Errors as above.
Result<Expression> parse_expression(std::string_view text);

}  // namespace kith::syntax
