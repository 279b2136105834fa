// Operators, from OR down to what stands behind an operand (openCypher 9: OrExpression … PropertyOrLabelsExpression).
#include "query/syntax/descent.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

Result<Expression> Descent::expression(bool pipe_ends) {
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const bool before = std::exchange(pipe_ends_, pipe_ends);
  Result<Expression> result = binary(Level::kOr);
  pipe_ends_ = before;
  return result;
}

Result<Expression> Descent::binary(Level level) {
  const std::uint32_t start = position();
  KITH_TRY(Expression left, unary());
  return operators(std::move(left), start, level);
}

// Takes operators that bind at least as tightly as `level`, with `left` as their first operand.
Result<Expression> Descent::operators(Expression left, std::uint32_t start, Level level) {
  for (;;) {
    const Infix infix = infix_here();
    if (infix.kind == ExpressionKind::kMissing || infix.level < level) return left;
    Result<Expression> joined = infix.level <= Level::kAnd ? operator_list(std::move(left), start, infix)
                                : infix.kind == ExpressionKind::kComparison ? comparison(std::move(left), start)
                                : infix.kind == ExpressionKind::kIsNull     ? is_predicate(std::move(left), start)
                                                                            : [&]() -> Result<Expression> {
      skip_infix(infix);
      Expression node;
      node.kind = infix.kind;
      node.children.push_back(std::move(left));
      KITH_TRY(Expression right, binary(static_cast<Level>(static_cast<int>(infix.level) + 1)));
      node.children.push_back(std::move(right));
      return finish(std::move(node), start);
    }();
    if (!joined) return joined;
    left = *std::move(joined);
  }
}

// a OR b OR c is one node, so that a long list of alternatives is not a deep tree.
Result<Expression> Descent::operator_list(Expression left, std::uint32_t start, Infix infix) {
  Expression node;
  node.kind = infix.kind;
  node.children.push_back(std::move(left));
  while (infix_here().kind == infix.kind) {
    skip_infix(infix);
    KITH_TRY(Expression operand, binary(static_cast<Level>(static_cast<int>(infix.level) + 1)));
    node.children.push_back(std::move(operand));
  }
  return finish(std::move(node), start);
}

Result<Expression> Descent::comparison(Expression left, std::uint32_t start) {
  Expression node;
  node.kind = ExpressionKind::kComparison;
  node.children.push_back(std::move(left));
  while (const auto op = comparison_here()) {
    advance();
    node.operators.push_back(*op);
    KITH_TRY(Expression operand, binary(Level::kPredicate));
    node.children.push_back(std::move(operand));
  }
  return finish(std::move(node), start);
}

std::optional<ComparisonOperator> Descent::comparison_here() const noexcept {
  switch (peek().kind) {
    case TokenKind::kEqual: return ComparisonOperator::kEqual;
    case TokenKind::kNotEqual: return ComparisonOperator::kNotEqual;
    case TokenKind::kLess: return ComparisonOperator::kLess;
    case TokenKind::kLessEqual: return ComparisonOperator::kLessEqual;
    case TokenKind::kGreater: return ComparisonOperator::kGreater;
    case TokenKind::kGreaterEqual: return ComparisonOperator::kGreaterEqual;
    default: return std::nullopt;
  }
}

// IS [NOT] NULL, :: type, TYPED type, LABELED labels, NORMALIZED; or :: type alone.
Result<Expression> Descent::is_predicate(Expression left, std::uint32_t start) {
  const bool is = take_word("IS");
  const bool negated = is && take_word("NOT");
  Expression node;
  if (is && take_word("NULL")) {
    node.kind = negated ? ExpressionKind::kIsNotNull : ExpressionKind::kIsNull;
    node.children.push_back(std::move(left));
    return finish(std::move(node), start);
  }
  if (take(TokenKind::kDoubleColon) || take_word("TYPED")) {
    node.kind = negated ? ExpressionKind::kIsNotType : ExpressionKind::kIsType;
    node.children.push_back(std::move(left));
    KITH_TRY(node.type, type_name());
    return finish(std::move(node), start);
  }
  if (take_word("LABELED")) {
    KITH_TRY(node, label_predicate(std::move(left), start));
  } else if (at_word("NORMALIZED") || at_word("NORMALIZED", 1)) {
    KITH_TRY(node, normalized_predicate(std::move(left), start));
  } else {
    return unexpected(negated ? "NULL or `::`" : "NULL, NOT NULL or `::`");
  }
  if (!negated) return node;
  Expression negation;
  negation.kind = ExpressionKind::kNot;
  negation.children.push_back(std::move(node));
  return finish(std::move(negation), start);
}

// Behind the colon, or IS LABELED.
Result<Expression> Descent::label_predicate(Expression subject, std::uint32_t start) {
  Expression node;
  node.kind = ExpressionKind::kHasLabels;
  node.children.push_back(std::move(subject));
  KITH_TRY(LabelExpression labels, label_expression(pipe_ends_));
  const std::uint16_t inner = labels.height;
  node.labels = std::move(labels);
  return finish(std::move(node), start, inner);
}

Descent::Infix Descent::word_infix_here() const noexcept {
  const std::string_view text = text_of(peek());
  switch (text.size()) {
    case 2:
      if (is_keyword(text, "OR")) return {Level::kOr, ExpressionKind::kOr};
      if (is_keyword(text, "IN")) return {Level::kPredicate, ExpressionKind::kIn};
      if (is_keyword(text, "IS")) return {Level::kPredicate, ExpressionKind::kIsNull};
      return {};
    case 3:
      if (is_keyword(text, "AND")) return {Level::kAnd, ExpressionKind::kAnd};
      if (is_keyword(text, "XOR")) return {Level::kXor, ExpressionKind::kXor};
      return {};
    case 4:
      if (is_keyword(text, "ENDS") && at_word("WITH", 1)) return {Level::kPredicate, ExpressionKind::kEndsWith};
      return {};
    case 6:
      if (is_keyword(text, "STARTS") && at_word("WITH", 1)) return {Level::kPredicate, ExpressionKind::kStartsWith};
      return {};
    case 8:
      if (is_keyword(text, "CONTAINS")) return {Level::kPredicate, ExpressionKind::kContains};
      return {};
    default: return {};
  }
}

Descent::Infix Descent::infix_here() const noexcept {
  switch (peek().kind) {
    case TokenKind::kWord: return word_infix_here();
    case TokenKind::kEqual:
    case TokenKind::kNotEqual:
    case TokenKind::kLess:
    case TokenKind::kLessEqual:
    case TokenKind::kGreater:
    case TokenKind::kGreaterEqual: return {Level::kComparison, ExpressionKind::kComparison};
    case TokenKind::kMatches: return {Level::kPredicate, ExpressionKind::kMatchesRegex};
    case TokenKind::kDoubleColon: return {Level::kPredicate, ExpressionKind::kIsNull};
    case TokenKind::kPlus: return {Level::kSum, ExpressionKind::kAdd};
    case TokenKind::kMinus: return {Level::kSum, ExpressionKind::kSubtract};
    case TokenKind::kDoublePipe: return {Level::kSum, ExpressionKind::kConcatenate};
    case TokenKind::kStar: return {Level::kProduct, ExpressionKind::kMultiply};
    case TokenKind::kSlash: return {Level::kProduct, ExpressionKind::kDivide};
    case TokenKind::kPercent: return {Level::kProduct, ExpressionKind::kModulo};
    case TokenKind::kCaret: return {Level::kPower, ExpressionKind::kPower};
    default: return {};
  }
}

void Descent::skip_infix(const Infix& infix) noexcept {
  const bool two_words = infix.kind == ExpressionKind::kStartsWith || infix.kind == ExpressionKind::kEndsWith;
  advance(two_words ? 2 : 1);
}

Result<Expression> Descent::unary() {
  const std::uint32_t start = position();
  const bool sign = at(TokenKind::kMinus) || at(TokenKind::kPlus);
  if (!sign && !at_word("NOT")) {
    KITH_TRY(Expression base, primary());
    return postfix(std::move(base), start, true);
  }
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const bool minus = at(TokenKind::kMinus);
  advance();
  if (minus && (at(TokenKind::kInteger) || at(TokenKind::kFloat))) {
    KITH_TRY(Expression base, number(true, start));
    return postfix(std::move(base), start, true);
  }
  Expression node;
  node.kind = !sign ? ExpressionKind::kNot : minus ? ExpressionKind::kNegate : ExpressionKind::kPlus;
  KITH_TRY(Expression operand, sign ? unary() : binary(Level::kComparison));
  node.children.push_back(std::move(operand));
  return finish(std::move(node), start);
}

// .key, [index], [from..to], :Labels behind an operand.
Result<Expression> Descent::postfix(Expression base, std::uint32_t start, bool labels) {
  for (;;) {
    if (at(TokenKind::kLeftBracket)) {
      KITH_TRY(base, subscript(std::move(base), start));
    } else if (take(TokenKind::kDot)) {
      KITH_TRY(Name key, name("a property name"));
      Expression node;
      node.kind = ExpressionKind::kProperty;
      node.name = std::move(key.text);
      node.children.push_back(std::move(base));
      KITH_TRY(base, finish(std::move(node), start));
    } else if (labels && take(TokenKind::kColon)) {
      return label_predicate(std::move(base), start);
    } else {
      return base;
    }
  }
}

Result<Expression> Descent::subscript(Expression base, std::uint32_t start) {
  advance();
  Expression node;
  node.kind = ExpressionKind::kIndex;
  node.children.push_back(std::move(base));
  Expression from;
  if (!at(TokenKind::kDotDot)) {
    KITH_TRY(from, expression());
  }
  node.children.push_back(std::move(from));
  if (take(TokenKind::kDotDot)) {
    node.kind = ExpressionKind::kSlice;
    Expression to;
    if (!at(TokenKind::kRightBracket)) {
      KITH_TRY(to, expression());
    }
    node.children.push_back(std::move(to));
  }
  KITH_DO(expect(TokenKind::kRightBracket));
  return finish(std::move(node), start);
}

Result<Expression> Descent::optional_where(bool pipe_ends) {
  if (!take_word("WHERE")) return Expression{};
  return expression(pipe_ends);
}

}  // namespace kith::syntax
