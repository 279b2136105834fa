// Tokens and what they mean.
#include "query/syntax/lexer.h"

#include <catch2/catch.hpp>

#include "query/syntax/literal.h"

using namespace kith;
using namespace kith::syntax;

namespace {

const char* kind_name_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::kEnd: return "end";
    case TokenKind::kError: return "error";
    case TokenKind::kWord: return "word";
    case TokenKind::kEscapedWord: return "escaped";
    case TokenKind::kParameter: return "parameter";
    case TokenKind::kInteger: return "integer";
    case TokenKind::kFloat: return "float";
    case TokenKind::kString: return "string";
    case TokenKind::kDollar: return "dollar";
    case TokenKind::kUnicodeDash: return "dash";
    case TokenKind::kUnicodeLeft: return "left";
    case TokenKind::kUnicodeRight: return "right";
    default: return nullptr;
  }
}

// "word:RETURN integer:1 +": symbols as they are, others with their kind.
std::string tokens_text(std::string_view text) {
  std::string result;
  for (const Token& token : tokenize(text).tokens) {
    if (token.kind == TokenKind::kEnd) break;
    if (!result.empty()) result += ' ';
    if (const char* kind = kind_name_of(token.kind)) result += std::string(kind) + ":";
    result += text.substr(token.offset, token.length);
  }
  return result;
}

// "3:5 UnexpectedSyntax" of the first token that is an error.
std::string first_error(std::string_view text) {
  const TokenList list = tokenize(text);
  for (const Token& token : list.tokens) {
    if (token.kind != TokenKind::kError) continue;
    const Error& error = list.errors[token.link];
    return std::to_string(error.span->line) + ":" + std::to_string(error.span->column) + " " + error.detail;
  }
  return "none";
}

struct Case {
  const char* text;
  const char* expected;
};

}  // namespace

TEST_CASE("lexer: a text is cut into tokens", "[syntax]") {
  const auto c = GENERATE(values<Case>({
      {"RETURN 1+2", "word:RETURN integer:1 + integer:2"},
      {"a.b..c", "word:a . word:b .. word:c"},
      {"*1..3", "* integer:1 .. integer:3"},
      {"1.5 .5 1e3 1.5E-7 1.", "float:1.5 float:.5 float:1e3 float:1.5E-7 integer:1 ."},
      {"0x1F 0o17 1_000", "integer:0x1F integer:0o17 integer:1_000"},
      {"12ab 0x 1e", "integer:12ab integer:0x integer:1e"},
      {"<= >= <> < > =~ = += :: || |", "<= >= <> < > =~ = += :: || |"},
      {"(a)<--(b)-->(c)", "( word:a ) < - - ( word:b ) - - > ( word:c )"},
      {"$x $1 $`a b` $ (", "parameter:$x parameter:$1 parameter:$`a b` dollar:$ ("},
      {"`a``b` `c`", "escaped:`a``b` escaped:`c`"},
      {"'it\\'s' \"a'b\"", "string:'it\\'s' string:\"a'b\""},
      {"a // b\nc /* d\n * e */ f", "word:a word:c word:f"},
      {"a/b", "word:a / word:b"},
      {"größe été_1 名前", "word:größe word:été_1 word:名前"},
      {"a\xC2\xA0\xE2\x80\x83"
       "b",
       "word:a word:b"},
      {"\xEF\xBB\xBFRETURN", "word:RETURN"},
      {"(a)–[]—⟩", "( word:a ) dash:– [ ] dash:— right:⟩"},
      {"'//' `/*`", "string:'//' escaped:`/*`"},
      {"", ""},
  }));
  CHECK(tokens_text(c.text) == c.expected);
}

TEST_CASE("lexer: lines and columns count from one and columns count code points", "[syntax]") {
  const TokenList list = tokenize("é b\r\n\t'日本' /* x\ny */ c");
  REQUIRE(list.tokens.size() == 5);
  CHECK(list.tokens[0].span() == SourceSpan{0, 2, 1, 1});
  CHECK(list.tokens[1].span() == SourceSpan{3, 1, 1, 3});
  CHECK(list.tokens[2].span() == SourceSpan{7, 8, 2, 2});
  CHECK(list.tokens[3].span() == SourceSpan{26, 1, 3, 6});
  CHECK(list.tokens[4].kind == TokenKind::kEnd);
}

TEST_CASE("lexer: parentheses know their partners", "[syntax]") {
  const TokenList list = tokenize("((a)[)] (");
  CHECK(list.tokens[0].link == 0);  // the bracket in between is not closed
  CHECK(list.tokens[1].link == 3);
  CHECK(tokenize("(a {b: [1, (2)]})").tokens[0].link == 13);
}

TEST_CASE("lexer: faults are tokens with a place", "[syntax]") {
  const auto c = GENERATE(values<Case>({
      {"RETURN 'abc", "1:8 UnexpectedSyntax"},
      {"RETURN\n  `abc", "2:3 UnexpectedSyntax"},
      {"RETURN 1 /* abc", "1:10 UnexpectedSyntax"},
      {"RETURN ``", "1:8 UnexpectedSyntax"},
      {"RETURN 'a\\qb'", "1:10 UnexpectedSyntax"},
      {"RETURN '\\uH'", "1:9 InvalidUnicodeLiteral"},
      {"RETURN '\\u12'", "1:9 InvalidUnicodeLiteral"},
      {"RETURN 'é\\U00110000'", "1:10 InvalidUnicodeLiteral"},
      {"RETURN '\\uD83D'", "1:9 InvalidUnicodeLiteral"},
      {"RETURN '\\uDE00\\uD83D'", "1:9 InvalidUnicodeLiteral"},
      {"RETURN '\\uD83D\\uDE00'", "none"},
      {"RETURN 42 § 41", "1:11 InvalidUnicodeCharacter"},
      {"RETURN 1 # 2", "1:10 UnexpectedSyntax"},
      {"RETURN \x01", "1:8 UnexpectedSyntax"},
      {"RETURN '\xFF'", "1:9 InvalidUnicodeCharacter"},
      {"RETURN 1 // \xC3(", "1:13 InvalidUnicodeCharacter"},
      {"a\xED\xA0\x80", "1:2 InvalidUnicodeCharacter"},
      {"`\xC0\x80`", "1:2 InvalidUnicodeCharacter"},
      {"'\\\xFF'", "1:3 InvalidUnicodeCharacter"},
      {"'\\q \xFF'", "1:5 InvalidUnicodeCharacter"},
  }));
  INFO(c.text);
  CHECK(first_error(c.text) == c.expected);
}

TEST_CASE("lexer: a text that ends inside something says so", "[syntax]") {
  const auto ended_inside = [](std::string_view text) {
    Lexer lexer(text);
    while (lexer.next().kind != TokenKind::kEnd) {
    }
    return lexer.ended_inside();
  };
  CHECK(ended_inside("RETURN 'a"));
  CHECK(ended_inside("RETURN `a"));
  CHECK(ended_inside("RETURN 1 /* a"));
  CHECK(ended_inside("RETURN 'a\\"));
  CHECK_FALSE(ended_inside("RETURN 1 // a"));
  CHECK_FALSE(ended_inside("RETURN (1"));
}

TEST_CASE("literals: strings are decoded", "[syntax]") {
  const auto c = GENERATE(values<Case>({
      {"'it\\'s'", "it's"},
      {"\"a\\\"b\"", "a\"b"},
      {"'\\\\\\n\\t\\r\\b\\f'", "\\\n\t\r\b\f"},
      {"'\\N\\T'", "\n\t"},
      {"'\\u00e9\\u20AC'", "é€"},
      {"'\\U0001F600'", "😀"},
      {"'\\uD83D\\uDE00x'", "😀x"},
      {"''", ""},
  }));
  CHECK(string_content(c.text) == c.expected);
}

TEST_CASE("literals: names lose their quotes", "[syntax]") {
  CHECK(name_content("`a``b c`") == "a`b c");
  CHECK(name_content("$`a b`") == "a b");
  CHECK(name_content("$12") == "12");
  CHECK(name_content("plain") == "plain");
}

TEST_CASE("literals: integers of every base keep 64 bits and their sign", "[syntax]") {
  struct Number {
    const char* text;
    bool negative;
    std::int64_t expected;
  };

  const auto c = GENERATE(values<Number>({
      {"0", false, 0},
      {"0", true, 0},
      {"007", false, 7},
      {"1_000_000", false, 1000000},
      {"9223372036854775807", false, 9223372036854775807},
      {"9223372036854775808", true, std::numeric_limits<std::int64_t>::min()},
      {"0x7FFFFFFFFFFFFFFF", false, 9223372036854775807},
      {"0x8000000000000000", true, std::numeric_limits<std::int64_t>::min()},
      {"0XaBc", true, -2748},
      {"0x162CD4F6", false, 372036854},
      {"0o17", false, 15},
      {"0o1000000000000000000000", true, std::numeric_limits<std::int64_t>::min()},
  }));
  INFO(c.text);
  const auto value = number_value(c.text, c.negative);
  REQUIRE(value.is_ok());
  REQUIRE(value->kind() == Kind::kInteger);
  CHECK(value->as_integer() == c.expected);
}

TEST_CASE("literals: floats are the nearest double and tiny ones are zero", "[syntax]") {
  struct Number {
    const char* text;
    double expected;
  };

  const auto c = GENERATE(values<Number>({
      {"1.5", 1.5},
      {".5", 0.5},
      {"1e3", 1000.0},
      {"1E-3", 0.001},
      {"1_0.2_5", 10.25},
      {"123456789012345678901234567890.0", 1.2345678901234568e29},
      {"1e-400", 0.0},
      {"0.0e999999999999999999999", 0.0},
      {"4.9E-324", 4.9E-324},
  }));
  INFO(c.text);
  const auto value = number_value(c.text, false);
  REQUIRE(value.is_ok());
  REQUIRE(value->kind() == Kind::kFloat);
  CHECK(value->as_float() == c.expected);
}

TEST_CASE("literals: numbers that are none are told apart", "[syntax]") {
  const auto c = GENERATE(values<Case>({
      {"9223372036854775808", "IntegerOverflow"},
      {"0x8000000000000000", "IntegerOverflow"},
      {"99999999999999999999999", "IntegerOverflow"},
      {"12ab", "InvalidNumberLiteral"},
      {"0x", "InvalidNumberLiteral"},
      {"0xG", "InvalidNumberLiteral"},
      {"0o8", "InvalidNumberLiteral"},
      {"1__0", "InvalidNumberLiteral"},
      {"1_", "InvalidNumberLiteral"},
      {"1.5abc", "InvalidNumberLiteral"},
      {"1e", "InvalidNumberLiteral"},
      {"1.34E999", "FloatingPointOverflow"},
      {"1e99999999999999999999", "FloatingPointOverflow"},
      {"1000000000e300", "FloatingPointOverflow"},
  }));
  INFO(c.text);
  const auto value = number_value(c.text, false);
  REQUIRE_FALSE(value.is_ok());
  CHECK(value.error().detail == c.expected);
}
