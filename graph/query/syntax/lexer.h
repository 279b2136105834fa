// Text to tokens.
//
//     Lexer lexer("RETURN $x + 0x1F // sum");
//     lexer.next()…: kWord 'RETURN', kParameter '$x', kPlus, kInteger '0x1F', kEnd
//
// Keywords are words like any other here: Cypher reserves none of them in every place. White space and comments
// separate tokens and are dropped. The lexer does not stop at a fault: it gives a kError token, so that an
// earlier fault of grammar is reported first. Numbers are checked when their value is taken (literal.h).
//
// Positions are 32-bit: the text must be shorter than 4 GiB. Columns count code points.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kith/status.h"

namespace kith::syntax {

enum class TokenKind : std::uint8_t {
  kEnd,
  kError,
  kWord,         ///< a name or keyword
  kEscapedWord,  ///< `name`
  kParameter,    ///< $name, $1, $`name`
  kInteger,
  kFloat,
  kString,
  kLeftParen,
  kRightParen,
  kLeftBracket,
  kRightBracket,
  kLeftBrace,
  kRightBrace,
  kComma,
  kSemicolon,
  kColon,
  kDoubleColon,
  kDot,
  kDotDot,
  kPlus,
  kPlusEqual,
  kMinus,
  kStar,
  kSlash,
  kPercent,
  kCaret,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kMatches,     ///< =~
  kPipe,        ///< |
  kDoublePipe,  ///< ||
  kAmpersand,
  kExclamation,
  kDollar,       ///< a $ that no name follows
  kUnicodeDash,  ///< a dash or arrow head of openCypher's grammar beyond ASCII; only patterns take them
  kUnicodeLeft,
  kUnicodeRight,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::uint32_t offset = 0;  ///< bytes
  std::uint32_t length = 0;  ///< bytes
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::uint32_t link = 0;  ///< kError: index of the error. kLeftParen in a TokenList: index of its kRightParen, or 0

  SourceSpan span() const noexcept { return {offset, length, line, column}; }
};

class Lexer {
 public:
  /// `text` must outlive the lexer.
  explicit Lexer(std::string_view text);

  /// The next token; kEnd again and again at the end.
  Token next();

  /// Why there is a kError token, by its `link`.
  const std::vector<Error>& errors() const noexcept { return errors_; }

  std::vector<Error> take_errors() && { return std::move(errors_); }

  /// True once the text has ended inside a string, a back-quoted name or a comment.
  bool ended_inside() const noexcept { return ended_inside_; }

 private:
  // The code point at `at`, and its bytes; length 0 if they are no UTF-8 (or the end).
  struct CodePoint {
    std::uint32_t value = 0;
    std::uint32_t length = 0;
  };

  CodePoint peek(std::uint32_t at) const;

  char byte(std::uint32_t at) const noexcept { return at < text_.size() ? text_[at] : '\0'; }

  void advance(CodePoint point) noexcept;
  bool skip_space(Token& token);
  bool skip_comment(Token& token);
  void skip_word();
  void scan_number(Token& token);
  void scan_string(Token& token, char quote);
  bool scan_escape();
  void scan_escaped_word(Token& token);
  void scan_parameter(Token& token);
  void scan_symbol(Token& token);
  void finish(Token& token, TokenKind kind) const noexcept;
  void fail(Token& token, const char* detail, std::string message);
  void fail_at(Token& token, std::uint32_t offset, std::uint32_t column, const char* detail, std::string message);
  void fail_encoding(Token& token);

  std::string_view text_;
  std::uint32_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
  bool ended_inside_ = false;
  std::vector<Error> errors_;
};

struct TokenList {
  std::vector<Token> tokens;  ///< the last one is kEnd
  std::vector<Error> errors;
};

/// All tokens, parentheses linked with their partners.
TokenList tokenize(std::string_view text);

/// A symbol as it is written ("(", ">="), for messages; empty for other kinds.
std::string_view symbol_text(TokenKind kind) noexcept;

}  // namespace kith::syntax
