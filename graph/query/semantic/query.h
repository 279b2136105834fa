// Bound queries: what a statement means once every name has become a slot.
//
//     MATCH (p:Person {name: $x})-[r:MET]->(q) RETURN q.name AS name ORDER BY name   is
//     match #0 -[#1 :MET]-> #2 where #0:Person and #0.name = $x
//     project #2.name as #3 order by #3
//
// Patterns are graphs: nodes and edges by slot, and everything that was written inside them (labels, property
// maps, WHERE) is a list of predicates, so that later stages see one form. Slots are numbered once for the whole
// statement, subqueries included; a variable that is merely passed on or renamed keeps its slot.
//
// Several small structs here (CreateNode, SetItem, SortKey …) serve the physical plan too.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "query/semantic/expression.h"
#include "query/semantic/notices.h"
#include "query/semantic/route.h"
#include "query/syntax/expression.h"
#include "query/syntax/on_error.h"
#include "storage/catalog.h"

namespace kith::semantic {

struct Projection {
  Slot slot;
  Expr expr;
};

struct SortKey {
  Expr expr;
  bool descending = false;
};

struct OutputColumn {
  std::string name;
  Slot slot;
};

// ---- patterns ----

struct PatternNode {
  Slot slot = kNoSlot;
  bool bound = false;  ///< by an earlier clause
};

enum class Shortest : std::uint8_t { kNone, kOne, kAll };

/// One edge, or (`variable`) a trail of hops_min..hops_max edges whose slot holds their list.
struct PatternEdge {
  Slot slot = kNoSlot;
  Slot from = kNoSlot;  ///< the node written on the left
  Slot to = kNoSlot;
  Direction direction = Direction::kOut;  ///< from left to right, right to left (kIn), or either
  std::vector<std::string> types = {};
  bool bound = false;
  bool variable = false;
  std::uint64_t hops_min = 1;
  std::uint64_t hops_max = ~std::uint64_t{0};
  std::optional<Expr> properties = {};  ///< of a variable edge: a map every edge must equal in its keys
  Shortest shortest = Shortest::kNone;
  bool conditions_guide_search =
      false;            ///< shortestPath(): WHERE is met by the path found; SHORTEST: it is tested after
  Slot path = kNoSlot;  ///< of a shortest path: the path itself
  std::vector<Expr> path_predicates = {};  ///< of a shortest path: conditions on the path or its edges
  std::optional<Route> route = {};         ///< walked so; the slot holds the list of all its edges, `path` the path
};

/// A path as it was written.
struct PatternPart {
  Slot start = kNoSlot;  ///< its first node
  SourceSpan span = {};
};

/// What one MATCH asks for. Each node slot occurs once in `nodes`; edges are in the order written. No two edges,
/// nor edges inside lists, may coincide (trails), but those of shortest paths are apart from the others.
struct Pattern {
  std::vector<PatternNode> nodes = {};
  std::vector<PatternEdge> edges = {};
  std::vector<PatternPart> parts = {};  ///< in the order written
  std::vector<Expr> predicates = {};   ///< a conjunction: what is written in the pattern first, then WHERE
  std::vector<Projection> paths = {};  ///< named paths, made of the slots above; predicates may use them
  bool edges_repeat = false;           ///< REPEATABLE ELEMENTS: edges may coincide after all
};

// ---- clauses ----

struct MatchClause {
  bool optional = false;
  Pattern pattern;
  std::vector<Slot> introduces = {};  ///< null if optional and nothing is found
};

struct UnwindClause {
  Slot slot;
  Expr list;
  Slot position = kNoSlot;  ///< counts the elements of each list
  std::int64_t first = 0;   ///< the first one's position
};

struct CallClause {
  std::shared_ptr<const function::Procedure> procedure;
  std::vector<Expr> arguments;
  std::vector<std::pair<std::uint32_t, Slot>> yields;  ///< output number → slot
  std::vector<Expr> where;
  bool optional = false;
};

/// IN TRANSACTIONS OF batch_rows ROWS ON ERROR on_error REPORT STATUS AS status.
struct InTransactions {
  std::optional<Expr> batch_rows = {};  ///< none: 1000
  OnError on_error = OnError::kFail;
  Slot status = kNoSlot;
};

/// CALL { … }. A unit subquery (without columns) runs for its effects and keeps the rows.
struct SubqueryClause {
  std::shared_ptr<const Query> query;
  bool optional = false;
  bool unit = false;
  std::optional<InTransactions> in_transactions = {};
};

struct CreateNode {
  Slot slot;
  std::vector<std::string> labels;
  std::vector<Expr> dynamic_labels;  ///< $(…): each gives a label or a list of them
  std::optional<Expr> properties;
};

struct CreateEdge {
  Slot slot;
  Slot from;
  Slot to;
  std::string type;
  std::optional<Expr> dynamic_type;  ///< $(…): instead of `type`
  std::optional<Expr> properties;
};

using CreateElement = std::variant<CreateNode, CreateEdge>;

struct CreateClause {
  std::vector<CreateElement> elements;
  std::vector<Projection> paths = {};
};

struct SetItem {
  enum class Kind : std::uint8_t { kProperty, kReplace, kMerge, kLabels } kind;
  Expr target;                         ///< a node or edge
  std::string key;                     ///< kProperty
  std::optional<Expr> dynamic_key;     ///< kProperty: n[expression], instead of `key`
  std::vector<std::string> labels;     ///< kLabels
  std::vector<Expr> dynamic_labels;    ///< kLabels: $(…)
  Expr value;                          ///< all but kLabels
};

struct SetClause {
  std::vector<SetItem> items;
};

struct RemoveItem {
  Expr target;
  std::string key;
  std::optional<Expr> dynamic_key;  ///< n[expression]
  std::vector<std::string> labels;
  std::vector<Expr> dynamic_labels;
};

struct RemoveClause {
  std::vector<RemoveItem> items;
};

struct DeleteClause {
  std::vector<Expr> targets;
  bool detach = false;
};

struct MergeClause {
  Pattern pattern;  ///< its named paths are made after the clause, whichever way the row came
  std::vector<CreateElement> create;
  std::vector<SetItem> on_create;
  std::vector<SetItem> on_match;
};

struct ForeachClause {
  Slot slot;
  Expr list;
  std::shared_ptr<const Query> body;
};

/// WITH and RETURN. In order: group (if `aggregates_rows`), compute `items`, distinct, sort, skip, limit,
/// then (WITH … WHERE) filter. Sort keys and `where` may use slots that are not among `visible`.
struct ProjectClause {
  bool aggregates_rows = false;
  std::vector<Projection> keys = {};
  std::vector<Projection> aggregates = {};
  std::vector<Projection> items = {};
  std::vector<Slot> visible = {};  ///< what is alive afterwards, each once
  bool distinct = false;
  std::vector<SortKey> order_by = {};
  std::optional<Expr> skip = {};
  std::optional<Expr> limit = {};
  std::vector<Expr> where = {};
};

using Clause = std::variant<MatchClause, UnwindClause, CallClause, SubqueryClause, CreateClause, SetClause,
                            RemoveClause, DeleteClause, MergeClause, ForeachClause, ProjectClause>;

struct QueryPart {
  std::vector<Clause> clauses;
  std::vector<OutputColumn> columns;  ///< of its RETURN; none without
};

/// One part, or several joined by UNION: then the parts' columns are moved to the slots of `columns`.
struct Query {
  std::vector<QueryPart> parts;
  bool all = false;
  std::vector<OutputColumn> columns;
  bool writes = false;
  bool in_subquery = false;  ///< begins with the rows it is asked for, not with one row
};

/// CREATE/DROP INDEX/CONSTRAINT: runs beside transactions.
struct SchemaCommand {
  enum class Kind : std::uint8_t { kCreateIndex, kCreateConstraint, kDropIndex, kDropConstraint } kind;
  std::string name;
  bool if_exists_or_not = false;
  bool each = false;
  bool on_edges = false;
  std::string label_or_type;
  std::vector<std::string> keys;
  storage::ConstraintKind constraint = storage::ConstraintKind::kUnique;  ///< of kCreateConstraint
  storage::PropertyTypes types = {};                                      ///< of a type constraint
  bool fold = false;  ///< of an index: case and accents do not matter
  // ---- of a full-text index ----
  bool full_text = false;
  std::vector<std::string> more_owners = {};  ///< further labels or types
  std::string language = "none";              ///< of its stemmer
  std::shared_ptr<const syntax::Expression> late_options = {};  ///< with parameters: to be applied when they are known
};

struct BoundStatement {
  std::variant<Query, SchemaCommand> body;
  Slot slot_count = 0;
  std::map<Slot, std::string> slot_names = {};  ///< of variables and columns, for EXPLAIN and PROFILE alone
  NoticesPtr notices = {};                      ///< null: none
  bool explain = false;
  bool profile = false;
};

// ---- what an updating clause evaluates: each expression in turn. `T` may be const. ----

template <class T, class Visit>
  requires std::is_same_v<std::remove_const_t<T>, CreateElement>
void for_each_part(T& element, const Visit& visit) {
  if (auto* node = std::get_if<CreateNode>(&element)) {
    for (auto& labels : node->dynamic_labels) visit(labels);
    if (node->properties) visit(*node->properties);
  } else {
    auto& edge = std::get<CreateEdge>(element);
    if (edge.dynamic_type) visit(*edge.dynamic_type);
    if (edge.properties) visit(*edge.properties);
  }
}

template <class T, class Visit>
  requires std::is_same_v<std::remove_const_t<T>, SetItem> || std::is_same_v<std::remove_const_t<T>, RemoveItem>
void for_each_part(T& item, const Visit& visit) {
  visit(item.target);
  if (item.dynamic_key) visit(*item.dynamic_key);
  for (auto& labels : item.dynamic_labels) visit(labels);
  if constexpr (requires { item.value; }) {
    if (item.kind != SetItem::Kind::kLabels) visit(item.value);
  }
}

/// One clause a line, subqueries indented below the clause that holds them.
std::string to_text(const Query& query, std::size_t indent = 0);
std::string to_text(const Pattern& pattern);
std::string to_text(const CreateElement& element);
std::string to_text(const SetItem& item);
std::string to_text(const RemoveItem& item);
std::string to_text(const InTransactions& in);
std::string to_text(const SchemaCommand& command);
std::string to_text(const BoundStatement& statement);

}  // namespace kith::semantic
