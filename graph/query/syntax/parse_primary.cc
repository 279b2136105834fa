// Operands: literals, names, calls, and everything in brackets (openCypher 9: Atom).
#include "query/syntax/descent.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

Result<Expression> Descent::primary() {
  switch (peek().kind) {
    case TokenKind::kInteger:
    case TokenKind::kFloat: return number(false, position());
    case TokenKind::kString: return literal(Value(string_content(text_of(peek()))));
    case TokenKind::kParameter: {
      Expression node;
      node.kind = ExpressionKind::kParameter;
      node.name = name_content(text_of(peek()));
      const std::uint32_t start = position();
      advance();
      return finish(std::move(node), start);
    }
    case TokenKind::kLeftParen: return at_pattern() ? pattern_predicate() : parenthesised();
    case TokenKind::kLeftBracket: return bracketed();
    case TokenKind::kLeftBrace: return map_literal();
    case TokenKind::kWord:
    case TokenKind::kEscapedWord: return word();
    default: return unexpected("an expression");
  }
}

Result<Expression> Descent::literal(Value value) {
  Expression node;
  node.kind = ExpressionKind::kLiteral;
  node.value = std::move(value);
  const std::uint32_t start = position();
  advance();
  return finish(std::move(node), start);
}

// At the number; its sign, if any, is at `start`.
Result<Expression> Descent::number(bool negative, std::uint32_t start) {
  Result<Value> value = number_value(text_of(peek()), negative);
  advance();
  if (!value) {
    Error error = std::move(value).status().error();
    error.span = span_from(start);
    return error;
  }
  Expression node;
  node.kind = ExpressionKind::kLiteral;
  node.value = *std::move(value);
  return finish(std::move(node), start);
}

// Words that begin a clause or join expressions cannot be variables without back quotes: a slip such as
// `WHERE RETURN n` is told where it is.
bool Descent::at_reserved_word() const noexcept {
  return at_any_word({"AND", "AS", "BY", "CASE", "CREATE", "DELETE", "DETACH", "DISTINCT", "ELSE", "IN", "IS", "MATCH",
                      "MERGE", "NOT", "OR", "REMOVE", "RETURN", "SET", "THEN", "UNION", "UNWIND", "WHEN", "WHERE",
                      "WITH", "XOR"});
}

// The number of tokens of a dotted name that a `(` follows, or 0.
std::size_t Descent::function_name_length() const noexcept {
  std::size_t length = 1;
  while (at(TokenKind::kDot, length) && at_name(length + 1)) length += 2;
  return at(TokenKind::kLeftParen, length) ? length : 0;
}

Result<Expression> Descent::word() {
  if (at_word("TRUE")) return literal(Value(true));
  if (at_word("FALSE")) return literal(Value(false));
  if (at_word("NULL")) return literal(Value::null());
  if (at_word("CASE")) return case_expression();
  if (at(TokenKind::kLeftBrace, 1)) {
    if (at_word("EXISTS")) return subquery(ExpressionKind::kExists);
    if (at_word("COUNT")) return subquery(ExpressionKind::kCount);
    if (at_word("COLLECT")) return subquery(ExpressionKind::kCollect);
  }
  if (at_reserved_word()) return unexpected("an expression");
  if (at(TokenKind::kLeftParen, 1)) {
    if (at_name(2) && at_word("IN", 3)) {
      if (at_word("ALL")) return quantifier(ExpressionKind::kAll);
      if (at_word("ANY")) return quantifier(ExpressionKind::kAny);
      if (at_word("NONE")) return quantifier(ExpressionKind::kNone);
      if (at_word("SINGLE")) return quantifier(ExpressionKind::kSingle);
    }
    if (at_word("REDUCE") && at_name(2) && at(TokenKind::kEqual, 3)) return reduce();
    if (at_any_word({"SHORTESTPATH", "ALLSHORTESTPATHS"})) return pattern_predicate();
  }
  if (const std::size_t length = function_name_length(); length != 0) return function_call(length);
  const std::uint32_t start = position();
  KITH_TRY(Name variable, name("a variable"));
  Expression node;
  node.kind = ExpressionKind::kVariable;
  node.name = std::move(variable.text);
  KITH_TRY(node, finish(std::move(node), start));
  if (at(TokenKind::kLeftBrace)) return map_projection(std::move(node), start);
  return node;
}

// Brackets leave no trace but in the shape of the tree; the span of what they hold includes them.
Result<Expression> Descent::parenthesised() {
  const std::uint32_t start = position();
  advance();
  KITH_TRY(Expression inner, expression());
  KITH_DO(expect(TokenKind::kRightParen));
  inner.span = span_from(start);
  return inner;
}

Result<Expression> Descent::map_literal() {
  const std::uint32_t start = position();
  advance();
  Expression node;
  node.kind = ExpressionKind::kMap;
  if (!at(TokenKind::kRightBrace)) {
    do {
      KITH_TRY(Name key, name("a key"));
      KITH_DO(expect(TokenKind::kColon));
      KITH_TRY(Expression value, expression());
      node.names.push_back(std::move(key.text));
      node.children.push_back(std::move(value));
    } while (take(TokenKind::kComma));
  }
  if (!take(TokenKind::kRightBrace)) return unexpected("`,` or `}`");
  return finish(std::move(node), start);
}

Result<Expression> Descent::map_projection(Expression subject, std::uint32_t start) {
  advance();
  Expression node;
  node.kind = ExpressionKind::kMapProjection;
  node.children.push_back(std::move(subject));
  if (!at(TokenKind::kRightBrace)) {
    do {
      KITH_DO(projection_entry(node));
    } while (take(TokenKind::kComma));
  }
  if (!take(TokenKind::kRightBrace)) return unexpected("`,` or `}`");
  return finish(std::move(node), start);
}

// .key, .*, key: value, or a variable.
Status Descent::projection_entry(Expression& projection) {
  const std::uint32_t start = position();
  Expression value;
  Name key;
  if (take(TokenKind::kDot)) {
    if (take(TokenKind::kStar)) {
      value.kind = ExpressionKind::kAllProperties;
    } else {
      KITH_TRY(key, name("a property name or `*`"));
      value.kind = ExpressionKind::kProperty;
      value.name = key.text;
      value.children.push_back(projection.children[0]);
    }
    KITH_TRY(value, finish(std::move(value), start));
  } else {
    KITH_TRY(key, name("a key, `.key` or `.*`"));
    if (take(TokenKind::kColon)) {
      KITH_TRY(value, expression());
    } else {
      value.kind = ExpressionKind::kVariable;
      value.name = key.text;
      KITH_TRY(value, finish(std::move(value), start));
    }
  }
  projection.names.push_back(std::move(key.text));
  projection.children.push_back(std::move(value));
  return ok();
}

// [ begins a list, a list comprehension or a pattern comprehension.
Result<Expression> Descent::bracketed() {
  const std::uint32_t start = position();
  advance();
  if (take(TokenKind::kRightBracket)) {
    Expression node;
    node.kind = ExpressionKind::kList;
    return finish(std::move(node), start);
  }
  const bool named = at_name() && at(TokenKind::kEqual, 1) && at(TokenKind::kLeftParen, 2) && at_pattern(2);
  if (named || at_pattern()) return pattern_in_brackets(start);
  if (at_name() && at_word("IN", 1)) return list_comprehension(start);
  KITH_TRY(Expression first, expression());
  return list_rest(std::move(first), start);
}

// A list behind its first element.
Result<Expression> Descent::list_rest(Expression first, std::uint32_t start) {
  Expression node;
  node.kind = ExpressionKind::kList;
  node.children.push_back(std::move(first));
  while (take(TokenKind::kComma)) {
    KITH_TRY(Expression element, expression());
    node.children.push_back(std::move(element));
  }
  if (!take(TokenKind::kRightBracket)) return unexpected("`,` or `]`");
  return finish(std::move(node), start);
}

// [x IN list WHERE predicate | value]. What looks like one may be a list of predicates: [x IN a, y IN b].
Result<Expression> Descent::list_comprehension(std::uint32_t start) {
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const std::uint32_t variable_start = position();
  Expression node;
  node.kind = ExpressionKind::kListComprehension;
  KITH_TRY(Name variable, name("a variable"));
  const Place variable_span = variable.span;
  node.name = std::move(variable.text);
  advance();
  const bool before = std::exchange(pipe_ends_, true);
  Result<Expression> list = binary(Level::kSum);
  pipe_ends_ = before;
  if (!list) return list;
  if (!at_word("WHERE") && !at(TokenKind::kPipe) && !at(TokenKind::kRightBracket)) {
    Expression subject;
    subject.kind = ExpressionKind::kVariable;
    subject.name = std::move(node.name);
    subject.span = variable_span;
    Expression in;
    in.kind = ExpressionKind::kIn;
    in.children.push_back(std::move(subject));
    in.children.push_back(*std::move(list));
    KITH_TRY(in, finish(std::move(in), variable_start));
    KITH_TRY(Expression first, operators(std::move(in), variable_start, Level::kOr));
    return list_rest(std::move(first), start);
  }
  node.children.push_back(*std::move(list));
  KITH_TRY(Expression predicate, optional_where(true));
  node.children.push_back(std::move(predicate));
  Expression value;
  if (take(TokenKind::kPipe)) {
    KITH_TRY(value, expression());
  }
  node.children.push_back(std::move(value));
  if (!take(TokenKind::kRightBracket)) return unexpected("`]`");
  return finish(std::move(node), start);
}

// [p = (a)-->(b) WHERE predicate | value], or a list whose first element begins with a pattern predicate.
Result<Expression> Descent::pattern_in_brackets(std::uint32_t start) {
  const std::uint32_t pattern_start = position();
  const Heights heights(*this);
  KITH_TRY(PathPattern path, path_pattern());
  if (!at_word("WHERE") && !at(TokenKind::kPipe) && path.variable.empty()) {
    Expression first;
    first.kind = ExpressionKind::kPattern;
    first.pattern = std::move(path);
    KITH_TRY(first, finish(std::move(first), pattern_start, heights.highest()));
    KITH_TRY(first, operators(std::move(first), pattern_start, Level::kOr));
    return list_rest(std::move(first), start);
  }
  Expression node;
  node.kind = ExpressionKind::kPatternComprehension;
  node.name = path.variable.text;
  node.pattern = std::move(path);
  const std::uint16_t inner = heights.highest();
  KITH_TRY(Expression predicate, optional_where(true));
  node.children.push_back(std::move(predicate));
  KITH_DO(expect(TokenKind::kPipe));
  KITH_TRY(Expression value, expression());
  node.children.push_back(std::move(value));
  KITH_DO(expect(TokenKind::kRightBracket));
  return finish(std::move(node), start, inner);
}

Result<Expression> Descent::case_expression() {
  const std::uint32_t start = position();
  advance();
  Expression node;
  node.kind = ExpressionKind::kCase;
  Expression operand;
  if (!at_word("WHEN")) {
    KITH_TRY(operand, expression());
  }
  node.children.push_back(std::move(operand));
  if (!at_word("WHEN")) return unexpected("WHEN");
  while (take_word("WHEN")) {
    KITH_TRY(Expression when, expression());
    KITH_DO(expect_word("THEN"));
    KITH_TRY(Expression then, expression());
    node.children.push_back(std::move(when));
    node.children.push_back(std::move(then));
  }
  Expression otherwise;
  if (take_word("ELSE")) {
    KITH_TRY(otherwise, expression());
  }
  node.children.push_back(std::move(otherwise));
  if (!take_word("END")) return unexpected("WHEN, ELSE or END");
  return finish(std::move(node), start);
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

Result<Expression> Descent::pattern_predicate() {
  const std::uint32_t start = position();
  const Heights heights(*this);
  KITH_TRY(PathPattern path, path_pattern());
  Expression node;
  node.kind = path.shortest == ShortestForm::kNone ? ExpressionKind::kPattern : ExpressionKind::kShortestPath;
  node.pattern = std::move(path);
  return finish(std::move(node), start, heights.highest());
}

// EXISTS { query } or EXISTS { pattern WHERE predicate }, the same for COUNT; COLLECT { query }.
Result<Expression> Descent::subquery(ExpressionKind kind) {
  const std::uint32_t start = position();
  const Heights heights(*this);
  advance(2);
  Expression node;
  node.kind = kind;
  if (at_clause() || kind == ExpressionKind::kCollect) {
    KITH_TRY(node.query, query());
  } else {
    const std::uint32_t match_start = position();
    MatchClause match;
    KITH_TRY(match.patterns, path_patterns());
    KITH_TRY(match.where, optional_where());
    match.span = span_from(match_start);
    Query body;
    body.span = match.span;
    SingleQuery part;
    part.span = match.span;
    part.clauses.emplace_back(std::move(match));
    body.parts.push_back(std::move(part));
    node.query = std::move(body);
  }
  KITH_DO(expect(TokenKind::kRightBrace));
  return finish(std::move(node), start, heights.highest());
}

}  // namespace kith::syntax
