#include "query/syntax/lexer.h"

#include "base/utf8.h"
#include "query/syntax/unicode.h"

namespace kith::syntax {

namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

int hex_digit(char c) noexcept {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// openCypher 9 lets patterns be drawn with these instead of -, < and >.
TokenKind unicode_symbol(std::uint32_t c) noexcept {
  switch (c) {
    case 0x00AD:
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0xFE58:
    case 0xFE63:
    case 0xFF0D: return TokenKind::kUnicodeDash;
    case 0x27E8:
    case 0x3008:
    case 0xFE64:
    case 0xFF1C: return TokenKind::kUnicodeLeft;
    case 0x27E9:
    case 0x3009:
    case 0xFE65:
    case 0xFF1E: return TokenKind::kUnicodeRight;
    default: return TokenKind::kError;
  }
}

struct Symbol {
  std::string_view text;
  TokenKind kind;
};

// Longer ones before their own beginnings.
constexpr Symbol kSymbols[] = {
    {"::", TokenKind::kDoubleColon}, {"..", TokenKind::kDotDot},     {"+=", TokenKind::kPlusEqual},
    {"<>", TokenKind::kNotEqual},    {"<=", TokenKind::kLessEqual},  {">=", TokenKind::kGreaterEqual},
    {"=~", TokenKind::kMatches},     {"||", TokenKind::kDoublePipe}, {"(", TokenKind::kLeftParen},
    {")", TokenKind::kRightParen},   {"[", TokenKind::kLeftBracket}, {"]", TokenKind::kRightBracket},
    {"{", TokenKind::kLeftBrace},    {"}", TokenKind::kRightBrace},  {",", TokenKind::kComma},
    {";", TokenKind::kSemicolon},    {":", TokenKind::kColon},       {".", TokenKind::kDot},
    {"+", TokenKind::kPlus},         {"-", TokenKind::kMinus},       {"*", TokenKind::kStar},
    {"/", TokenKind::kSlash},        {"%", TokenKind::kPercent},     {"^", TokenKind::kCaret},
    {"=", TokenKind::kEqual},        {"<", TokenKind::kLess},        {">", TokenKind::kGreater},
    {"|", TokenKind::kPipe},         {"&", TokenKind::kAmpersand},   {"!", TokenKind::kExclamation},
};

}  // namespace

Lexer::Lexer(std::string_view text) : text_(text) {}

Lexer::CodePoint Lexer::peek(std::uint32_t at) const {
  if (at >= text_.size()) return {};
  const auto first = static_cast<unsigned char>(text_[at]);
  if (first < 0x80) return {first, 1};
  const utf8::Decoded decoded = utf8::decode(text_, at);
  return decoded.valid ? CodePoint{decoded.code_point, decoded.length} : CodePoint{};
}

void Lexer::advance(CodePoint point) noexcept {
  at_ += point.length;
  if (point.value == '\n') {
    ++line_;
    column_ = 1;
  } else {
    ++column_;
  }
}

void Lexer::finish(Token& token, TokenKind kind) const noexcept {
  token.kind = kind;
  token.length = at_ - token.offset;
}

void Lexer::fail(Token& token, const char* detail, std::string message) {
  finish(token, TokenKind::kError);
  token.link = static_cast<std::uint32_t>(errors_.size());
  errors_.push_back(Error{.code = ErrorCode::kSyntax,
                          .message = std::move(message),
                          .detail = detail,
                          .phase = Phase::kCompileTime,
                          .span = token.span()});
}

// As fail(), but the place is inside the token, on the line the lexer is in, up to where it is.
void Lexer::fail_at(Token& token, std::uint32_t offset, std::uint32_t column, const char* detail, std::string message) {
  fail(token, detail, std::move(message));
  errors_.back().span = SourceSpan{offset, at_ - offset, line_, column};
}

// Nothing after a byte that is no UTF-8 can be trusted to mean what it seems to: the text ends here.
void Lexer::fail_encoding(Token& token) {
  const std::uint32_t offset = at_;
  static constexpr char kHex[] = "0123456789ABCDEF";
  const auto bad = static_cast<unsigned char>(text_[at_]);
  const std::string shown = {'0', 'x', kHex[bad >> 4], kHex[bad & 15]};
  at_ = offset + 1;
  fail_at(token, offset, column_, "InvalidUnicodeCharacter", "the text is not UTF-8: unexpected byte " + shown);
  at_ = static_cast<std::uint32_t>(text_.size());
}

// True if a comment was skipped or failed (then `token` is the error).
bool Lexer::skip_comment(Token& token) {
  const bool to_line_end = byte(at_ + 1) == '/';
  if (byte(at_) != '/' || (!to_line_end && byte(at_ + 1) != '*')) return false;
  token = Token{.offset = at_, .line = line_, .column = column_};
  advance({'/', 1});
  advance({'*', 1});
  while (at_ < text_.size()) {
    if (to_line_end && byte(at_) == '\n') return true;
    if (!to_line_end && byte(at_) == '*' && byte(at_ + 1) == '/') {
      advance({'*', 1});
      advance({'/', 1});
      return true;
    }
    const CodePoint point = peek(at_);
    if (point.length == 0) {
      fail_encoding(token);
      return true;
    }
    advance(point);
  }
  if (!to_line_end) {
    ended_inside_ = true;
    fail(token, "UnexpectedSyntax", "the comment is not closed");
    errors_.back().span->length = 2;
  }
  return true;
}

// Skips white space and comments; false if one of them failed (then `token` is the error).
bool Lexer::skip_space(Token& token) {
  while (at_ < text_.size()) {
    const CodePoint point = peek(at_);
    if (point.length != 0 && is_space(point.value)) {
      advance(point);
    } else if (skip_comment(token)) {
      if (token.kind == TokenKind::kError) return false;
    } else {
      break;
    }
  }
  return true;
}

void Lexer::skip_word() {
  for (CodePoint point = peek(at_); point.length != 0 && is_name_part(point.value); point = peek(at_)) advance(point);
}

// The longest thing that begins as a number: letters that follow belong to it and make it invalid.
void Lexer::scan_number(Token& token) {
  TokenKind kind = TokenKind::kInteger;
  const auto skip_digits = [&] {
    while (is_digit(byte(at_)) || (byte(at_) == '_' && is_digit(byte(at_ + 1)))) advance({'0', 1});
  };
  const char second = byte(at_ + 1);
  const bool prefixed = byte(at_) == '0' && (second == 'x' || second == 'X' || second == 'o' || second == 'O');
  if (!prefixed) {
    skip_digits();
    if (byte(at_) == '.' && is_digit(byte(at_ + 1))) {
      kind = TokenKind::kFloat;
      advance({'.', 1});
      skip_digits();
    }
    if (byte(at_) == 'e' || byte(at_) == 'E') {
      const bool sign = byte(at_ + 1) == '+' || byte(at_ + 1) == '-';
      if (is_digit(byte(at_ + (sign ? 2 : 1)))) {
        kind = TokenKind::kFloat;
        advance({'e', 1});
        if (sign) advance({'+', 1});
        skip_digits();
      }
    }
  }
  skip_word();
  finish(token, kind);
}

// Behind a backslash. False if what follows is no escape; then nothing beyond it was taken.
bool Lexer::scan_escape() {
  switch (byte(at_)) {
    case '\\':
    case '\'':
    case '"':
    case '`':
    case 'b':
    case 'B':
    case 'f':
    case 'F':
    case 'n':
    case 'N':
    case 'r':
    case 'R':
    case 't':
    case 'T': advance({'t', 1}); return true;
    default: return false;
  }
}

void Lexer::scan_string(Token& token, char quote) {
  advance({'\'', 1});
  bool failed = false;  // the first fault is kept; the string is read to its end all the same
  const auto keep = [&](std::uint32_t offset, std::uint32_t column, const char* detail, std::string message) {
    if (!failed) fail_at(token, offset, column, detail, std::move(message));
    failed = true;
  };
  while (at_ < text_.size()) {
    const std::uint32_t offset = at_;
    const std::uint32_t column = column_;
    const CodePoint point = peek(at_);
    if (point.length == 0) {
      if (failed) errors_.pop_back();
      return fail_encoding(token);
    }
    advance(point);
    if (point.value == static_cast<std::uint32_t>(quote)) {
      if (failed) token.length = at_ - token.offset;
      if (!failed) finish(token, TokenKind::kString);
      return;
    }
    if (point.value != '\\') continue;
    if (byte(at_) != 'u' && byte(at_) != 'U') {
      if (scan_escape()) continue;
      const CodePoint escaped = peek(at_);
      if (escaped.length == 0) continue;  // the end, or no UTF-8: told above or below
      advance(escaped);
      keep(offset, column, "UnexpectedSyntax",
           "unknown escape `" + std::string(text_.substr(offset, at_ - offset)) + "` in a string");
      continue;
    }
    const int digits_wanted = byte(at_) == 'u' ? 4 : 8;
    advance({'u', 1});
    std::uint32_t value = 0;
    int digits = 0;
    for (; digits < digits_wanted && hex_digit(byte(at_)) >= 0; ++digits) {
      value = (value << 4) | static_cast<std::uint32_t>(hex_digit(byte(at_)));
      advance({'0', 1});
    }
    if (digits < digits_wanted) {
      keep(offset, column, "InvalidUnicodeLiteral",
           "`" + std::string(text_.substr(offset, at_ - offset)) + "` needs " + std::to_string(digits_wanted) +
               " hexadecimal digits");
      continue;
    }
    // A high surrogate is half a character: the other half has to follow as an escape of its own.
    bool valid = value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
    if (value >= 0xD800 && value <= 0xDBFF && byte(at_) == '\\' && byte(at_ + 1) == 'u') {
      std::uint32_t low = 0;
      std::uint32_t length = 2;
      for (; length < 6 && hex_digit(byte(at_ + length)) >= 0; ++length)
        low = (low << 4) | static_cast<std::uint32_t>(hex_digit(byte(at_ + length)));
      valid = length == 6 && low >= 0xDC00 && low <= 0xDFFF;
      if (valid) {
        at_ += length;
        column_ += length;
      }
    }
    if (!valid)
      keep(offset, column, "InvalidUnicodeLiteral",
           "`" + std::string(text_.substr(offset, at_ - offset)) + "` is no Unicode character");
  }
  ended_inside_ = true;
  if (failed) errors_.pop_back();
  fail(token, "UnexpectedSyntax", "the string is not closed");
  errors_.back().span->length = 1;
}

void Lexer::scan_escaped_word(Token& token) {
  advance({'`', 1});
  while (at_ < text_.size()) {
    const CodePoint point = peek(at_);
    if (point.length == 0) return fail_encoding(token);
    advance(point);
    if (point.value != '`') continue;
    if (byte(at_) != '`') {
      finish(token, TokenKind::kEscapedWord);
      if (token.length == 2) fail(token, "UnexpectedSyntax", "a name in back quotes cannot be empty");
      return;
    }
    advance({'`', 1});  // `` inside is one back quote
  }
  ended_inside_ = true;
  fail(token, "UnexpectedSyntax", "the name in back quotes is not closed");
  errors_.back().span->length = 1;
}

void Lexer::scan_parameter(Token& token) {
  advance({'$', 1});
  if (byte(at_) == '`') {
    scan_escaped_word(token);
    if (token.kind == TokenKind::kEscapedWord) token.kind = TokenKind::kParameter;
    return;
  }
  skip_word();
  finish(token, at_ - token.offset > 1 ? TokenKind::kParameter : TokenKind::kDollar);
}

void Lexer::scan_symbol(Token& token) {
  const std::string_view rest = text_.substr(at_, 2);
  for (const Symbol& symbol : kSymbols) {
    if (rest.starts_with(symbol.text)) {
      for (std::size_t i = 0; i < symbol.text.size(); ++i) advance({'+', 1});
      return finish(token, symbol.kind);
    }
  }
  const CodePoint point = peek(at_);
  if (point.length == 0) return fail_encoding(token);
  advance(point);
  const TokenKind kind = unicode_symbol(point.value);
  if (kind != TokenKind::kError) return finish(token, kind);
  const bool printable = point.value >= 0x20 && point.value != 0x7F;
  const std::string shown =
      printable ? "`" + std::string(text_.substr(token.offset, point.length)) + "`" : "a control character";
  if (point.value < 0x80) return fail(token, "UnexpectedSyntax", "unexpected character " + shown);
  fail(token, "InvalidUnicodeCharacter", "unexpected character " + shown);
}

Token Lexer::next() {
  Token token;
  if (!skip_space(token)) return token;
  token = Token{.offset = at_, .line = line_, .column = column_};
  if (at_ >= text_.size()) return token;
  const char c = byte(at_);
  if (is_digit(c) || (c == '.' && is_digit(byte(at_ + 1)))) {
    scan_number(token);
  } else if (c == '\'' || c == '"') {
    scan_string(token, c);
  } else if (c == '`') {
    scan_escaped_word(token);
  } else if (c == '$') {
    scan_parameter(token);
  } else if (const CodePoint point = peek(at_); point.length != 0 && is_name_start(point.value)) {
    skip_word();
    finish(token, TokenKind::kWord);
  } else {
    scan_symbol(token);
  }
  return token;
}

TokenList tokenize(std::string_view text) {
  Lexer lexer(text);
  std::vector<Token> tokens;
  tokens.reserve(text.size() / 4 + 2);
  std::vector<std::size_t> open;
  const auto close = [&](TokenKind opener) {
    if (open.empty() || tokens[open.back()].kind != opener) return;
    if (opener == TokenKind::kLeftParen) tokens[open.back()].link = static_cast<std::uint32_t>(tokens.size());
    open.pop_back();
  };
  for (;;) {
    const Token token = lexer.next();
    switch (token.kind) {
      case TokenKind::kLeftParen:
      case TokenKind::kLeftBracket:
      case TokenKind::kLeftBrace: open.push_back(tokens.size()); break;
      case TokenKind::kRightParen: close(TokenKind::kLeftParen); break;
      case TokenKind::kRightBracket: close(TokenKind::kLeftBracket); break;
      case TokenKind::kRightBrace: close(TokenKind::kLeftBrace); break;
      default: break;
    }
    tokens.push_back(token);
    if (token.kind == TokenKind::kEnd) break;
  }
  return {std::move(tokens), std::move(lexer).take_errors()};
}

std::string_view symbol_text(TokenKind kind) noexcept {
  for (const Symbol& symbol : kSymbols) {
    if (symbol.kind == kind) return symbol.text;
  }
  return {};
}

}  // namespace kith::syntax
