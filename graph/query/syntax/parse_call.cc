// What is written like a call: functions, quantifiers, reduce(), and the functions with words inside.
#include "query/syntax/descent.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

namespace {

bool is_normal_form(std::string_view word) {
  return is_keyword(word, "NFC") || is_keyword(word, "NFD") || is_keyword(word, "NFKC") || is_keyword(word, "NFKD");
}

// In normalize(text, NFC) the form is a word of the language, not a variable.
void name_to_string(Expression& form) {
  if (form.kind != ExpressionKind::kVariable || !is_normal_form(form.name)) return;
  form.kind = ExpressionKind::kLiteral;
  form.value = Value(upper_ascii(form.name));
  form.name.clear();
}

}  // namespace

// all(x IN list WHERE predicate)
Status Descent::quantifier(Expression& node, ExpressionKind kind) {
  const std::uint32_t start = position();
  advance(2);
  node.kind = kind;
  KITH_TRY(Name variable, name("a variable"));
  node.name = std::move(variable.text);
  advance();
  KITH_DO(expression(node.children.emplace_back()));
  KITH_DO(optional_where(node.children.emplace_back()));
  KITH_DO(expect(TokenKind::kRightParen));
  return finish(node, start);
}

// reduce(total = 0, x IN list | total + x)
Status Descent::reduce(Expression& node) {
  const std::uint32_t start = position();
  advance(2);
  node.kind = ExpressionKind::kReduce;
  KITH_TRY(Name accumulator, name("a variable"));
  node.name = std::move(accumulator.text);
  advance();
  KITH_DO(expression(node.children.emplace_back()));
  KITH_DO(expect(TokenKind::kComma));
  KITH_TRY(Name variable, name("a variable"));
  node.names.push_back(std::move(variable.text));
  KITH_DO(expect_word("IN"));
  KITH_DO(expression(node.children.emplace_back(), true));
  KITH_DO(expect(TokenKind::kPipe));
  KITH_DO(expression(node.children.emplace_back()));
  KITH_DO(expect(TokenKind::kRightParen));
  return finish(node, start);
}

// name(DISTINCT argument, …)
Status Descent::function_call(Expression& node, std::size_t name_tokens) {
  const std::uint32_t start = position();
  node.kind = ExpressionKind::kFunction;
  for (std::size_t i = 0; i < name_tokens; ++i) {
    node.written += text_of(peek(i));
    node.name += lower_ascii(name_content(text_of(peek(i))));
  }
  advance(name_tokens + 1);
  if (node.name == "count" && at(TokenKind::kStar) && at(TokenKind::kRightParen, 1)) {
    advance(2);
    node = Expression();
    node.kind = ExpressionKind::kCountStar;
    return finish(node, start);
  }
  const bool side =
      at_any_word({"BOTH", "LEADING", "TRAILING"}) && !at(TokenKind::kComma, 1) && !at(TokenKind::kRightParen, 1);
  if (node.name == "trim" && side) return trim_call(node, start);
  node.distinct = take_word("DISTINCT");
  if (!at(TokenKind::kRightParen) || node.distinct) {
    do {
      KITH_DO(expression(node.children.emplace_back()));
      if (node.name == "trim" && node.children.size() == 1 && at_word("FROM")) return trim_call(node, start);
    } while (take(TokenKind::kComma));
  }
  if (!take(TokenKind::kRightParen)) return unexpected("`,` or `)`");
  if (node.name == "normalize" && node.children.size() == 2) name_to_string(node.children[1]);
  return finish(node, start);
}

// trim(LEADING 'x' FROM text) is ltrim(text, 'x'); BOTH, which may be left out, is btrim. At the side, or, if the
// characters are in `node` already, at FROM.
Status Descent::trim_call(Expression& node, std::uint32_t start) {
  node.name = at_word("LEADING") ? "ltrim" : at_word("TRAILING") ? "rtrim" : "btrim";
  node.written = node.name;
  if (node.children.empty()) {
    advance();
    if (!at_word("FROM")) KITH_DO(expression(node.children.emplace_back()));
  }
  KITH_DO(expect_word("FROM"));
  KITH_DO(expression(node.children.emplace_back()));
  if (node.children.size() == 2) std::swap(node.children[0], node.children[1]);
  KITH_DO(expect(TokenKind::kRightParen));
  return finish(node, start);
}

// Behind IS [NOT]: [form] NORMALIZED, which is isNormalized(text, form).
Status Descent::normalized_predicate(Expression& node, std::uint32_t start) {
  wrap(node, ExpressionKind::kFunction);
  node.written = "isNormalized";
  node.name = "isnormalized";
  Expression& form = node.children.emplace_back();
  form.kind = ExpressionKind::kLiteral;
  form.value = Value("NFC");
  form.span = span_here();
  if (is_normal_form(text_of(peek()))) {
    form.value = Value(upper_ascii(text_of(peek())));
    advance();
  }
  KITH_DO(expect_word("NORMALIZED"));
  return finish(node, start);
}

}  // namespace kith::syntax
