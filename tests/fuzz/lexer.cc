// Any text as tokens: they lie in the text one after the other, and written apart by spaces they are the same; what
// is lifted out of them has a value or an error.
#include <string>

#include "fuzz/input.h"
#include "query/syntax/lexer.h"
#include "query/syntax/lift.h"

using namespace kith;
using namespace kith::fuzz;
using syntax::Token;
using syntax::TokenKind;

namespace {

bool is_literal(TokenKind kind) {
  return kind == TokenKind::kInteger || kind == TokenKind::kFloat || kind == TokenKind::kString;
}

void check_literals(std::string_view text, const syntax::TokenList& list) {
  const auto literals = syntax::literal_tokens(text);
  promise(literals.has_value() == list.errors.empty(), "literals are found where the lexer finds no fault");
  if (!literals) return;
  std::size_t at = 0;
  std::vector<syntax::LiftedLiteral> all;
  for (const Token& token : list.tokens) {
    if (!is_literal(token.kind)) continue;
    promise(at < literals->size() && (*literals)[at].offset == token.offset && (*literals)[at].length == token.length,
            "the literals are the tokens that are literals");
    for (const bool negative : {false, true}) (void)syntax::literal_value(text, (*literals)[at], negative);
    all.push_back({static_cast<std::uint32_t>(at), (*literals)[at].after_minus});
    ++at;
  }
  promise(at == literals->size(), "there are no other literals");
  std::string shape, lifted;
  syntax::append_shape(shape, text, *literals);
  syntax::append_lifted(lifted, text, *literals, {});
  promise(lifted == text, "a text with nothing lifted is itself");
  promise(all.empty() == (shape == text), "a text with a literal has another shape");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = Input(data, size).rest();
  const syntax::TokenList list = syntax::tokenize(text);
  promise(!list.tokens.empty() && list.tokens.back().kind == TokenKind::kEnd, "the last token is the end");
  std::size_t end = 0;
  std::uint32_t line = 1;
  std::string apart;
  for (const Token& token : list.tokens) {
    promise(token.offset >= end && token.length <= text.size() - token.offset, "tokens lie one after the other");
    promise(token.line >= line && token.column >= 1, "lines go up");
    end = token.offset + token.length;
    line = token.line;
    apart += text.substr(token.offset, token.length);
    apart += ' ';
  }
  check_literals(text, list);
  if (!list.errors.empty()) {
    for (const Error& error : list.errors)
      promise(error.code == ErrorCode::kSyntax && error.span && error.span->offset <= text.size(), "a fault has a place");
    return 0;
  }
  const syntax::TokenList again = syntax::tokenize(apart);
  promise(again.errors.empty() && again.tokens.size() == list.tokens.size(), "written apart they are as many");
  for (std::size_t i = 0; i < list.tokens.size(); ++i) {
    const Token& before = list.tokens[i];
    const Token& after = again.tokens[i];
    promise(before.kind == after.kind && text.substr(before.offset, before.length) ==
                                             std::string_view(apart).substr(after.offset, after.length),
            "written apart they are the same");
  }
  return 0;
}
