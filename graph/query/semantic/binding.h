// The binder at work: one object a statement, its member functions spread over files by what they bind.
//
//     expression_binder.cc, operator_binder.cc    expressions           projection_binder.cc   WITH, RETURN
//     pattern_binder.cc                           patterns, MATCH       update_binder.cc       CREATE … DELETE
//     route_binder.cc                             repeated and chosen paths
//     call_binder.cc                              procedures            query_binder.cc        clauses, subqueries
//     value_type_binder.cc                        type predicates       dynamic_binder.cc      $(labels), n[key] = …
//     schema_binder.cc                            indexes, constraints, SHOW
//     notices_binder.cc                           names and products that may be worth a warning
//     gql_binder.cc                               LET, FILTER, paging   composed_query_binder.cc  NEXT, WHEN, { … }
//
// Internal to semantic/. Invariant: `scope_` is what is visible where the binder stands; whoever changes it
// for a part of the tree restores it (Saved).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kith/status.h"
#include "query/semantic/binder.h"
#include "query/semantic/query.h"
#include "query/semantic/scope.h"
#include "query/syntax/ast.h"

namespace kith::semantic {

/// Puts a value back when the block ends.
template <class T>
class Saved {
 public:
  explicit Saved(T& place) : place_(place), old_(place) {}

  Saved(T& place, T now) : place_(place), old_(std::exchange(place, std::move(now))) {}

  Saved(const Saved&) = delete;
  Saved& operator=(const Saved&) = delete;

  ~Saved() { place_ = std::move(old_); }

 private:
  T& place_;
  T old_;
};

/// A SyntaxError found while binding.
inline Error fail(std::string detail, const SourceSpan& span, std::string message, std::string hint = {}) {
  return Error{.code = ErrorCode::kSyntax,
               .message = std::move(message),
               .detail = std::move(detail),
               .phase = Phase::kCompileTime,
               .span = span,
               .hint = std::move(hint)};
}

/// What an expression may be made of where rows are already grouped (a projection with aggregates, what
/// follows DISTINCT): texts that stand for slots, and the aggregates to be collected.
struct Grouping {
  struct Item {
    const syntax::Expression* text;
    Slot slot;
    Type type;
  };

  std::vector<Item> items = {};
  /// Inside an expression that aggregates only variables, properties and aggregates may be meant by an item:
  /// `a + b` beside `count(*)` is ambiguous even if it is a grouping key.
  bool simple_items_only = false;
  /// Where to put aggregates that no item stands for; null: such are errors.
  std::vector<Projection>* aggregates = nullptr;
  const Scope* rows = nullptr;  ///< what aggregates' arguments see
  /// Variables that were there before grouping: naming one is AmbiguousAggregationExpression if `ambiguous`,
  /// else UndefinedVariable as for any other unknown name.
  const Scope* hidden = nullptr;
  bool ambiguous = false;
};

/// Whether the expression is a call of evidence(r).
bool is_evidence(const Expr& expr);

class Binder {
 public:
  explicit Binder(const BindContext& context) : context_(context) {}

  Result<BoundStatement> statement(const syntax::Statement& statement);

 private:
  // ---- query_binder.cc ----
  /// Starts from scope_; leaves the scope of the last part's end behind.
  Result<Query> query(const syntax::Query& query);
  /// Whatever `query` is written as, as the parts of `out`.
  Status parts(const syntax::Query& query, Query& out);
  Status part(const syntax::SingleQuery& part, QueryPart& out);
  Status clause(const syntax::Clause& clause, QueryPart& out);
  /// kLimit when the statement has become too long a chain of operators, each of which pulls from the next.
  Status take_steps(std::size_t steps, const SourceSpan& span);
  Result<Query> subquery(const syntax::Query& query);
  Status subquery_clause(const syntax::SubqueryClause& clause, QueryPart& out);
  Status in_transactions(const syntax::InTransactions& in, InTransactions& out);
  Status subquery_parts(const syntax::SubqueryClause& clause, Query& inner);
  Status foreach_clause(const syntax::ForeachClause& clause, QueryPart& out);
  Status unwind(const syntax::UnwindClause& clause, QueryPart& out);
  Status join_columns(Query& query, const syntax::Query& written);
  Status join_columns(Query& query, const std::vector<syntax::Place>& spans, const char* rule);

  // ---- composed_query_binder.cc: NEXT, WHEN, braces ----
  /// Appends the clauses of `query` to `out`. `fresh`: nothing is bound yet that its rows depend on, so that each row
  /// `out` begins with is asked on its own; else the rows so far are one table.
  Status sequence(const syntax::Query& query, bool fresh, QueryPart& out);
  Status segment(const syntax::Query& query, bool fresh, QueryPart& out);
  Status segment_part(const syntax::SingleQuery& part, bool fresh, QueryPart& out);
  Status union_of_table(const syntax::Query& query, QueryPart& out);
  Status conditional(const syntax::Query& query, QueryPart& out);
  /// Appends CALL { query }, whose columns are then all that is known.
  Status embed(Query query, QueryPart& out);
  /// Leaves one row without columns, whatever there was.
  Status one_row(QueryPart& out, const SourceSpan& span);
  /// An aggregate over all rows; without an argument count(*).
  Result<Projection> table_aggregate(const char* name, std::optional<Expr> argument, const SourceSpan& span);

  // ---- gql_binder.cc ----
  Status let(const syntax::LetClause& clause, QueryPart& out);
  Status filter(const syntax::FilterClause& clause, QueryPart& out);
  Status page(const syntax::PageClause& clause, QueryPart& out);
  /// A projection that passes on all there is.
  ProjectClause pass_on() const;

  // ---- expressions ----
  Result<Expr> expression(const syntax::Expression& e);
  /// Must be boolean; patterns may stand in it.
  Result<Expr> predicate(const syntax::Expression& e);
  /// Appends a predicate, AND taken apart.
  Status conjuncts(const syntax::Expression& e, std::vector<Expr>& out);
  Result<Expr> plain_expression(const syntax::Expression& e);  ///< without regard to grouping
  Result<Expr> variable(const syntax::Expression& e);
  Result<Expr> parameter(const syntax::Expression& e);
  Result<Expr> property(const syntax::Expression& e);
  Result<Expr> index_or_slice(const syntax::Expression& e);
  Result<Expr> list(const syntax::Expression& e);
  Result<Expr> map(const syntax::Expression& e);
  Result<Expr> map_projection(const syntax::Expression& e);
  Result<Expr> case_expression(const syntax::Expression& e);
  Result<Expr> has_labels(const syntax::Expression& e);
  Result<Expr> label_predicate(const syntax::LabelExpression& labels, const Expr& element);
  Result<Expr> list_comprehension(const syntax::Expression& e);
  Result<Expr> quantifier(const syntax::Expression& e);
  Result<Expr> reduce(const syntax::Expression& e);
  Result<Expr> function_call(const syntax::Expression& e);
  Result<Expr> aggregate(const syntax::Expression& e, const function::Function& function);
  Result<Expr> call(const char* name, std::vector<Expr> arguments, const SourceSpan& span);
  Status check_arguments(const function::Function& function, const std::vector<Expr>& arguments,
                         const SourceSpan& span);
  Error undefined_variable(std::string_view name, const SourceSpan& span) const;

  // ---- operator_binder.cc ----
  Result<Expr> logical(const syntax::Expression& e, ExprKind kind);
  Result<Expr> comparison(const syntax::Expression& e);
  Result<Expr> arithmetic(const syntax::Expression& e, ArithmeticOp op);
  Result<Expr> sign(const syntax::Expression& e);
  Result<Expr> containment(const syntax::Expression& e);
  Result<Expr> text_predicate(const syntax::Expression& e, TextOp op);
  Result<Expr> null_test(const syntax::Expression& e, ExprKind kind);

  // ---- value_type_binder.cc ----
  Result<Expr> type_test(const syntax::Expression& e);

  // ---- dynamic_binder.cc: names that are worked out at run time ----
  /// $(…), $all(…) and $any(…) as a predicate of `element`.
  Result<Expr> dynamic_label_predicate(const syntax::LabelExpression& labels, const Expr& element);
  /// What stands in the brackets of $(…): may be a text or a list of texts.
  Result<Expr> dynamic_labels(const syntax::LabelExpression& labels);
  /// The key of n[key]: may be a text.
  Result<Expr> dynamic_key(const syntax::Expression& key);
  /// The labels of a label set, by name into `names`, by expression into `dynamic`.
  Status label_set(const syntax::LabelExpression& labels, std::vector<std::string>& names, std::vector<Expr>& dynamic);

  // ---- grouping (projection_binder.cc) ----
  bool aggregates(const syntax::Expression& e) const;
  bool aggregates(const syntax::LabelExpression& labels) const;
  Result<const Grouping::Item*> standing_for(const syntax::Expression& e) const;
  Status projection(const syntax::Projection& projection, const syntax::Expression& where, bool is_with, QueryPart& out,
                    std::vector<OutputColumn>* columns);
  Result<std::optional<std::vector<const syntax::Expression*>>> grouping_keys(
      const std::vector<syntax::ProjectionItem>& items, const syntax::Projection& written) const;
  Status project_items(const std::vector<syntax::ProjectionItem>& items, ProjectClause& clause,
                       struct Projecting& made);
  Status project_order(const syntax::Projection& projection, const syntax::Expression& where, ProjectClause& clause,
                       const struct Projecting& made);
  Result<Expr> row_count(const syntax::Expression& e, const char* keyword);

  // ---- patterns ----
  Result<MatchClause> match(const syntax::MatchClause& clause);
  /// Declares what is new in scope_ and in `introduces`.
  Result<Pattern> pattern(const std::vector<syntax::PathPattern>& paths, std::vector<Slot>& introduces,
                          bool edges_repeat = false);
  Status pattern_path(const struct WrittenPath& path, Pattern& out, struct Matching& matching);
  Result<Slot> pattern_node(const syntax::NodePattern& node, Pattern& out, struct Matching& matching);
  Status pattern_edge(const syntax::EdgePattern& edge, Slot from, Slot to, Pattern& out, struct Matching& matching);
  Status pattern_conditions(const syntax::PathPattern& path, const std::vector<Slot>& elements, Pattern& out);
  Slot same_as_on_route(const syntax::Name& name, Slot on_route, Pattern& out, struct Matching& matching);
  Status node_conditions(const syntax::NodePattern& node, Slot slot, std::vector<Expr>& out);
  Status property_conditions(const syntax::Expression& properties, const Expr& element, std::vector<Expr>& out);
  Result<Expr> pattern_predicate(const syntax::Expression& e);
  Result<Expr> pattern_comprehension(const syntax::Expression& e);
  Result<Expr> shortest_path(const syntax::Expression& e);
  Result<Expr> subquery_expression(const syntax::Expression& e);

  // ---- routes (route_binder.cc) ----
  Status route_path(const struct WrittenPath& path, Pattern& out, struct Matching& matching);
  Status route_choice(const syntax::PathPattern& path, const struct Matching& matching, Route& route);
  Result<Slot> route_stop(const syntax::NodePattern& node, Route& route, struct Matching& matching);
  Result<RouteLeg> fixed_leg(const syntax::EdgePattern& edge, Slot from, Slot to, Route& route,
                             struct Matching& matching);
  Status route_conditions(const struct WrittenPath& path, std::size_t place_of_edge, Pattern& out);
  Status route_edge(const syntax::EdgePattern& edge, Slot from, Slot to, Pattern& out, struct Matching& matching);
  Result<RouteLeg> repeated_leg(const syntax::EdgePattern& edge, struct Matching& matching);
  Status leg_elements(const syntax::EdgePattern& edge, const Scope& outside, RouteLeg& leg);
  Status edge_conditions(const syntax::EdgePattern& edge, Slot slot, std::vector<Expr>& out);

  // ---- notices_binder.cc: what may be worth a warning ----
  void note_read(NameKind kind, const std::string& name, const SourceSpan& span);
  /// The types that a relationship is looked for by, if they are plain names.
  void note_types(const syntax::EdgePattern& edge);
  void note_written(NameKind kind, const std::string& name);
  /// The keys of a map; of what is not written out, all there may be.
  void note_written_keys(const syntax::Expression& properties);
  void note_written_any(NameKind kind);
  /// Paths of a MATCH that nothing connects; after its WHERE.
  void note_products(const Pattern& pattern);
  NoticesPtr take_notices();

  // ---- updates ----
  Status create(const syntax::CreateClause& clause, QueryPart& out);
  Status create_path(const syntax::PathPattern& path, bool merging, CreateClause& out);
  Result<Slot> create_node(const syntax::NodePattern& node, bool alone, bool merging, CreateClause& out);
  Result<Slot> create_edge(const syntax::EdgePattern& edge, Slot from, Slot to, bool merging, CreateClause& out);
  Result<std::optional<Expr>> created_properties(const syntax::Expression& properties, bool merging);
  Status merge(const syntax::MergeClause& clause, QueryPart& out);
  Status set(const syntax::SetClause& clause, QueryPart& out);
  Status remove(const syntax::RemoveClause& clause, QueryPart& out);
  Status delete_clause(const syntax::DeleteClause& clause, QueryPart& out);
  Result<SetItem> set_item(const syntax::SetItem& item);
  Result<Expr> update_target(const syntax::Expression& e);

  // ---- procedures, schema ----
  Status call_clause(const syntax::CallClause& clause, bool standalone, QueryPart& out);
  Status load_csv(const syntax::LoadCsvClause& clause, QueryPart& out);
  /// `is_last`: what it yields are the statement's columns.
  Status show_clause(const syntax::ShowClause& clause, bool is_last, QueryPart& out);
  Result<SchemaCommand> create_index(const syntax::CreateIndex& command);
  Result<SchemaCommand> create_constraint(const syntax::CreateConstraint& command);

  Slot new_slot() { return next_slot_++; }

  Slot declare(const std::string& name, Type type) {
    const Slot slot = new_slot();
    scope_.declare(name, {slot, type});
    name_slot(slot, name);
    return slot;
  }

  /// What EXPLAIN and PROFILE call the slot; the first name stays.
  void name_slot(Slot slot, const std::string& name) {
    if (names_slots_) slot_names_.emplace(slot, name);
  }

  const BindContext& context_;
  Slot next_slot_ = 0;
  bool names_slots_ = false;
  std::map<Slot, std::string> slot_names_;
  std::vector<NameRead> names_read_;
  std::set<std::pair<NameKind, std::string>> names_written_;
  std::set<NameKind> kinds_written_;  ///< names of these kinds are worked out at run time
  std::vector<SourceSpan> products_;
  std::size_t steps_ = 0;
  Scope scope_;
  Scope outer_;  ///< inside a subquery: what stays visible after WITH
  bool in_subquery_ = false;
  bool columns_need_names_ = false;  ///< RETURN before NEXT and in branches of WHEN
  const Grouping* grouping_ = nullptr;
  bool inside_aggregate_ = false;
  bool inside_lambda_ = false;
  bool new_variables_allowed_ = true;  ///< false inside pattern predicates
};

// ---- small makers, expressions as the other files need them ----
Expr slot_expr(Slot slot, Type type, const SourceSpan& span);
Expr literal_expr(Value value, const SourceSpan& span);
Expr absent_expr();

/// Appends a predicate, AND taken apart.
void add_conjuncts(Expr expr, std::vector<Expr>& out);

}  // namespace kith::semantic
