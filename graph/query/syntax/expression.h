// The syntax tree of expressions: one closed, tagged node type. Clauses and statements: ast.h.
//
//     1 < n.age <= 30   is   kComparison {operators: [<, <=], children: [1, kProperty {name: age, children: [n]}, 30]}
//
// Invariants of every tree that parse() gives:
// - `children` has the shape told beside each kind below; an optional part that was left out is a child
//   (or member) of kind kMissing, so that positions are fixed.
// - `height` is 1 for a leaf, else 1 + that of the highest child (or of what a pattern, label expression or
//   subquery inside holds), and never more than kNestingMax: recursion over a tree needs no guard of its own.
// - Two trees compare equal if they say the same, wherever they stand in the text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kith/status.h"
#include "kith/value.h"
#include "query/syntax/box.h"
#include "query/syntax/place.h"

namespace kith::syntax {

/// Of a literal that is not lifted.
inline constexpr std::uint32_t kNotLifted = ~std::uint32_t{0};

/// The deepest nesting of expressions, patterns and subqueries in a statement.
inline constexpr std::uint16_t kNestingMax = 500;

enum class ExpressionKind : std::uint8_t {
  kMissing,        ///< an optional part that was left out
  kLiteral,        ///< `value`: null, boolean, integer, float or string; a sign before a number is part of it
  kParameter,      ///< `name`: $name, $1, $`a name`
  kVariable,       ///< `name`
  kProperty,       ///< children {base}, `name` the key
  kIndex,          ///< children {base, index}
  kSlice,          ///< children {base, from?, to?}
  kList,           ///< children: the elements
  kMap,            ///< `names` the keys, children the values
  kMapProjection,  ///< children {subject, values…}; names[i] is the key of children[i + 1]. `.key` and `variable`
                   ///< are written out (key: subject.key, variable: variable); `.*` is a kAllProperties without key
  kAllProperties,  ///< only inside kMapProjection

  kOr,          ///< two or more children
  kXor,         ///< two or more children
  kAnd,         ///< two or more children
  kNot,         ///< {operand}
  kComparison,  ///< a chain: children[i] operators[i] children[i + 1]

  kAdd,  ///< this and the next six: {left, right}
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kPower,
  kConcatenate,  ///< left || right
  kNegate,       ///< {operand}
  kPlus,         ///< {operand}: a sign that does nothing to a number

  kIn,  ///< this and the next four: {left, right}
  kStartsWith,
  kEndsWith,
  kContains,
  kMatchesRegex,  ///< left =~ right
  kIsNull,        ///< {operand}
  kIsNotNull,     ///< {operand}
  kHasLabels,     ///< {operand}, `labels`: n:A:B, n:A|B, r:TYPE
  kIsType,        ///< {operand}, `type`: x IS :: INTEGER NOT NULL
  kIsNotType,     ///< {operand}, `type`

  kFunction,           ///< children: the arguments; `name` lower-cased and dotted, `written` as in the text; `distinct`
  kCountStar,          ///< count(*)
  kCase,               ///< {operand?, when, then, when, then, …, else?}
  kListComprehension,  ///< [name IN list WHERE predicate | projection]: {list, predicate?, projection?}
  kPatternComprehension,  ///< [name = pattern WHERE predicate | projection]: `pattern`, {predicate?, projection}
  kAll,                   ///< this and the next three: all(name IN list WHERE predicate): {list, predicate?}
  kAny,
  kNone,
  kSingle,
  kReduce,        ///< reduce(name = start, names[0] IN list | step): {start, list, step}
  kPattern,       ///< a pattern as a predicate: `pattern`
  kShortestPath,  ///< shortestPath(…) or allShortestPaths(…) as an expression: `pattern`, its `shortest` tells which
  kExists,        ///< EXISTS { … }: `query`; the short form (a pattern and WHERE) is written out as a MATCH
  kCount,         ///< COUNT { … }: as kExists
  kCollect,       ///< COLLECT { … }: `query`
};

enum class ComparisonOperator : std::uint8_t { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };

struct PathPattern;
struct LabelExpression;
struct Query;

/// A type as in `x IS :: LIST<INTEGER NOT NULL> | STRING`: `name` in capitals and single spaces.
/// LIST has one part, its elements' type; "ANY OF" has the alternatives as parts; others have none.
struct TypeName {
  std::string name = {};
  std::vector<TypeName> parts = {};
  bool not_null = false;
  Place span = {};

  friend bool operator==(const TypeName& a, const TypeName& b);
};

struct Expression {
  ExpressionKind kind = ExpressionKind::kMissing;
  bool distinct = false;
  std::uint16_t height = 1;
  Place span = {};
  std::uint32_t lifted = kNotLifted;  ///< the number lift_literals() gave this literal; not compared
  Value value = {};
  std::string name = {};
  std::string written = {};
  std::vector<std::string> names = {};
  std::vector<ComparisonOperator> operators = {};
  std::vector<Expression> children = {};
  Box<PathPattern> pattern;
  Box<LabelExpression> labels;
  Box<TypeName> type;
  Box<Query> query;

  // Defined where the types inside are complete.
  Expression();
  Expression(const Expression&);
  Expression(Expression&&) noexcept;
  Expression& operator=(const Expression&);
  Expression& operator=(Expression&&) noexcept;
  ~Expression();

  /// False for a part that was left out.
  bool present() const noexcept { return kind != ExpressionKind::kMissing; }

  friend bool operator==(const Expression& a, const Expression& b);
};

}  // namespace kith::syntax
