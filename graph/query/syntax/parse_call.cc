// What is written like a call: functions, quantifiers, reduce(), and the functions with words inside.
#include "query/syntax/descent.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

namespace {

bool is_normal_form(std::string_view word) {
  return is_keyword(word, "NFC") || is_keyword(word, "NFD") || is_keyword(word, "NFKC") || is_keyword(word, "NFKD");
}

Expression string_literal(std::string text, const Place& span) {
  Expression node;
  node.kind = ExpressionKind::kLiteral;
  node.value = Value(std::move(text));
  node.span = span;
  return node;
}

}  // namespace

// all(x IN list WHERE predicate)
Result<Expression> Descent::quantifier(ExpressionKind kind) {
  const std::uint32_t start = position();
  advance(2);
  Expression node;
  node.kind = kind;
  KITH_TRY(Name variable, name("a variable"));
  node.name = std::move(variable.text);
  advance();
  KITH_TRY(Expression list, expression());
  KITH_TRY(Expression predicate, optional_where());
  node.children.push_back(std::move(list));
  node.children.push_back(std::move(predicate));
  KITH_DO(expect(TokenKind::kRightParen));
  return finish(std::move(node), start);
}

// reduce(total = 0, x IN list | total + x)
Result<Expression> Descent::reduce() {
  const std::uint32_t start = position();
  advance(2);
  Expression node;
  node.kind = ExpressionKind::kReduce;
  KITH_TRY(Name accumulator, name("a variable"));
  node.name = std::move(accumulator.text);
  advance();
  KITH_TRY(Expression first, expression());
  KITH_DO(expect(TokenKind::kComma));
  KITH_TRY(Name variable, name("a variable"));
  node.names.push_back(std::move(variable.text));
  KITH_DO(expect_word("IN"));
  KITH_TRY(Expression list, expression(true));
  KITH_DO(expect(TokenKind::kPipe));
  KITH_TRY(Expression step, expression());
  KITH_DO(expect(TokenKind::kRightParen));
  node.children.push_back(std::move(first));
  node.children.push_back(std::move(list));
  node.children.push_back(std::move(step));
  return finish(std::move(node), start);
}

// name(DISTINCT argument, …)
Result<Expression> Descent::function_call(std::size_t name_tokens) {
  const std::uint32_t start = position();
  Expression node;
  node.kind = ExpressionKind::kFunction;
  for (std::size_t i = 0; i < name_tokens; ++i) {
    node.written += text_of(peek(i));
    node.name += lower_ascii(name_content(text_of(peek(i))));
  }
  advance(name_tokens + 1);
  if (node.name == "count" && at(TokenKind::kStar) && at(TokenKind::kRightParen, 1)) {
    advance(2);
    Expression count;
    count.kind = ExpressionKind::kCountStar;
    return finish(std::move(count), start);
  }
  if (node.name == "trim" && at_any_word({"BOTH", "LEADING", "TRAILING"}) && !at(TokenKind::kComma, 1) &&
      !at(TokenKind::kRightParen, 1)) {
    return trim_call(Expression{}, start);
  }
  node.distinct = take_word("DISTINCT");
  if (!at(TokenKind::kRightParen) || node.distinct) {
    do {
      KITH_TRY(Expression argument, expression());
      if (node.name == "trim" && node.children.empty() && at_word("FROM")) return trim_call(std::move(argument), start);
      node.children.push_back(std::move(argument));
    } while (take(TokenKind::kComma));
  }
  if (!take(TokenKind::kRightParen)) return unexpected("`,` or `)`");
  if (node.name == "normalize" && node.children.size() == 2) {
    Expression& form = node.children[1];
    if (form.kind == ExpressionKind::kVariable && is_normal_form(form.name)) form = string_literal(upper_ascii(form.name), form.span);
  }
  return finish(std::move(node), start);
}

// trim(LEADING 'x' FROM text) is ltrim(text, 'x'); BOTH, which may be left out, is btrim. At the side, or, if
// `characters` are there already, at FROM.
Result<Expression> Descent::trim_call(Expression characters, std::uint32_t start) {
  Expression node;
  node.kind = ExpressionKind::kFunction;
  node.name = at_word("LEADING") ? "ltrim" : at_word("TRAILING") ? "rtrim" : "btrim";
  node.written = node.name;
  if (!characters.present()) {
    advance();
    if (!at_word("FROM")) {
      KITH_TRY(characters, expression());
    }
  }
  KITH_DO(expect_word("FROM"));
  KITH_TRY(Expression text, expression());
  node.children.push_back(std::move(text));
  if (characters.present()) node.children.push_back(std::move(characters));
  KITH_DO(expect(TokenKind::kRightParen));
  return finish(std::move(node), start);
}

// Behind IS [NOT]: [form] NORMALIZED, which is isNormalized(text, form).
Result<Expression> Descent::normalized_predicate(Expression text, std::uint32_t start) {
  std::string form = "NFC";
  const Place form_span = span_here();
  if (!at_word("NORMALIZED")) {
    form = upper_ascii(text_of(peek()));
    advance();
  }
  KITH_DO(expect_word("NORMALIZED"));
  Expression node;
  node.kind = ExpressionKind::kFunction;
  node.written = "isNormalized";
  node.name = "isnormalized";
  node.children.push_back(std::move(text));
  node.children.push_back(string_literal(std::move(form), form_span));
  return finish(std::move(node), start);
}

}  // namespace kith::syntax
