// Label expressions, from | down to a name: A|B&!C, A:B, %, $(expression).
#include "query/syntax/descent.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

// Behind the colon. `pipe_ends`: as of expression().
Result<LabelExpression> Descent::label_expression(bool pipe_ends) {
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const std::uint32_t start = position();
  KITH_TRY(LabelExpression first, label_conjunction());
  if (!label_pipe_here(pipe_ends)) return first;
  LabelExpression either;
  either.kind = LabelKind::kOr;
  either.children.push_back(std::move(first));
  while (label_pipe_here(pipe_ends)) {
    advance();
    take(TokenKind::kColon);  // openCypher 9 also writes :A|:B
    KITH_TRY(LabelExpression next, label_conjunction());
    either.children.push_back(std::move(next));
  }
  KITH_DO(finish(either, start));
  return either;
}

// In [n IN list WHERE n:A | n.x] the | ends the predicate; in [n IN list WHERE n:A|B | n.x] the first does not.
bool Descent::label_pipe_here(bool pipe_ends) const noexcept {
  if (!at(TokenKind::kPipe)) return false;
  return !pipe_ends || (at_name(1) && at(TokenKind::kPipe, 2));
}

Result<LabelExpression> Descent::label_conjunction() {
  const std::uint32_t start = position();
  KITH_TRY(LabelExpression first, label_factor());
  if (!at(TokenKind::kAmpersand) && !at(TokenKind::kColon)) return first;
  LabelExpression both;
  both.kind = LabelKind::kAnd;
  both.children.push_back(std::move(first));
  while (take(TokenKind::kAmpersand) || take(TokenKind::kColon)) {
    KITH_TRY(LabelExpression next, label_factor());
    both.children.push_back(std::move(next));
  }
  KITH_DO(finish(both, start));
  return both;
}

Result<LabelExpression> Descent::label_factor() {
  const std::uint32_t start = position();
  if (!take(TokenKind::kExclamation)) return label_atom();
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  LabelExpression negation;
  negation.kind = LabelKind::kNot;
  KITH_TRY(LabelExpression operand, label_factor());
  negation.children.push_back(std::move(operand));
  KITH_DO(finish(negation, start));
  return negation;
}

Result<LabelExpression> Descent::label_atom() {
  const std::uint32_t start = position();
  if (take(TokenKind::kLeftParen)) {
    KITH_TRY(LabelExpression inner, label_expression(false));
    KITH_DO(expect(TokenKind::kRightParen));
    inner.span = span_from(start);
    return inner;
  }
  LabelExpression atom;
  const bool any = at(TokenKind::kParameter) && is_keyword(text_of(peek()), "$ANY");
  const bool all = at(TokenKind::kParameter) && is_keyword(text_of(peek()), "$ALL");
  if (take(TokenKind::kPercent)) {
    atom.kind = LabelKind::kWildcard;
  } else if ((at(TokenKind::kDollar) || any || all) && at(TokenKind::kLeftParen, 1)) {
    atom.kind = any ? LabelKind::kDynamicAny : LabelKind::kDynamicAll;
    advance(2);
    KITH_TRY(atom.expression, expression());
    KITH_DO(expect(TokenKind::kRightParen));
  } else {
    KITH_TRY(Name label, name("a label or type"));
    atom.name = std::move(label.text);
  }
  KITH_DO(finish(atom, start));
  return atom;
}

Status Descent::finish(LabelExpression& labels, std::uint32_t start) {
  std::uint16_t height = labels.expression ? labels.expression->height : std::uint16_t{0};
  for (const LabelExpression& child : labels.children) height = std::max(height, child.height);
  if (height >= kNestingMax) return nesting_error();
  labels.height = static_cast<std::uint16_t>(height + 1);
  labels.span = span_from(start);
  highest_ = std::max(highest_, labels.height);
  return ok();
}

}  // namespace kith::syntax
