// Literals taken out of a statement, so that statements that differ in them alone can share a plan.
//
//     MATCH (p:Person {name: 'Ann'}) WHERE p.age > -30 RETURN p.name = 'Ann' LIMIT 5
//                            └ lifted 0        └ lifted 1 (the 30)         └ and 5 stay: they belong to the text
//
// Lifted are numbers and strings that are compared with a property, or stand in a property map of MATCH, CREATE,
// MERGE or SET. What the meaning of a statement may hang on stays: everything in RETURN, WITH, ORDER BY, SKIP and
// LIMIT (names of columns, grouping keys, counts), bounds of hops, arguments, lists, true, false and null. EXPLAIN
// and PROFILE show the text as it is, so nothing is lifted there.
//
// Which literals of a text can be lifted depends on its tokens but not on what the literals say: it is found out
// once by parsing, and serves every text that has the same shape (the text with each literal replaced by its kind).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kith/status.h"
#include "kith/value.h"
#include "query/syntax/ast.h"

namespace kith::syntax {

/// A number or string in a text; a sign before it is not part of it.
struct LiteralToken {
  enum class Kind : std::uint8_t { kInteger, kFloat, kString } kind;
  std::uint32_t offset;  ///< bytes
  std::uint32_t length;  ///< bytes
  bool after_minus;      ///< the token before is a `-`
};

/// In the order of the text; none if the text has a fault that the lexer finds. One pass.
std::optional<std::vector<LiteralToken>> literal_tokens(std::string_view text);

/// One of the literals that are lifted.
struct LiftedLiteral {
  std::uint32_t token;  ///< index among the literal tokens
  bool negative;        ///< the `-` before it is its sign

  friend bool operator==(const LiftedLiteral&, const LiftedLiteral&) = default;
};

/// Numbers the literals of `statement` that can be lifted (Expression::lifted) in the order of the text, which
/// `tokens` are of.
std::vector<LiftedLiteral> lift_literals(Statement& statement, const std::vector<LiteralToken>& tokens);

/// The value of a literal token. Errors: those of number_value().
Result<Value> literal_value(std::string_view text, const LiteralToken& token, bool negative);

/// Appends `text` to `out` with each literal replaced by a mark of its kind that no text can have in its place.
void append_shape(std::string& out, std::string_view text, const std::vector<LiteralToken>& tokens);

/// The same with the lifted ones alone replaced: the text after lifting.
void append_lifted(std::string& out, std::string_view text, const std::vector<LiteralToken>& tokens,
                   const std::vector<LiftedLiteral>& lifted);

}  // namespace kith::syntax
