// The tokens of one statement under a cursor, with the questions and complaints every rule of the grammar needs.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "kith/status.h"
#include "query/syntax/lexer.h"
#include "query/syntax/place.h"

namespace kith::syntax {

class TokenCursor {
 public:
  /// Both must outlive the cursor.
  TokenCursor(std::string_view text, const TokenList& list) : text_(text), list_(list) {}

  std::uint32_t position() const noexcept { return at_; }

  /// The token `ahead` of the current one; the last (kEnd) if there are fewer.
  const Token& peek(std::size_t ahead = 0) const noexcept;

  std::string_view text_of(const Token& token) const noexcept { return text_.substr(token.offset, token.length); }

  bool at(TokenKind kind, std::size_t ahead = 0) const noexcept { return peek(ahead).kind == kind; }

  /// True at the unescaped word `keyword` (in capitals).
  bool at_word(std::string_view keyword, std::size_t ahead = 0) const noexcept;
  bool at_any_word(std::initializer_list<std::string_view> keywords, std::size_t ahead = 0) const noexcept;

  /// True at anything that can be a name: a word, escaped or not.
  bool at_name(std::size_t ahead = 0) const noexcept;

  void advance(std::size_t count = 1) noexcept;

  /// Steps over the token if it is the one asked for.
  bool take(TokenKind kind) noexcept;
  bool take_word(std::string_view keyword) noexcept;
  bool take_any_word(std::initializer_list<std::string_view> keywords) noexcept;

  /// As take(), but anything else is an error.
  Status expect(TokenKind kind);
  Status expect_word(std::string_view keyword);

  /// A name; `what` tells the reader what it would be ("a variable").
  Result<Name> name(std::string_view what);

  /// From the token at position `start` to the last one stepped over.
  Place span_from(std::uint32_t start) const noexcept;
  Place span_here() const noexcept;
  std::string_view text_from(std::uint32_t start) const noexcept;

  /// The current token has no place here: UnexpectedSyntax, or what the lexer has against it. `expected` is a
  /// list for people ("`,` or `)`"); it may be empty.
  Error unexpected(std::string_view expected) const;

  static Error error(const char* detail, std::string message, const Place& span);

 protected:
  std::string_view text_;
  const TokenList& list_;
  std::uint32_t at_ = 0;
};

}  // namespace kith::syntax
