// Label expressions, from | down to a name: A|B&!C, A:B, %, $(expression).
#include "query/syntax/descent.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

namespace {

void wrap(LabelExpression& labels, LabelKind kind) {
  LabelExpression inner = std::move(labels);
  labels = LabelExpression();
  labels.kind = kind;
  labels.children.push_back(std::move(inner));
}

}  // namespace

Error Descent::mixed_colons(const Place& span) {
  return error("UnexpectedSyntax", "`:` between labels cannot be mixed with `&`, `|`, `!` or `%`", span);
}

// Behind the colon. `pipe_ends`: as of expression().
Status Descent::label_expression(LabelExpression& labels, bool pipe_ends) {
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const std::uint32_t start = position();
  KITH_DO(label_conjunction(labels));
  if (!label_pipe_here(pipe_ends)) return ok();
  wrap(labels, LabelKind::kOr);
  while (label_pipe_here(pipe_ends)) {
    advance();
    take(TokenKind::kColon);  // openCypher 9 also writes :A|:B
    KITH_DO(label_conjunction(labels.children.emplace_back()));
  }
  return finish(labels, start);
}

// In [n IN list WHERE n:A | n.x] the | ends the predicate; in [n IN list WHERE n:A|B | n.x] the first does not.
bool Descent::label_pipe_here(bool pipe_ends) const noexcept {
  if (!at(TokenKind::kPipe)) return false;
  return !pipe_ends || (at_name(1) && at(TokenKind::kPipe, 2));
}

Status Descent::label_conjunction(LabelExpression& labels) {
  const std::uint32_t start = position();
  KITH_DO(label_factor(labels));
  if (!at(TokenKind::kAmpersand) && !at(TokenKind::kColon)) return ok();
  wrap(labels, LabelKind::kAnd);
  labels.colons = at(TokenKind::kColon);
  const TokenKind joint = labels.colons ? TokenKind::kColon : TokenKind::kAmpersand;
  while (take(joint)) KITH_DO(label_factor(labels.children.emplace_back()));
  if (at(TokenKind::kAmpersand) || at(TokenKind::kColon)) return mixed_colons(span_here());
  return finish(labels, start);
}

Status Descent::label_factor(LabelExpression& labels) {
  const std::uint32_t start = position();
  if (!take(TokenKind::kExclamation)) return label_atom(labels);
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  labels.kind = LabelKind::kNot;
  KITH_DO(label_factor(labels.children.emplace_back()));
  return finish(labels, start);
}

Status Descent::label_atom(LabelExpression& labels) {
  const std::uint32_t start = position();
  if (take(TokenKind::kLeftParen)) {
    KITH_DO(label_expression(labels, false));
    KITH_DO(expect(TokenKind::kRightParen));
    labels.span = span_from(start);
    return ok();
  }
  const bool any = at(TokenKind::kParameter) && is_keyword(text_of(peek()), "$ANY");
  const bool all = at(TokenKind::kParameter) && is_keyword(text_of(peek()), "$ALL");
  if (take(TokenKind::kPercent)) {
    labels.kind = LabelKind::kWildcard;
  } else if ((at(TokenKind::kDollar) || any || all) && at(TokenKind::kLeftParen, 1)) {
    labels.kind = any ? LabelKind::kDynamicAny : LabelKind::kDynamicAll;
    advance(2);
    labels.expression = Expression();
    KITH_DO(expression(*labels.expression));
    KITH_DO(expect(TokenKind::kRightParen));
  } else {
    KITH_TRY(Name label, name("a label or type"));
    labels.name = std::move(label.text);
  }
  return finish(labels, start);
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
