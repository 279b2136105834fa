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

Status Descent::finish(Expression& node, std::uint32_t start, std::uint16_t inner) {
  std::uint16_t height = inner;
  for (const Expression& child : node.children) height = std::max(height, child.height);
  if (height >= kNestingMax) return nesting_error();
  node.height = static_cast<std::uint16_t>(height + 1);
  node.span = span_from(start);
  highest_ = std::max(highest_, node.height);
  return ok();
}

Status Descent::raise(const Heights& heights) {
  if (heights.highest() >= kNestingMax) return nesting_error();
  highest_ = static_cast<std::uint16_t>(highest_ + 1);
  return ok();
}

Status Descent::statement(Statement& statement) {
  if (take_word("EXPLAIN")) {
    statement.mode = StatementMode::kExplain;
  } else if (take_word("PROFILE")) {
    statement.mode = StatementMode::kProfile;
  }
  const std::uint32_t start = position();
  if (!at_schema_command()) {
    KITH_DO(query(statement.body.emplace<Query>()));
  } else if (at_word("DROP")) {
    KITH_DO(drop_schema(statement.body.emplace<DropSchema>()));
  } else if (at_word("CONSTRAINT", 1)) {
    KITH_DO(create_constraint(statement.body.emplace<CreateConstraint>()));
  } else {
    KITH_DO(create_index(statement.body.emplace<CreateIndex>()));
  }
  statement.span = span_from(start);
  take(TokenKind::kSemicolon);
  return at(TokenKind::kEnd) ? ok() : Status(unexpected("the end of the statement"));
}

Status Descent::lone_expression(Expression& node) {
  KITH_DO(expression(node));
  return at(TokenKind::kEnd) ? ok() : Status(unexpected("the end of the expression"));
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
  Statement statement;
  KITH_DO(Descent(text, tokens).statement(statement));
  KITH_DO(check_statement(statement));
  return statement;
}

Result<Expression> parse_expression(std::string_view text) {
  KITH_DO(check_length(text));
  const TokenList tokens = tokenize(text);
  Expression expression;
  KITH_DO(Descent(text, tokens).lone_expression(expression));
  KITH_DO(check_expression(expression));
  return expression;
}

}  // namespace kith::syntax
