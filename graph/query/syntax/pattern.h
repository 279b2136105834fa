// The syntax tree of patterns: what MATCH, CREATE, MERGE, comprehensions and pattern predicates share.
//
//     p = (a:Person {name: 'X'})-[r:MET|CALLED*1..3]->(b)   is
//     PathPattern {variable p, nodes [a, b], edges [r]}
//
// Invariant: a path has one node more than edges; nodes[i] -edges[i]- nodes[i + 1] in the order written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "query/syntax/expression.h"

namespace kith::syntax {

enum class LabelKind : std::uint8_t {
  kName,        ///< `name`
  kWildcard,    ///< %: any label at all
  kNot,         ///< one child
  kAnd,         ///< two or more children; A:B is the same as A&B, and `colons` tells which was written
  kOr,          ///< two or more children
  kDynamicAll,  ///< $(expression) or $all(expression): a label, or a list of which all are meant
  kDynamicAny,  ///< $any(expression)
};

/// Labels of a node or types of an edge.
struct LabelExpression {
  LabelKind kind = LabelKind::kName;
  bool colons = false;  ///< not compared
  std::uint16_t height = 1;
  Place span = {};
  std::string name = {};
  std::vector<LabelExpression> children = {};
  Box<Expression> expression = {};  ///< of the dynamic kinds

  friend bool operator==(const LabelExpression& a, const LabelExpression& b);
};

/// The names of a plain label set (A, A:B, A&B), in the order written; none if it is more than that.
std::optional<std::vector<Name>> plain_labels(const LabelExpression& labels);

/// The names of plain alternatives (A, A|B, A|:B), in the order written; none if it is more than that.
std::optional<std::vector<Name>> plain_alternatives(const LabelExpression& labels);

/// True for labels that a node can be given: names, names worked out at run time ($(…)), and several of these.
bool is_label_set(const LabelExpression& labels);

/// (variable:labels {properties} WHERE where), each part optional.
struct NodePattern {
  Place span = {};
  Name variable = {};
  Box<LabelExpression> labels = {};
  Expression properties = {};  ///< a kMap or kParameter, or missing
  Expression where = {};

  friend bool operator==(const NodePattern&, const NodePattern&) = default;
};

/// How often an edge, or a group, is walked. `*` inside the brackets, or (`quantified`) +, *, {m,n} behind.
struct Repeat {
  std::optional<std::uint64_t> min = {};  ///< left out: 1 for the form inside the brackets, 0 for {,n}
  std::optional<std::uint64_t> max = {};  ///< left out: no bound
  bool quantified = false;
  Place span = {};

  friend bool operator==(const Repeat&, const Repeat&) = default;
};

enum class Arrow : std::uint8_t {
  kRight,  ///< -->
  kLeft,   ///< <--
  kNone,   ///< --: either direction
  kBoth,   ///< <-->: either direction, as the older form has it
};

/// -[variable:types *repeat {properties} WHERE where]->, each part optional; or, if `group` is set, a
/// parenthesised path pattern in this place, of which only `group`, `where` and `repeat` are used.
struct EdgePattern {
  Place span = {};
  Arrow arrow = Arrow::kNone;
  Name variable = {};
  Box<LabelExpression> types = {};
  Expression properties = {};  ///< a kMap or kParameter, or missing
  Expression where = {};
  std::optional<Repeat> repeat = {};
  Box<PathPattern> group = {};

  friend bool operator==(const EdgePattern& a, const EdgePattern& b);
};

enum class ShortestForm : std::uint8_t {
  kNone,
  kOne,  ///< shortestPath(…)
  kAll,  ///< allShortestPaths(…)
};

/// SHORTEST k, ALL SHORTEST … before a path.
enum class PathSelector : std::uint8_t {
  kNone,
  kAll,             ///< ALL
  kAny,             ///< ANY k; k is 1 if left out
  kAllShortest,     ///< ALL SHORTEST
  kAnyShortest,     ///< ANY SHORTEST
  kShortest,        ///< SHORTEST k
  kShortestGroups,  ///< SHORTEST k GROUPS
};

enum class PathMode : std::uint8_t { kNone, kWalk, kTrail, kSimple, kAcyclic };

struct PathPattern {
  Place span = {};
  Name variable = {};
  ShortestForm shortest = ShortestForm::kNone;
  PathSelector selector = PathSelector::kNone;
  Expression selector_count = {};  ///< an integer literal or a parameter, or missing
  PathMode mode = PathMode::kNone;
  std::vector<NodePattern> nodes = {};
  std::vector<EdgePattern> edges = {};

  friend bool operator==(const PathPattern&, const PathPattern&) = default;
};

/// A node that nobody wrote: it stands between a group and what is not a node.
inline bool is_implied(const NodePattern& node) { return node.span.length == 0; }

/// ((a)-->(b) WHERE …) and nothing else: the path inside the brackets is meant.
bool is_bracketed(const PathPattern& path);

}  // namespace kith::syntax
