// The physical plan: a tree of operators as plain data, ready to be opened any number of times.
//
//     explain MATCH (p:Person {name: $x})-[:MET_WITH]->(q) RETURN count(*)
//     aggregate count(*) as #3
//       expand #0 -[:MET_WITH]-> #2 unflat
//         index seek #0 :Person(name) = $x
//
// Operators give batches whose columns are addressed by slot; slots are numbered once for the statement.
// Order: every operator but Aggregate, Distinct (hash) and the joins keeps the order of its input.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "query/semantic/query.h"
#include "value/batch.h"

namespace kith::plan {

// Bound once, and carried through unchanged.
using semantic::CreateEdge;
using semantic::CreateNode;
using semantic::Expr;
using semantic::OutputColumn;
using semantic::Projection;
using semantic::RemoveItem;
using semantic::SchemaCommand;
using semantic::SetItem;
using semantic::SortKey;

// ---- leaves: no input, or (inside a subplan) one row for each row of the argument they multiply ----
struct Unit {};  ///< one row without columns

struct Argument {};  ///< the rows the subplan was opened with (Apply, MERGE, subqueries)

/// Scans take an input if they have one: every input row is combined with every node (a product).
struct AllNodesScan {
  Slot node;
};

struct LabelScan {
  Slot node;
  std::string label;
};

/// Equality on all keys of an index (or membership for a kEach index), one expression a key.
struct IndexSeek {
  Slot node;
  std::string index;
  std::vector<Expr> values;
};

/// `values` for the first keys, then a range, or a prefix of a text, on the next.
struct IndexRange {
  Slot node;
  std::string index;
  std::vector<Expr> values;
  std::optional<Expr> low, high, prefix;
  bool low_inclusive = true, high_inclusive = true;
};

/// Nodes that may have the labels that `labels` gives, a text or a list of them: what has the first of them, or every
/// node if it gives none. A filter above looks at the others, and refuses what is no label.
struct DynamicLabelScan {
  Slot node;
  Expr labels;
};

/// WHERE elementId(n) = … or id(n) = …; a list gives several.
struct NodeByIdSeek {
  Slot node;
  Expr id;
};

/// Edges by type without a bound end; binds all three. Undirected gives each edge in both directions (a loop once).
struct EdgeScan {
  Slot from;
  Slot edge;
  Slot to;
  std::vector<std::string> types;
  bool undirected = false;
};

/// Equality on the keys of an index on edges; binds all three.
struct EdgeIndexSeek {
  Slot from;
  Slot edge;
  Slot to;
  std::string index;
  std::vector<Expr> values;
  bool undirected = false;
};

// ---- expansion: one input ----
/// From a bound node over one edge. `to_is_bound`: keep only edges that end at the bound `to`.
/// `distinct_from`: slots of edges (or edge lists) of the same MATCH that must differ from this one.
/// `edge_is_bound`: the edge was bound before; check it instead. Gives unflat batches if `unflat`.
struct Expand {
  Slot from;
  Slot edge;
  Slot to;
  Direction direction = Direction::kOut;
  std::vector<std::string> types;  ///< empty: all
  bool to_is_bound = false;
  bool edge_is_bound = false;
  bool unflat = false;
  std::vector<Slot> distinct_from;
};

/// What is asked of each edge of a walk: `predicate` with the edge in `item`.
struct EdgePredicate {
  Slot item;
  Expr predicate;
};

/// From a bound node over min..max edges (trails: no edge twice), depth first. `edges` is bound to the
/// list in the order walked. `edge_properties`: a map every edge must equal in its keys. `each_end_once`: breadth
/// first, a row for each different end; then hops_min is 0 or 1, and no edge is bound or compared with another.
struct ExpandVariable {
  Slot from;
  Slot edges;
  Slot to;
  Direction direction = Direction::kOut;
  std::vector<std::string> types;
  std::uint64_t hops_min = 1;
  std::uint64_t hops_max = ~std::uint64_t{0};
  bool to_is_bound = false;
  bool edges_are_bound = false;  ///< the list was bound before: the walk must be exactly it
  bool reversed = false;  ///< the pattern was written the other way round: `edges` is the list from `to` to `from`
  std::optional<Expr> edge_properties;
  std::vector<EdgePredicate> edge_predicates;
  bool each_end_once = false;
  std::vector<Slot> distinct_from;
};

/// Between two bound nodes: breadth first from both ends. `all`: every path of the least length.
/// `path_predicates` are tried on each candidate in order of length (then the search is exhaustive).
struct ShortestPath {
  Slot from;
  Slot edges;
  Slot to;
  Slot path;  ///< kNoSlot if not named; predicates and results see it
  Direction direction = Direction::kOut;
  std::vector<std::string> types;
  std::uint64_t hops_min = 1;
  std::uint64_t hops_max = ~std::uint64_t{0};
  bool all = false;
  std::optional<Expr> edge_properties;
  std::vector<Expr> path_predicates;
};

/// Along a route: from `from` on, or, where it chooses among walks, between the two ends, both bound. Binds the list of
/// all edges, the path, and what else the route names.
struct WalkRoute {
  Slot from;
  Slot edges;
  Slot to;
  Slot path;  ///< kNoSlot if not named
  semantic::Route route;
  bool to_is_bound = false;
  bool reversed = false;  ///< the route was turned round: its lists are those of the walk from `to` to `from`
  std::vector<Slot> distinct_from;
};

/// Plain rows of an unflat input.
struct Flatten {};

// ---- rows: one input ----
struct Filter {
  std::vector<Expr> predicates;
};  ///< tried left to right on what is left

/// Adds the projections; afterwards only `keep` and they are alive.
struct Project {
  std::vector<Projection> projections;
  std::vector<Slot> keep;
};

struct Unwind {
  Slot slot;
  Expr list;
  Slot position = kNoSlot;  ///< if asked for: counts the elements of each list
  std::int64_t first = 0;   ///< from here
};

/// Groups by keys (null equals null); without keys one row always. Afterwards only keys and aggregates are alive.
struct Aggregate {
  std::vector<Projection> keys;
  std::vector<Projection> aggregates;
};

struct Distinct {
  std::vector<Slot> slots;
};

/// Stable. With a limit: the first `limit` (top-k).
struct Sort {
  std::vector<SortKey> keys;
  std::optional<Expr> limit;
};

struct Skip {
  Expr count;
};

struct Limit {
  Expr count;
};

// ---- several inputs ----
/// For each batch of input 0 as arguments, the rows of the subplan input 1. `optional`: an input row
/// without any is kept once, with `nulls` null. The output carries the argument's columns.
struct Apply {
  bool optional = false;
  std::vector<Slot> nulls;
};

/// Rows of every input one after the other; `columns[i]` of input i are moved to `slots`.
struct Union {
  std::vector<std::vector<Slot>> columns;
  std::vector<Slot> slots;
};

/// Inner join on equality of keys; input 1 is built into a table.
struct HashJoin {
  std::vector<Expr> left_keys;
  std::vector<Expr> right_keys;
};

/// A row for each row of the procedure; a procedure without outputs keeps its input row once.
struct ProcedureCall {
  std::shared_ptr<const function::Procedure> procedure;
  std::vector<Expr> arguments;
  std::vector<std::pair<std::uint32_t, Slot>> yields;  ///< output number → slot
};

// ---- updates: take all input, do all writes, then give their rows ----
struct Create {
  std::vector<std::variant<CreateNode, CreateEdge>> elements;
};

struct Set {
  std::vector<SetItem> items;
};

struct Remove {
  std::vector<RemoveItem> items;
};

struct Delete {
  std::vector<Expr> targets;
  bool detach = false;
};

/// Input 0 rows; input 1 the match as a subplan. For each row in turn: the matches, or else the creation.
struct Merge {
  Create create;
  std::vector<SetItem> on_create;
  std::vector<SetItem> on_match;
};

/// Runs input 1 (a subplan) for each input row for its effects alone, gives the input row (FOREACH, unit CALL).
struct ForEach {};

/// CALL { … } IN TRANSACTIONS: input 0 rows, `batch_rows` of them at a time as arguments of the subplan input 1, in a
/// transaction of their own. `unit`: as ForEach; otherwise as Apply. Gives rows after the last transaction; what is
/// above it reads the graph as it is then.
struct CallInTransactions {
  semantic::InTransactions in;
  bool unit = false;
  bool optional = false;
  std::vector<Slot> columns;  ///< of the subquery: null in the rows of a transaction that failed
  std::vector<Slot> keep;     ///< what is read above it; all else is let go with its batch
};

struct EmptyResult {};  ///< pulls everything, gives nothing: a statement without RETURN

struct Operator {
  std::variant<Unit, Argument, AllNodesScan, LabelScan, DynamicLabelScan, IndexSeek, IndexRange, NodeByIdSeek, EdgeScan,
               EdgeIndexSeek, Expand, ExpandVariable, ShortestPath, WalkRoute, Flatten, Filter, Project, Unwind,
               Aggregate, Distinct, Sort, Skip, Limit, Apply, Union, HashJoin, ProcedureCall, Create, Set,
               Remove, Delete, Merge, ForEach, CallInTransactions, EmptyResult>
      body;
  std::vector<Operator> inputs = {};
  double rows_estimated = 0;  ///< over all executions; see estimate.h
};

/// What is cached and opened. Move-only; const is safe from many threads.
struct PhysicalPlan {
  std::optional<SchemaCommand> schema;  ///< then there is no operator: runs beside transactions
  Operator root;
  std::vector<Operator> subplans;  ///< of kSubquery expressions, by Expr::plan_index
  std::vector<OutputColumn> columns;
  Slot slot_count = 0;
  bool writes = false;
  bool in_transactions = false;  ///< holds CallInTransactions: runs in no transaction of its own
  bool explain = false;  ///< the plan's text is the result, nothing runs
  bool profile = false;
  semantic::NoticesPtr notices = {};  ///< null: none
  std::map<Slot, std::string> slot_names = {};  ///< of EXPLAIN and PROFILE alone, as Operator::rows_estimated
};

/// One operator a line, inputs indented below it, as in the example above.
std::string to_text(const PhysicalPlan& plan);
std::string to_text(const Operator& op, std::size_t indent = 0);

/// What an operator is called and, apart from it, what it works on: "label scan" and "#0 :Person".
struct OperatorText {
  std::string name;
  std::string details;
};

OperatorText describe(const Operator& op);

}  // namespace kith::plan
