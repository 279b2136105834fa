// The syntax tree: what the text says, before any name is looked up. Plain values, no catalog.
//
//     MATCH (n) RETURN n.name   is
//     Statement {body: Query {parts: [SingleQuery {clauses: [MatchClause, ReturnClause]}]}}
//
// A stage that works on clauses visits the variant `Clause`; expressions are in expression.h, patterns in
// pattern.h. Every node has the span of the text it came from.
//
// What parse() already guarantees (checks.cc), so that no later stage asks again:
// - RETURN and FINISH stand only at the end, SHOW only at the beginning; a query ends with one of these, an updating
//   clause or a CALL (in EXISTS and COUNT also with a clause that reads; in COLLECT only with RETURN); all parts of
//   a UNION agree on ALL; the body of FOREACH only updates; EXISTS, COUNT and COLLECT do not.
// - A part of a query has clauses or is a query in braces, never both; a query has parts or branches (WHEN).
// - CALL without arguments and YIELD * are the only clause of their statement.
// - In CREATE and MERGE an edge has one type (kName, or kDynamicAll) and no repetition, in CREATE also a direction;
//   labels are a label set; no WHERE inside. An edge with a variable and no type is left to the binder (it is
//   VariableAlreadyBound or NoSingleRelationshipType). Only CREATE has a parameter as properties.
// - kPattern stands only where true or false is wanted (WHERE, exists(), conditions of CASE and comprehensions).
// Scopes, types, names and NoExpressionAlias are for the binder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "query/syntax/expression.h"
#include "query/syntax/on_error.h"
#include "query/syntax/pattern.h"

namespace kith::syntax {

// ---- Projections ----

struct ProjectionItem {
  Expression expression = {};
  Name alias = {};        ///< after AS
  std::string text = {};  ///< the expression exactly as written: the column's name without an alias

  friend bool operator==(const ProjectionItem& a, const ProjectionItem& b) {
    return a.expression == b.expression && a.alias == b.alias;
  }
};

struct SortItem {
  Expression expression = {};
  bool descending = false;

  friend bool operator==(const SortItem&, const SortItem&) = default;
};

/// GROUP BY keys; without keys `GROUP BY ()`, or `GROUP BY ALL` where every item without an aggregate is a key.
struct GroupBy {
  Place span = {};
  bool all = false;
  std::vector<Expression> keys = {};

  friend bool operator==(const GroupBy&, const GroupBy&) = default;
};

/// What follows WITH and RETURN.
struct Projection {
  Place span = {};
  bool distinct = false;
  bool star = false;  ///< `*`, before the items
  std::vector<ProjectionItem> items = {};
  std::optional<GroupBy> group_by = {};
  std::vector<SortItem> order_by = {};
  Expression skip = {};
  Expression limit = {};

  friend bool operator==(const Projection&, const Projection&) = default;
};

// ---- Reading clauses ----

enum class MatchMode : std::uint8_t { kDefault, kDifferentRelationships, kRepeatableElements };

struct MatchClause {
  Place span = {};
  bool optional = false;
  MatchMode mode = MatchMode::kDefault;
  std::vector<PathPattern> patterns = {};
  Expression where = {};

  friend bool operator==(const MatchClause&, const MatchClause&) = default;
};

/// How FOR counts the elements: WITH ORDINALITY from 1, WITH OFFSET from 0.
enum class ElementCount : std::uint8_t { kNone, kOrdinality, kOffset };

/// UNWIND list AS variable; GQL's FOR variable IN list WITH OFFSET position
struct UnwindClause {
  Place span = {};
  Expression list = {};
  Name variable = {};
  bool is_for = false;
  ElementCount count = ElementCount::kNone;
  Name position = {};  ///< the variable of `count`

  friend bool operator==(const UnwindClause&, const UnwindClause&) = default;
};

struct YieldItem {
  Name field = {};
  Name alias = {};  ///< after AS

  friend bool operator==(const YieldItem&, const YieldItem&) = default;
};

struct Yield {
  Place span = {};
  bool star = false;  ///< YIELD *
  std::vector<YieldItem> items = {};
  Expression where = {};

  friend bool operator==(const Yield&, const Yield&) = default;
};

/// CALL name(arguments) YIELD …
struct CallClause {
  Place span = {};
  bool optional = false;
  Name procedure = {};                                    ///< dotted, as written
  std::optional<std::vector<Expression>> arguments = {};  ///< none: called without parentheses
  std::optional<Yield> yield = {};

  friend bool operator==(const CallClause&, const CallClause&) = default;
};

/// IN 2 CONCURRENT TRANSACTIONS OF n ROWS ON ERROR CONTINUE REPORT STATUS AS s
struct InTransactions {
  bool is_concurrent = false;
  Expression concurrency = {};  ///< before CONCURRENT, if said
  Expression batch_rows = {};
  std::optional<OnError> on_error = {};
  Name status = {};

  friend bool operator==(const InTransactions&, const InTransactions&) = default;
};

/// CALL (imports) { query } IN TRANSACTIONS …
struct SubqueryClause {
  Place span = {};
  bool optional = false;
  bool scoped = false;        ///< written with (…): only `imports` are visible inside, without an importing WITH
  bool imports_star = false;  ///< CALL (*)
  std::vector<Name> imports = {};
  Box<Query> query = {};
  std::optional<InTransactions> in_transactions = {};

  friend bool operator==(const SubqueryClause&, const SubqueryClause&) = default;
};

enum class SchemaItemKind : std::uint8_t { kIndex, kConstraint };

/// LOAD CSV WITH HEADERS FROM place AS variable FIELDTERMINATOR ';'
struct LoadCsvClause {
  Place span = {};
  bool with_headers = false;
  Expression place = {};
  Name variable = {};
  std::string separator = {};  ///< one character; empty: not said, a comma

  friend bool operator==(const LoadCsvClause&, const LoadCsvClause&) = default;
};

enum class ShowKind : std::uint8_t { kIndexes, kConstraints, kFunctions, kProcedures };

/// SHOW INDEXES, SHOW FUNCTIONS …: tells of the schema and the language as a procedure would.
struct ShowClause {
  Place span = {};
  ShowKind what = ShowKind::kIndexes;
  std::string filter = {};  ///< "RANGE", "NODE UNIQUE", …: the words before INDEXES, in capitals; empty or "ALL": all
  std::optional<Yield> yield = {};  ///< without star and items: the default columns, under WHERE
  Projection rows = {};             ///< ORDER BY, SKIP and LIMIT of YIELD, which come before its WHERE; nothing else

  friend bool operator==(const ShowClause&, const ShowClause&) = default;
};

// ---- Updating clauses ----

/// CREATE; GQL's INSERT does the same.
struct CreateClause {
  Place span = {};
  bool is_insert = false;
  std::vector<PathPattern> patterns = {};

  friend bool operator==(const CreateClause&, const CreateClause&) = default;
};

enum class SetKind : std::uint8_t {
  kProperty,       ///< target (a kProperty or kIndex) = value
  kReplace,        ///< target (a kVariable) = value: all properties
  kAddProperties,  ///< target (a kVariable) += value
  kLabels,         ///< target (a kVariable) :A:B
};

/// One assignment of SET. In REMOVE only kProperty and kLabels occur, without a value.
struct SetItem {
  Place span = {};
  SetKind kind = SetKind::kProperty;
  Expression target = {};
  Expression value = {};
  Box<LabelExpression> labels = {};  ///< kName, kAnd and dynamic kinds only

  friend bool operator==(const SetItem&, const SetItem&) = default;
};

struct SetClause {
  Place span = {};
  std::vector<SetItem> items = {};

  friend bool operator==(const SetClause&, const SetClause&) = default;
};

struct RemoveClause {
  Place span = {};
  std::vector<SetItem> items = {};

  friend bool operator==(const RemoveClause&, const RemoveClause&) = default;
};

/// ON CREATE SET …, ON MATCH SET …
struct MergeAction {
  Place span = {};
  bool on_create = false;
  std::vector<SetItem> items = {};

  friend bool operator==(const MergeAction&, const MergeAction&) = default;
};

struct MergeClause {
  Place span = {};
  PathPattern pattern = {};
  std::vector<MergeAction> actions = {};  ///< in the order written

  friend bool operator==(const MergeClause&, const MergeClause&) = default;
};

struct DeleteClause {
  Place span = {};
  bool detach = false;
  std::vector<Expression> targets = {};

  friend bool operator==(const DeleteClause&, const DeleteClause&) = default;
};

/// FOREACH (variable IN list | body)
struct ForeachClause {
  Place span = {};
  Name variable = {};
  Expression list = {};
  Box<Query> body = {};  ///< one part, updating clauses only

  friend bool operator==(const ForeachClause&, const ForeachClause&) = default;
};

// ---- Projecting clauses ----

struct WithClause {
  Place span = {};
  Projection projection = {};
  Expression where = {};

  friend bool operator==(const WithClause&, const WithClause&) = default;
};

struct ReturnClause {
  Place span = {};
  Projection projection = {};

  friend bool operator==(const ReturnClause&, const ReturnClause&) = default;
};

// ---- Clauses of GQL that let all variables pass ----

struct LetItem {
  Name variable = {};
  Expression value = {};

  friend bool operator==(const LetItem&, const LetItem&) = default;
};

/// LET x = 1, y = 2: new variables beside those there are. No item sees another.
struct LetClause {
  Place span = {};
  std::vector<LetItem> items = {};

  friend bool operator==(const LetClause&, const LetClause&) = default;
};

/// FILTER predicate, FILTER WHERE predicate
struct FilterClause {
  Place span = {};
  Expression where = {};

  friend bool operator==(const FilterClause&, const FilterClause&) = default;
};

/// ORDER BY, SKIP (or OFFSET) and LIMIT that belong to no WITH or RETURN; one of them at least.
struct PageClause {
  Place span = {};
  std::vector<SortItem> order_by = {};
  Expression skip = {};
  Expression limit = {};

  friend bool operator==(const PageClause&, const PageClause&) = default;
};

/// FINISH: all effects, no rows.
struct FinishClause {
  Place span = {};

  friend bool operator==(const FinishClause&, const FinishClause&) = default;
};

// ---- Queries ----

using Clause = std::variant<MatchClause, UnwindClause, CallClause, SubqueryClause, LoadCsvClause, ShowClause,
                            CreateClause, SetClause, RemoveClause, MergeClause, DeleteClause, ForeachClause, WithClause,
                            ReturnClause, LetClause, FilterClause, PageClause, FinishClause>;

/// The span of whichever clause it is.
Place span_of(const Clause& clause);

/// True for CREATE, SET, REMOVE, MERGE, DELETE, FOREACH, and CALL { … } around one of them.
bool is_updating(const Clause& clause);

/// Clauses, or a whole query in braces.
struct SingleQuery {
  Place span = {};
  std::vector<Clause> clauses = {};
  Box<Query> braced = {};

  friend bool operator==(const SingleQuery&, const SingleQuery&) = default;
};

/// WHEN condition THEN part; the last may be ELSE part, without a condition.
struct WhenBranch {
  Expression condition = {};
  SingleQuery part = {};

  friend bool operator==(const WhenBranch&, const WhenBranch&) = default;
};

/// One part, or several joined by UNION (`all`: UNION ALL), or else the branches of a conditional query.
///
/// In `a NEXT b NEXT c` the query is c, and a and b are `earlier`: each begins with the rows of the one before.
struct Query {
  Place span = {};
  std::vector<Query> earlier = {};  ///< these have none of their own
  std::vector<SingleQuery> parts = {};
  bool all = false;
  std::vector<WhenBranch> branches = {};

  friend bool operator==(const Query& a, const Query& b);
};

/// True if the rows of `part` are those of a RETURN at its end.
bool ends_with_return(const SingleQuery& part);

/// True if any clause of any part updates.
bool is_updating(const Query& query);

/// True for CALL { … } IN TRANSACTIONS.
bool runs_in_transactions(const Clause& clause);

// ---- Schema ----

/// The nodes of a label or the edges of a type, and the properties of them that an index or constraint is on.
struct SchemaTarget {
  bool edge = false;
  Name variable = {};
  Name label = {};  ///< label, or edge type
  std::vector<Name> more_labels = {};  ///< behind it and `|`: of full-text indexes
  std::vector<Name> keys = {};

  friend bool operator==(const SchemaTarget&, const SchemaTarget&) = default;
};

struct CreateIndex {
  Place span = {};
  Name name = {};         ///< empty: to be chosen
  std::string type = {};  ///< "RANGE", "FULLTEXT", …; empty: not said
  bool if_not_exists = false;
  bool each = false;  ///< ON EACH: the elements of a list property are indexed, not the list; always of FULLTEXT
  SchemaTarget target = {};
  Expression options = {};  ///< a kMap or kParameter, or missing

  friend bool operator==(const CreateIndex&, const CreateIndex&) = default;
};

enum class ConstraintKind : std::uint8_t {
  kUnique,   ///< IS UNIQUE
  kKey,      ///< IS NODE KEY, IS RELATIONSHIP KEY: unique and not null
  kNotNull,  ///< IS NOT NULL
  kType,     ///< IS :: TYPE
};

struct CreateConstraint {
  Place span = {};
  Name name = {};  ///< empty: to be chosen
  bool if_not_exists = false;
  SchemaTarget target = {};
  ConstraintKind kind = ConstraintKind::kUnique;
  Box<TypeName> type = {};  ///< of kType

  friend bool operator==(const CreateConstraint&, const CreateConstraint&) = default;
};

/// DROP INDEX name, DROP CONSTRAINT name
struct DropSchema {
  Place span = {};
  SchemaItemKind what = SchemaItemKind::kIndex;
  Name name = {};
  bool if_exists = false;

  friend bool operator==(const DropSchema&, const DropSchema&) = default;
};

// ---- Statements ----

enum class StatementMode : std::uint8_t { kRun, kExplain, kProfile };

struct Statement {
  StatementMode mode = StatementMode::kRun;
  Place span = {};
  std::variant<Query, CreateIndex, CreateConstraint, DropSchema> body = {};

  friend bool operator==(const Statement&, const Statement&) = default;
};

}  // namespace kith::syntax
