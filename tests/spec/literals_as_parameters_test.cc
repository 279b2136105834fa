#include "spec/literals_as_parameters.h"

#include <catch2/catch.hpp>

#include <cstdlib>

#include "query/syntax/lexer.h"

namespace kith::spec {
namespace {

using syntax::TokenKind;

bool may_be_lifted_after(TokenKind kind) {
  switch (kind) {
    case TokenKind::kEqual:
    case TokenKind::kNotEqual:
    case TokenKind::kLess:
    case TokenKind::kLessEqual:
    case TokenKind::kGreater:
    case TokenKind::kGreaterEqual:
    case TokenKind::kColon: return true;
    default: return false;
  }
}

/// The value of a plain literal; null (which is never lifted) for spellings this does not read.
Value plain_literal(TokenKind kind, const std::string& text) {
  const bool digits = text.find_first_not_of("0123456789.") == std::string::npos;
  if (kind == TokenKind::kInteger && digits && text.size() < 18) return static_cast<std::int64_t>(std::atoll(text.c_str()));
  if (kind == TokenKind::kFloat && digits) return std::atof(text.c_str());
  if (kind == TokenKind::kString && text.find('\\') == std::string::npos) return text.substr(1, text.size() - 2);
  return {};
}

}  // namespace

std::string literals_as_parameters(const std::string& statement, Parameters& parameters) {
  std::string out;
  std::size_t copied = 0;
  TokenKind before = TokenKind::kEnd;
  for (const syntax::Token& token : syntax::tokenize(statement).tokens) {
    if (may_be_lifted_after(before)) {
      Value value = plain_literal(token.kind, statement.substr(token.offset, token.length));
      if (!value.is_null()) {
        const std::string name = "p" + std::to_string(parameters.size());
        out += statement.substr(copied, token.offset - copied) + "$" + name;
        copied = token.offset + token.length;
        parameters.set(name, value);
      }
    }
    before = token.kind;
  }
  return out + statement.substr(copied);
}

}  // namespace kith::spec

TEST_CASE("spec: literals of properties become parameters", "[spec]") {
  kith::Parameters parameters;
  const std::string text = kith::spec::literals_as_parameters(
      "MATCH (a:A {name: 'Ann'})-[*1..2]->(b) WHERE b.n > 2.5 RETURN b LIMIT 3", parameters);
  CHECK(text == "MATCH (a:A {name: $p0})-[*1..2]->(b) WHERE b.n > $p1 RETURN b LIMIT 3");
  CHECK(parameters == kith::Parameters{{"p0", "Ann"}, {"p1", 2.5}});
}
