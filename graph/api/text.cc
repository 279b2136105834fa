// kith/text.h: the public face of what syntax and value know about text.
#include "kith/text.h"

#include <utility>

#include "query/syntax/caret.h"
#include "query/syntax/expression.h"
#include "query/syntax/parser.h"
#include "query/syntax/split.h"
#include "value/temporal.h"

namespace kith {

namespace {

Error not_a_literal(const syntax::Expression& e) {
  return Error{.code = ErrorCode::kSyntax,
               .message = "only literals may stand here",
               .detail = "NonConstantExpression",
               .phase = Phase::kCompileTime,
               .span = SourceSpan(e.span)};
}

// Recursion is bounded: parse() refuses what is nested deeper than kNestingMax.
Result<Value> literal_value(const syntax::Expression& e) {
  using syntax::ExpressionKind;
  if (e.kind == ExpressionKind::kLiteral) return e.value;
  if (e.kind == ExpressionKind::kList) {
    List elements;
    for (const syntax::Expression& child : e.children) {
      KITH_TRY(Value element, literal_value(child));
      elements.push_back(std::move(element));
    }
    return Value(std::move(elements));
  }
  if (e.kind == ExpressionKind::kMap) {
    std::vector<Map::Entry> entries;
    for (std::size_t i = 0; i < e.children.size(); ++i) {
      KITH_TRY(Value value, literal_value(e.children[i]));
      entries.emplace_back(e.names[i], std::move(value));
    }
    return Value(Map(std::move(entries)));
  }
  return not_a_literal(e);
}

}  // namespace

Script split_script(std::string_view text) {
  Script script;
  syntax::Script split = syntax::split_statements(text);
  script.open = split.open;
  script.statements.reserve(split.statements.size());
  for (const syntax::ScriptStatement& statement : split.statements)
    script.statements.push_back({statement.text, statement.offset, statement.complete});
  return script;
}

std::string caret_text(std::string_view statement, const SourceSpan& span) {
  return syntax::caret_text(statement, span);
}

Result<Value> parse_literal(std::string_view text) {
  KITH_TRY(const syntax::Expression expression, syntax::parse_expression(text));
  return literal_value(expression);
}

Result<Value> temporal_from_text(Kind kind, std::string_view text) {
  switch (kind) {
    case Kind::kDate:
    case Kind::kLocalTime:
    case Kind::kTime:
    case Kind::kLocalDateTime:
    case Kind::kDateTime: return parse_temporal(kind, text);
    case Kind::kDuration: {
      KITH_TRY(const Duration duration, parse_duration(text));
      return Value(duration);
    }
    default: break;
  }
  return Error{.code = ErrorCode::kType,
               .message = std::string("values of kind ") + kind_name(kind) + " are no temporal values",
               .detail = "InvalidArgumentType"};
}

}  // namespace kith
