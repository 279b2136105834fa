// Operators, from OR down to what stands behind an operand (openCypher 9: OrExpression … PropertyOrLabelsExpression).
#include "query/syntax/descent.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

// Apart from its callers, so that the node on its way does not lie in their frames while they recurse.
[[gnu::noinline]] void wrap(Expression& node, ExpressionKind kind) {
  Expression inner = std::move(node);
  node = Expression();
  node.kind = kind;
  node.children.push_back(std::move(inner));
}

Status Descent::expression(Expression& node, bool pipe_ends) {
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const bool before = std::exchange(pipe_ends_, pipe_ends);
  Status status = binary(node, Level::kOr);
  pipe_ends_ = before;
  return status;
}

Status Descent::binary(Expression& node, Level level) {
  const std::uint32_t start = position();
  KITH_DO(unary(node));
  return operators(node, start, level);
}

// Takes operators that bind at least as tightly as `level`; what is in `left` is their first operand.
Status Descent::operators(Expression& left, std::uint32_t start, Level level) {
  for (;;) {
    const Infix infix = infix_here();
    if (infix.kind == ExpressionKind::kMissing || infix.level < level) return ok();
    if (infix.level <= Level::kAnd) {
      KITH_DO(operator_list(left, start, infix));
    } else if (infix.kind == ExpressionKind::kComparison) {
      KITH_DO(comparison(left, start));
    } else if (infix.kind == ExpressionKind::kIsNull) {
      KITH_DO(is_predicate(left, start));
    } else {
      skip_infix(infix);
      wrap(left, infix.kind);
      KITH_DO(binary(left.children.emplace_back(), static_cast<Level>(static_cast<int>(infix.level) + 1)));
      KITH_DO(finish(left, start));
    }
  }
}

// a OR b OR c is one node, so that a long list of alternatives is not a deep tree.
Status Descent::operator_list(Expression& node, std::uint32_t start, Infix infix) {
  wrap(node, infix.kind);
  while (infix_here().kind == infix.kind) {
    skip_infix(infix);
    KITH_DO(binary(node.children.emplace_back(), static_cast<Level>(static_cast<int>(infix.level) + 1)));
  }
  return finish(node, start);
}

Status Descent::comparison(Expression& node, std::uint32_t start) {
  wrap(node, ExpressionKind::kComparison);
  while (const auto op = comparison_here()) {
    advance();
    node.operators.push_back(*op);
    KITH_DO(binary(node.children.emplace_back(), Level::kPredicate));
  }
  return finish(node, start);
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

// Whether a label expression may begin here.
bool Descent::at_label() const noexcept {
  return at_name() || at(TokenKind::kExclamation) || at(TokenKind::kPercent) || at(TokenKind::kLeftParen) ||
         at(TokenKind::kDollar) || (at(TokenKind::kParameter) && at(TokenKind::kLeftParen, 1));
}

// IS [NOT] NULL, :: type, TYPED type, LABELED labels, NORMALIZED; IS labels; or :: type alone.
Status Descent::is_predicate(Expression& node, std::uint32_t start) {
  const bool is = take_word("IS");
  const bool negated = is && take_word("NOT");
  if (is && take_word("NULL")) {
    wrap(node, negated ? ExpressionKind::kIsNotNull : ExpressionKind::kIsNull);
    return finish(node, start);
  }
  if (take(TokenKind::kDoubleColon) || take_word("TYPED")) {
    wrap(node, negated ? ExpressionKind::kIsNotType : ExpressionKind::kIsType);
    node.type = TypeName();
    KITH_DO(type_name(*node.type));
    return finish(node, start);
  }
  if (take_word("LABELED")) {
    KITH_DO(label_predicate(node, start));
  } else if (at_word("NORMALIZED") || at_word("NORMALIZED", 1)) {
    KITH_DO(normalized_predicate(node, start));
  } else if (is && !negated && at_label()) {
    KITH_DO(label_predicate(node, start));
  } else {
    return unexpected(negated ? "NULL or `::`" : "NULL, NOT NULL or `::`");
  }
  if (!negated) return ok();
  wrap(node, ExpressionKind::kNot);
  return finish(node, start);
}

// Behind the colon, IS or IS LABELED.
Status Descent::label_predicate(Expression& node, std::uint32_t start) {
  wrap(node, ExpressionKind::kHasLabels);
  node.labels = LabelExpression();
  KITH_DO(label_expression(*node.labels, pipe_ends_));
  return finish(node, start, node.labels->height);
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

Status Descent::unary(Expression& node) {
  const std::uint32_t start = position();
  const bool sign = at(TokenKind::kMinus) || at(TokenKind::kPlus);
  if (!sign && !at_word("NOT")) {
    KITH_DO(primary(node));
    return postfix(node, start, true);
  }
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const bool minus = at(TokenKind::kMinus);
  advance();
  if (minus && (at(TokenKind::kInteger) || at(TokenKind::kFloat))) {
    KITH_DO(number(node, true, start));
    return postfix(node, start, true);
  }
  node.kind = !sign ? ExpressionKind::kNot : minus ? ExpressionKind::kNegate : ExpressionKind::kPlus;
  Expression& operand = node.children.emplace_back();
  KITH_DO(sign ? unary(operand) : binary(operand, Level::kComparison));
  return finish(node, start);
}

// .key, [index], [from..to], :Labels behind an operand.
Status Descent::postfix(Expression& node, std::uint32_t start, bool labels) {
  for (;;) {
    if (at(TokenKind::kLeftBracket)) {
      KITH_DO(subscript(node, start));
    } else if (take(TokenKind::kDot)) {
      KITH_TRY(Name key, name("a property name"));
      wrap(node, ExpressionKind::kProperty);
      node.name = std::move(key.text);
      KITH_DO(finish(node, start));
    } else if (labels && take(TokenKind::kColon)) {
      return label_predicate(node, start);
    } else {
      return ok();
    }
  }
}

Status Descent::subscript(Expression& node, std::uint32_t start) {
  advance();
  wrap(node, ExpressionKind::kIndex);
  Expression& from = node.children.emplace_back();
  if (!at(TokenKind::kDotDot)) KITH_DO(expression(from));
  if (take(TokenKind::kDotDot)) {
    node.kind = ExpressionKind::kSlice;
    Expression& to = node.children.emplace_back();
    if (!at(TokenKind::kRightBracket)) KITH_DO(expression(to));
  }
  KITH_DO(expect(TokenKind::kRightBracket));
  return finish(node, start);
}

Status Descent::optional_where(Expression& node, bool pipe_ends) {
  return take_word("WHERE") ? expression(node, pipe_ends) : ok();
}

}  // namespace kith::syntax
