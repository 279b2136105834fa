// Operands: literals, names, and everything in brackets (openCypher 9: Atom).
#include "query/syntax/descent.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

Status Descent::primary(Expression& node) {
  switch (peek().kind) {
    case TokenKind::kInteger:
    case TokenKind::kFloat: return number(node, false, position());
    case TokenKind::kString: return literal(node, Value(string_content(text_of(peek()))));
    case TokenKind::kParameter: return parameter(node);
    case TokenKind::kLeftParen: return at_pattern() ? pattern_predicate(node) : parenthesised(node);
    case TokenKind::kLeftBracket: return bracketed(node);
    case TokenKind::kLeftBrace: return map_literal(node);
    case TokenKind::kWord:
    case TokenKind::kEscapedWord: return word(node);
    default: return unexpected("an expression");
  }
}

Status Descent::literal(Expression& node, Value value) {
  node.kind = ExpressionKind::kLiteral;
  node.value = std::move(value);
  const std::uint32_t start = position();
  advance();
  return finish(node, start);
}

Status Descent::parameter(Expression& node) {
  node.kind = ExpressionKind::kParameter;
  node.name = name_content(text_of(peek()));
  const std::uint32_t start = position();
  advance();
  return finish(node, start);
}

// At the number; its sign, if any, is at `start`.
Status Descent::number(Expression& node, bool negative, std::uint32_t start) {
  Result<Value> value = number_value(text_of(peek()), negative);
  advance();
  if (!value) {
    Error error = value.error();
    error.span = span_from(start);
    return error;
  }
  node.kind = ExpressionKind::kLiteral;
  node.value = *std::move(value);
  return finish(node, start);
}

// Words that begin a clause or join expressions cannot be variables without back quotes: a slip such as
// `WHERE RETURN n` is told where it is.
bool Descent::at_reserved_word() const noexcept {
  return at_any_word({"AND",  "AS",    "BY",     "CASE",  "CREATE", "DELETE", "DETACH", "DISTINCT", "ELSE",
                      "IN",   "IS",    "MATCH",  "MERGE", "NOT",    "OR",     "REMOVE", "RETURN",   "SET",
                      "THEN", "UNION", "UNWIND", "WHEN",  "WHERE",  "WITH",   "XOR"});
}

// The number of tokens of a dotted name that a `(` follows, or 0.
std::size_t Descent::function_name_length() const noexcept {
  std::size_t length = 1;
  while (at(TokenKind::kDot, length) && at_name(length + 1)) length += 2;
  return at(TokenKind::kLeftParen, length) ? length : 0;
}

Status Descent::word(Expression& node) {
  if (at_word("TRUE")) return literal(node, Value(true));
  if (at_word("FALSE")) return literal(node, Value(false));
  if (at_word("NULL")) return literal(node, Value::null());
  if (at_word("CASE")) return case_expression(node);
  if (at(TokenKind::kLeftBrace, 1)) {
    if (at_word("EXISTS")) return subquery(node, ExpressionKind::kExists);
    if (at_word("COUNT")) return subquery(node, ExpressionKind::kCount);
    if (at_word("COLLECT")) return subquery(node, ExpressionKind::kCollect);
  }
  if (at_reserved_word()) return unexpected("an expression");
  if (at(TokenKind::kLeftParen, 1)) {
    if (at_name(2) && at_word("IN", 3)) {
      if (at_word("ALL")) return quantifier(node, ExpressionKind::kAll);
      if (at_word("ANY")) return quantifier(node, ExpressionKind::kAny);
      if (at_word("NONE")) return quantifier(node, ExpressionKind::kNone);
      if (at_word("SINGLE")) return quantifier(node, ExpressionKind::kSingle);
    }
    if (at_word("REDUCE") && at_name(2) && at(TokenKind::kEqual, 3)) return reduce(node);
    if (at_any_word({"SHORTESTPATH", "ALLSHORTESTPATHS"})) return pattern_predicate(node);
  }
  if (const std::size_t length = function_name_length(); length != 0) return function_call(node, length);
  const std::uint32_t start = position();
  KITH_DO(variable(node));
  return at(TokenKind::kLeftBrace) ? map_projection(node, start) : ok();
}

Status Descent::variable(Expression& node) {
  const std::uint32_t start = position();
  KITH_TRY(Name variable, name("a variable"));
  node.kind = ExpressionKind::kVariable;
  node.name = std::move(variable.text);
  return finish(node, start);
}

// Brackets leave no trace but in the shape of the tree; the span of what they hold includes them.
Status Descent::parenthesised(Expression& node) {
  const std::uint32_t start = position();
  advance();
  KITH_DO(expression(node));
  KITH_DO(expect(TokenKind::kRightParen));
  node.span = span_from(start);
  return ok();
}

Status Descent::map_literal(Expression& node) {
  const std::uint32_t start = position();
  advance();
  node.kind = ExpressionKind::kMap;
  if (!at(TokenKind::kRightBrace)) {
    do {
      KITH_TRY(Name key, name("a key"));
      node.names.push_back(std::move(key.text));
      KITH_DO(expect(TokenKind::kColon));
      KITH_DO(expression(node.children.emplace_back()));
    } while (take(TokenKind::kComma));
  }
  if (!take(TokenKind::kRightBrace)) return unexpected("`,` or `}`");
  return finish(node, start);
}

Status Descent::map_projection(Expression& node, std::uint32_t start) {
  advance();
  wrap(node, ExpressionKind::kMapProjection);
  if (!at(TokenKind::kRightBrace)) {
    do {
      KITH_DO(projection_entry(node));
    } while (take(TokenKind::kComma));
  }
  if (!take(TokenKind::kRightBrace)) return unexpected("`,` or `}`");
  return finish(node, start);
}

// .key, .*, key: value, or a variable.
Status Descent::projection_entry(Expression& projection) {
  const std::uint32_t start = position();
  std::string& key = projection.names.emplace_back();
  Expression& value = projection.children.emplace_back();
  if (take(TokenKind::kDot)) {
    if (take(TokenKind::kStar)) {
      value.kind = ExpressionKind::kAllProperties;
      return finish(value, start);
    }
    KITH_TRY(Name property, name("a property name or `*`"));
    key = std::move(property.text);
    value.kind = ExpressionKind::kProperty;
    value.name = key;
    value.children.push_back(projection.children[0]);
    return finish(value, start);
  }
  if (at_name() && !at(TokenKind::kColon, 1)) {
    KITH_DO(variable(value));
    key = value.name;
    return ok();
  }
  KITH_TRY(Name written, name("a key, `.key` or `.*`"));
  key = std::move(written.text);
  advance();
  return expression(value);
}

// [ begins a list, a list comprehension or a pattern comprehension.
Status Descent::bracketed(Expression& node) {
  const std::uint32_t start = position();
  advance();
  if (take(TokenKind::kRightBracket)) {
    node.kind = ExpressionKind::kList;
    return finish(node, start);
  }
  const bool named = at_name() && at(TokenKind::kEqual, 1) && at(TokenKind::kLeftParen, 2) && at_pattern(2);
  if (named || at_pattern()) return pattern_in_brackets(node, start);
  if (at_name() && at_word("IN", 1)) return list_comprehension(node, start);
  node.kind = ExpressionKind::kList;
  KITH_DO(expression(node.children.emplace_back()));
  return list_rest(node, start);
}

// A list behind its first element.
Status Descent::list_rest(Expression& list, std::uint32_t start) {
  while (take(TokenKind::kComma)) KITH_DO(expression(list.children.emplace_back()));
  if (!take(TokenKind::kRightBracket)) return unexpected("`,` or `]`");
  return finish(list, start);
}

// [x IN list WHERE predicate | value]. What looks like one may be a list of predicates: [x IN a, y IN b].
Status Descent::list_comprehension(Expression& node, std::uint32_t start) {
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const std::uint32_t variable_start = position();
  Expression& first = node.children.emplace_back();
  KITH_DO(variable(first));
  advance();
  wrap(first, ExpressionKind::kIn);
  const bool before = std::exchange(pipe_ends_, true);
  Status status = binary(first.children.emplace_back(), Level::kSum);
  pipe_ends_ = before;
  KITH_DO(std::move(status));
  if (!at_word("WHERE") && !at(TokenKind::kPipe) && !at(TokenKind::kRightBracket)) {
    node.kind = ExpressionKind::kList;
    KITH_DO(finish(first, variable_start));
    KITH_DO(operators(first, variable_start, Level::kOr));
    return list_rest(node, start);
  }
  node.kind = ExpressionKind::kListComprehension;
  node.name = first.children[0].name;
  std::vector<Expression> in = std::move(first.children);
  node.children[0] = std::move(in[1]);
  KITH_DO(optional_where(node.children.emplace_back(), true));
  Expression& value = node.children.emplace_back();
  if (take(TokenKind::kPipe)) KITH_DO(expression(value));
  if (!take(TokenKind::kRightBracket)) return unexpected("`]`");
  return finish(node, start);
}

// [p = (a)-->(b) WHERE predicate | value], or a list whose first element begins with a pattern predicate.
Status Descent::pattern_in_brackets(Expression& node, std::uint32_t start) {
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const std::uint32_t pattern_start = position();
  const Heights heights(*this);
  node.pattern = PathPattern();
  KITH_DO(path_pattern(*node.pattern));
  if (!at_word("WHERE") && !at(TokenKind::kPipe) && node.pattern->variable.empty()) {
    node.kind = ExpressionKind::kPattern;
    KITH_DO(finish(node, pattern_start, heights.highest()));
    KITH_DO(operators(node, pattern_start, Level::kOr));
    wrap(node, ExpressionKind::kList);
    return list_rest(node, start);
  }
  const std::uint16_t inner = heights.highest();
  node.kind = ExpressionKind::kPatternComprehension;
  node.name = node.pattern->variable.text;
  KITH_DO(optional_where(node.children.emplace_back(), true));
  KITH_DO(expect(TokenKind::kPipe));
  KITH_DO(expression(node.children.emplace_back()));
  KITH_DO(expect(TokenKind::kRightBracket));
  return finish(node, start, inner);
}

Status Descent::case_expression(Expression& node) {
  const std::uint32_t start = position();
  advance();
  node.kind = ExpressionKind::kCase;
  Expression& operand = node.children.emplace_back();
  if (!at_word("WHEN")) KITH_DO(expression(operand));
  if (!at_word("WHEN")) return unexpected("WHEN");
  while (take_word("WHEN")) {
    KITH_DO(expression(node.children.emplace_back()));
    KITH_DO(expect_word("THEN"));
    KITH_DO(expression(node.children.emplace_back()));
  }
  Expression& otherwise = node.children.emplace_back();
  if (take_word("ELSE")) KITH_DO(expression(otherwise));
  if (!take_word("END")) return unexpected("WHEN, ELSE or END");
  return finish(node, start);
}

// Whether the `(` is the first of a pattern with at least one edge, rather than of an expression: what the bracket
// holds looks like a node, and an edge and another bracket follow it. `(a)-(b)` and `(a) < -b` are arithmetic.
bool Descent::at_pattern(std::size_t ahead) const noexcept {
  if (!at(TokenKind::kLeftParen, ahead)) return false;
  const auto begins_node = [&](std::size_t i) {
    return at(TokenKind::kRightParen, i) || at(TokenKind::kColon, i) || at(TokenKind::kLeftBrace, i) ||
           at(TokenKind::kParameter, i) || at_any_word({"WHERE", "IS"}, i);
  };
  if (!begins_node(ahead + 1) && !(at_name(ahead + 1) && begins_node(ahead + 2))) return false;
  const std::uint32_t close = peek(ahead).link;
  if (close == 0) return false;
  std::size_t next = close - at_ + 1;
  const auto dash = [&](std::size_t i) { return at(TokenKind::kMinus, i) || at(TokenKind::kUnicodeDash, i); };
  if (at(TokenKind::kLess, next) || at(TokenKind::kUnicodeLeft, next)) ++next;
  if (!dash(next)) return false;
  ++next;
  if (at(TokenKind::kLeftBracket, next)) return true;
  if (!dash(next)) return false;
  ++next;
  if (at(TokenKind::kGreater, next) || at(TokenKind::kUnicodeRight, next)) ++next;
  return at(TokenKind::kLeftParen, next);
}

Status Descent::pattern_predicate(Expression& node) {
  const std::uint32_t start = position();
  const Heights heights(*this);
  node.pattern = PathPattern();
  KITH_DO(path_pattern(*node.pattern));
  const bool plain = node.pattern->shortest == ShortestForm::kNone;
  node.kind = plain ? ExpressionKind::kPattern : ExpressionKind::kShortestPath;
  return finish(node, start, heights.highest());
}

// EXISTS { query } or EXISTS { pattern WHERE predicate }, the same for COUNT; COLLECT { query }.
Status Descent::subquery(Expression& node, ExpressionKind kind) {
  const std::uint32_t start = position();
  const Heights heights(*this);
  advance(2);
  node.kind = kind;
  node.query = Query();
  KITH_DO(subquery_body(*node.query, kind == ExpressionKind::kCollect || at_query()));
  KITH_DO(expect(TokenKind::kRightBrace));
  return finish(node, start, heights.highest());
}

// A whole query, or a pattern that is written out as a MATCH.
Status Descent::subquery_body(Query& body, bool whole) {
  if (whole) return query(body);
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const std::uint32_t start = position();
  SingleQuery& part = body.parts.emplace_back();
  auto& match = std::get<MatchClause>(part.clauses.emplace_back(std::in_place_type<MatchClause>));
  KITH_DO(path_patterns(match.patterns));
  KITH_DO(optional_where(match.where));
  match.span = part.span = body.span = span_from(start);
  return ok();
}

}  // namespace kith::syntax
