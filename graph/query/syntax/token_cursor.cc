#include "query/syntax/token_cursor.h"

#include <algorithm>

#include "query/syntax/literal.h"
#include "query/syntax/spelling.h"

namespace kith::syntax {

const Token& TokenCursor::peek(std::size_t ahead) const noexcept {
  return list_.tokens[std::min(at_ + ahead, list_.tokens.size() - 1)];
}

bool TokenCursor::at_word(std::string_view keyword, std::size_t ahead) const noexcept {
  const Token& token = peek(ahead);
  return token.kind == TokenKind::kWord && is_keyword(text_of(token), keyword);
}

bool TokenCursor::at_any_word(std::initializer_list<std::string_view> keywords, std::size_t ahead) const noexcept {
  return std::any_of(keywords.begin(), keywords.end(), [&](std::string_view k) { return at_word(k, ahead); });
}

bool TokenCursor::at_name(std::size_t ahead) const noexcept {
  return at(TokenKind::kWord, ahead) || at(TokenKind::kEscapedWord, ahead);
}

void TokenCursor::advance(std::size_t count) noexcept {
  at_ = static_cast<std::uint32_t>(std::min(at_ + count, list_.tokens.size() - 1));
}

bool TokenCursor::take(TokenKind kind) noexcept {
  if (!at(kind)) return false;
  advance();
  return true;
}

bool TokenCursor::take_word(std::string_view keyword) noexcept {
  if (!at_word(keyword)) return false;
  advance();
  return true;
}

bool TokenCursor::take_any_word(std::initializer_list<std::string_view> keywords) noexcept {
  if (!at_any_word(keywords)) return false;
  advance();
  return true;
}

Status TokenCursor::expect(TokenKind kind) {
  if (take(kind)) return ok();
  return unexpected("`" + std::string(symbol_text(kind)) + "`");
}

Status TokenCursor::expect_word(std::string_view keyword) {
  if (take_word(keyword)) return ok();
  return unexpected(keyword);
}

Result<Name> TokenCursor::name(std::string_view what) {
  if (!at_name()) return unexpected(what);
  Name name{name_content(text_of(peek())), span_here()};
  advance();
  return name;
}

Place TokenCursor::span_here() const noexcept { return Place{peek().span()}; }

Place TokenCursor::span_from(std::uint32_t start) const noexcept {
  const Token& first = list_.tokens[start];
  if (at_ <= start) return Place{first.span()};
  const Token& last = list_.tokens[at_ - 1];
  return Place{{first.offset, last.offset + last.length - first.offset, first.line, first.column}};
}

std::string_view TokenCursor::text_from(std::uint32_t start) const noexcept {
  const Place span = span_from(start);
  return text_.substr(span.offset, span.length);
}

Error TokenCursor::error(const char* detail, std::string message, const Place& span) {
  return Error{.code = ErrorCode::kSyntax,
               .message = std::move(message),
               .detail = detail,
               .phase = Phase::kCompileTime,
               .span = span};
}

Error TokenCursor::unexpected(std::string_view expected) const {
  const Token& token = peek();
  if (token.kind == TokenKind::kError) return list_.errors[token.link];
  constexpr std::size_t kShownMax = 40;  // a long string in a message helps nobody
  std::string shown(text_of(token).substr(0, kShownMax));
  while (!shown.empty() && token.length > kShownMax && (static_cast<unsigned char>(shown.back()) & 0xC0) == 0x80)
    shown.pop_back();
  if (token.length > kShownMax) shown += "…";
  std::string message =
      token.kind == TokenKind::kEnd ? "unexpected end of the statement" : "unexpected `" + shown + "`";
  if (!expected.empty()) message += ", expected " + std::string(expected);
  const bool beyond_ascii = token.kind == TokenKind::kUnicodeDash || token.kind == TokenKind::kUnicodeLeft ||
                            token.kind == TokenKind::kUnicodeRight;
  Error fault = error(beyond_ascii ? "InvalidUnicodeCharacter" : "UnexpectedSyntax", std::move(message), span_here());
  // The word here may be misspelt, or the one before (`DISTICT n`: the first reads as a variable).
  if (token.kind == TokenKind::kWord) fault.hint = keyword_hint(text_of(token));
  if (fault.hint.empty() && at_ > 0 && list_.tokens[at_ - 1].kind == TokenKind::kWord)
    fault.hint = keyword_hint(text_of(list_.tokens[at_ - 1]));
  return fault;
}

}  // namespace kith::syntax
