// Bound expressions: names are slots, functions are found, types are what is certain of them.
//
// One tree type serves binder, optimiser and executor. Property keys, labels and types keep their names:
// a name that no token stands for yet (CREATE may make it in the same statement) is looked up again when
// the expression is evaluated, once a batch.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "function/function.h"
#include "kith/status.h"
#include "kith/value.h"
#include "value/batch.h"
#include "value/type.h"
#include "value/value_type.h"

namespace kith::semantic {

struct Query;  // a bound query, semantic/query.h

enum class ExprKind : std::uint8_t {
  kLiteral,    // literal
  kLifted,     // lifted: the number of a literal whose value comes with each run (syntax/lift.h); type is its type
  kParameter,  // name
  kSlot,       // slot
  kProperty,   // children[0].name (node, edge, map, temporal value, point)
  kIndex,      // children[0][children[1]]
  kSlice,      // children[0][children[1]..children[2]]; an absent bound is a null literal with flag `absent`
  kCall,       // function(children...)
  kAnd,        // children..., left to right, ternary; later ones only where not yet decided
  kOr,
  kXor,
  kNot,
  kCompare,     // compare: children[0] op children[1] (chains are bound as kAnd of these)
  kArithmetic,  // arithmetic: children[0] op children[1]
  kNegate,
  kStringPredicate,  // text_op: children[0] STARTS WITH/ENDS WITH/CONTAINS/=~ children[1]
  kIn,
  kIsNull,
  kIsNotNull,
  kHasLabels,  // children[0] has all of names (node labels, or the type of an edge)
  kHasDynamicLabels,  // quantifier (kAll or kAny): as kHasLabels, the names being what children[1] gives, a text or a list
  kIsType,            // children[0] IS :: value_type
  kList,
  kMap,   // names[i]: children[i]
  kCase,  // children: when, then, when, then, ..., else (simple CASE is bound as comparisons of slot `item`)
  kListComprehension,  // [item IN children[0] WHERE children[1] | children[2]], item is slot; absent parts are flagged
  kQuantifier,         // quantifier: item slot, children[0] list, children[1] predicate
  kReduce,             // accumulator slot, item slot2, children[0] initial, children[1] list, children[2] step
  kSubquery,           // subquery_use over subquery; children[0] projection for kPatternList
  kPath,               // path_slots: node, edge or edge list, node, ... ; each edge with its direction unneeded
  kAggregate,          // function, distinct, children; only in Aggregate operators
};

enum class CompareOp : std::uint8_t { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };
enum class ArithmeticOp : std::uint8_t { kAdd, kSubtract, kMultiply, kDivide, kModulo, kPower, kConcatenate };
enum class TextOp : std::uint8_t { kStartsWith, kEndsWith, kContains, kMatches };
enum class Quantifier : std::uint8_t { kAll, kAny, kNone, kSingle };
enum class SubqueryUse : std::uint8_t { kExists, kCount, kList };

struct Expr {
  ExprKind kind = ExprKind::kLiteral;
  Type type = {};
  SourceSpan span = {};
  std::vector<Expr> children = {};
  Value literal = {};
  std::uint32_t lifted = 0;
  std::string name = {};                ///< parameter or property key
  std::vector<std::string> names = {};  ///< labels or map keys
  Slot slot = kNoSlot;
  Slot slot2 = kNoSlot;
  std::vector<Slot> path_slots = {};
  const function::Function* function = nullptr;
  CompareOp compare = {};
  ArithmeticOp arithmetic = {};
  TextOp text_op = {};
  Quantifier quantifier = {};
  SubqueryUse subquery_use = {};
  bool distinct = false;
  bool absent = false;
  std::shared_ptr<const ValueType> value_type = {};  ///< kIsType
  /// kSubquery: the bound query. It may use slots of the rows it is asked for. `plan_index` is where the
  /// physical plan keeps its operators (PhysicalPlan::subplans), set when lowering; `slot` is the column of
  /// the subquery's rows that kList collects.
  std::shared_ptr<const Query> subquery = {};
  std::uint32_t plan_index = ~std::uint32_t{0};
};

/// Cypher-like text with slots as #n, for EXPLAIN and tests: "#2.name = $x AND #3 > 5".
std::string to_text(const Expr& expr);

}  // namespace kith::semantic
