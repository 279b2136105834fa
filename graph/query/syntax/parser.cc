#include "query/syntax/parser.h"

#include "query/syntax/checks.h"
#include "query/syntax/descent.h"
#include "query/syntax/lexer.h"

namespace kith::syntax {

Error Descent::nesting_error() const {
  return Error{.code = ErrorCode::kLimit,
               .message = "the statement is nested more than " + std::to_string(kNestingMax) + " deep",
               .detail = "NestingLimit",
               .phase = Phase::kCompileTime,
               .span = span_here()};
}

Result<Expression> Descent::finish(Expression expression, std::uint32_t start, std::uint16_t inner) {
  std::uint16_t height = inner;
  for (const Expression& child : expression.children) height = std::max(height, child.height);
  if (height >= kNestingMax) return nesting_error();
  expression.height = static_cast<std::uint16_t>(height + 1);
  expression.span = span_from(start);
  highest_ = std::max(highest_, expression.height);
  return expression;
}

Status Descent::raise(const Heights& heights) {
  if (heights.highest() >= kNestingMax) return nesting_error();
  highest_ = static_cast<std::uint16_t>(highest_ + 1);
  return ok();
}

Result<Statement> Descent::statement() {
  Statement statement;
  if (take_word("EXPLAIN")) {
    statement.mode = StatementMode::kExplain;
  } else if (take_word("PROFILE")) {
    statement.mode = StatementMode::kProfile;
  }
  const std::uint32_t start = position();
  if (!at_schema_command()) {
    KITH_TRY(statement.body, query());
  } else if (at_word("DROP")) {
    KITH_TRY(statement.body, drop_schema());
  } else if (at_word("CONSTRAINT", 1)) {
    KITH_TRY(statement.body, create_constraint());
  } else {
    KITH_TRY(statement.body, create_index());
  }
  statement.span = span_from(start);
  take(TokenKind::kSemicolon);
  if (!at(TokenKind::kEnd)) return unexpected("the end of the statement");
  return statement;
}

Result<Expression> Descent::lone_expression() {
  KITH_TRY(Expression result, expression());
  if (!at(TokenKind::kEnd)) return unexpected("the end of the expression");
  return result;
}

namespace {

Status check_length(std::string_view text) {
  if (text.size() <= kStatementMaxBytes) return ok();
  return Error{.code = ErrorCode::kLimit,
               .message = "the statement is longer than " + std::to_string(kStatementMaxBytes) + " bytes",
               .detail = "StatementLimit",
               .phase = Phase::kCompileTime};
}

}  // namespace

Result<Statement> parse(std::string_view text) {
  KITH_DO(check_length(text));
  const TokenList tokens = tokenize(text);
  KITH_TRY(Statement statement, Descent(text, tokens).statement());
  KITH_DO(check_statement(statement));
  return statement;
}

Result<Expression> parse_expression(std::string_view text) {
  KITH_DO(check_length(text));
  const TokenList tokens = tokenize(text);
  KITH_TRY(Expression expression, Descent(text, tokens).lone_expression());
  KITH_DO(check_expression(expression));
  return expression;
}

}  // namespace kith::syntax
