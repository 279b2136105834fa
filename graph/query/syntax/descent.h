// The grammar as one class, a member function a rule; parse_*.cc hold the rules by subject.
// Internal to this folder: the entry is parser.h.
//
// A rule is called at its first token with an empty part of the tree, fills it, and leaves the cursor behind its
// last token; or it returns the first error. Parts grow where they will stay, on the heap, so that a level of
// nesting costs little stack: kNestingMax levels of any kind have to fit into 8 MiB with a sanitiser's frames.
// Rules look ahead as far as they like but never go back, so time is linear in the text. Every recursion passes
// a `Depth`, and every expression a `finish()`: neither the text's nesting nor the height of a tree that is deep
// without brackets (1 + 1 + 1 …) goes beyond kNestingMax.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "kith/status.h"
#include "query/syntax/ast.h"
#include "query/syntax/token_cursor.h"

namespace kith::syntax {

class Descent : private TokenCursor {
 public:
  Descent(std::string_view text, const TokenList& list) : TokenCursor(text, list) {}

  Status statement(Statement& statement);
  Status lone_expression(Expression& node);

 private:
  // How tightly an operator binds, loosest first.
  enum class Level : std::uint8_t {
    kOr = 1,
    kXor,
    kAnd,
    kNot,
    kComparison,
    kPredicate,  // IN, STARTS WITH, IS NULL …
    kSum,
    kProduct,
    kPower,
    kTight,  // tighter than any operator between two operands
  };

  struct Infix {
    Level level = Level::kTight;
    ExpressionKind kind = ExpressionKind::kMissing;
  };

  // One level of recursion while it lives.
  class Depth {
   public:
    explicit Depth(Descent& descent) : descent_(descent) { ++descent_.depth_; }

    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

    ~Depth() { --descent_.depth_; }

    // A statement's query and its outermost expression are not nesting.
    bool too_deep() const noexcept { return descent_.depth_ > kNestingMax + 2; }

   private:
    Descent& descent_;
  };

  // The height of the expressions finished while it lives.
  class Heights {
   public:
    explicit Heights(Descent& descent) : descent_(descent), before_(descent.highest_) { descent_.highest_ = 0; }

    Heights(const Heights&) = delete;
    Heights& operator=(const Heights&) = delete;

    ~Heights() { descent_.highest_ = std::max(descent_.highest_, before_); }

    std::uint16_t highest() const noexcept { return descent_.highest_; }

   private:
    Descent& descent_;
    std::uint16_t before_;
  };

  Error nesting_error() const;
  // Gives `node` its span and height; `inner` is the height of what it holds beside its children.
  Status finish(Expression& node, std::uint32_t start, std::uint16_t inner = 0);
  Status finish(LabelExpression& labels, std::uint32_t start);
  // A clause or pattern is one higher than what was finished in `heights`.
  Status raise(const Heights& heights);

  // parse_expression.cc. `pipe_ends`: a bare | belongs to whoever is around the expression.
  Status expression(Expression& node, bool pipe_ends = false);
  Status binary(Expression& node, Level level);
  Status operators(Expression& left, std::uint32_t start, Level level);
  Status operator_list(Expression& node, std::uint32_t start, Infix infix);
  Status comparison(Expression& node, std::uint32_t start);
  Status is_predicate(Expression& node, std::uint32_t start);
  Status label_predicate(Expression& node, std::uint32_t start);
  bool at_label() const noexcept;
  Infix infix_here() const noexcept;
  Infix word_infix_here() const noexcept;
  void skip_infix(const Infix& infix) noexcept;
  std::optional<ComparisonOperator> comparison_here() const noexcept;
  Status unary(Expression& node);
  Status postfix(Expression& node, std::uint32_t start, bool labels);
  Status subscript(Expression& node, std::uint32_t start);
  Status optional_where(Expression& node, bool pipe_ends = false);

  // parse_primary.cc
  Status primary(Expression& node);
  Status word(Expression& node);
  Status number(Expression& node, bool negative, std::uint32_t start);
  Status literal(Expression& node, Value value);
  Status parameter(Expression& node);
  Status variable(Expression& node);
  Status parenthesised(Expression& node);
  Status map_literal(Expression& node);
  Status map_projection(Expression& node, std::uint32_t start);
  Status projection_entry(Expression& projection);
  Status bracketed(Expression& node);
  Status list_rest(Expression& list, std::uint32_t start);
  Status list_comprehension(Expression& node, std::uint32_t start);
  Status pattern_in_brackets(Expression& node, std::uint32_t start);
  Status case_expression(Expression& node);
  Status pattern_predicate(Expression& node);
  Status subquery(Expression& node, ExpressionKind kind);
  Status subquery_body(Query& body, bool whole);
  std::size_t function_name_length() const noexcept;
  bool at_pattern(std::size_t ahead = 0) const noexcept;
  bool at_reserved_word() const noexcept;

  // parse_call.cc
  Status quantifier(Expression& node, ExpressionKind kind);
  Status reduce(Expression& node);
  Status function_call(Expression& node, std::size_t name_tokens);
  Status trim_call(Expression& node, std::uint32_t start);
  Status normalized_predicate(Expression& node, std::uint32_t start);

  // parse_type.cc
  Status type_name(TypeName& type);
  Status single_type(TypeName& type);

  // parse_label.cc
  Status label_expression(LabelExpression& labels, bool pipe_ends);
  Status label_conjunction(LabelExpression& labels);
  Status label_factor(LabelExpression& labels);
  Status label_atom(LabelExpression& labels);
  bool label_pipe_here(bool pipe_ends) const noexcept;
  static Error mixed_colons(const Place& span);

  // parse_pattern.cc
  Status path_patterns(std::vector<PathPattern>& paths);
  Status path_pattern(PathPattern& path);
  Status path_prefix(PathPattern& path);
  Status path_selector(PathPattern& path);
  Status path_elements(PathPattern& path);
  Status node_pattern(NodePattern& node);
  Status edge_pattern(EdgePattern& edge);
  Status edge_body(EdgePattern& edge);
  Result<Repeat> star_range();
  Status quantifier_after(EdgePattern& edge);
  Result<Repeat> quantifier_here();
  Status group_pattern(EdgePattern& group);
  Status optional_variable(Name& variable, TokenKind close);
  Status optional_labels(Box<LabelExpression>& labels);
  Status pattern_properties(Expression& node);
  bool at_group() const noexcept;
  bool at_edge() const noexcept;
  bool at_dash() const noexcept;
  bool take_dash() noexcept;
  bool at_quantifier() const noexcept;
  Result<std::uint64_t> repeat_count(const char* detail);
  void imply_node(PathPattern& path) const;

  // parse_query.cc
  Status query(Query& query);
  Status query_segment(Query& query);
  Status conditional_query(Query& query);
  Status query_part(SingleQuery& part);
  Status single_query(SingleQuery& part);
  bool at_query() const noexcept;

  // parse_clause.cc
  bool at_clause(std::size_t ahead = 0) const noexcept;
  Status clause(std::vector<Clause>& clauses);
  Status match_clause(MatchClause& match, bool optional);
  Status unwind_clause(UnwindClause& unwind);
  Status call_clause(std::vector<Clause>& clauses, bool optional);
  Status procedure_call(CallClause& call, std::uint32_t start);
  Status subquery_clause(SubqueryClause& subquery, std::uint32_t start);
  Status in_transactions(InTransactions& in);
  Status with_clause(WithClause& with);
  Status return_clause(ReturnClause& result);
  Status projection(Projection& projection);
  Status projection_item(ProjectionItem& item);
  Status order_and_page(std::vector<SortItem>& order_by, Expression& skip, Expression& limit);
  Status optional_yield(std::optional<Yield>& yield);
  Status yield_items(Yield& yield);

  // parse_gql.cc
  Status let_clause(LetClause& let);
  Status filter_clause(FilterClause& filter);
  Status for_clause(UnwindClause& unwind);
  Status page_clause(PageClause& page);
  Status finish_clause(FinishClause& finish);
  Status group_by(std::optional<GroupBy>& group);

  // parse_update.cc
  Status create_clause(CreateClause& create);
  Status merge_clause(MergeClause& merge);
  Status delete_clause(DeleteClause& clause);
  Status set_clause(SetClause& set);
  Status remove_clause(RemoveClause& remove);
  Status foreach_clause(ForeachClause& foreach);
  Status set_items(std::vector<SetItem>& items);
  Status set_item(SetItem& item);
  Status remove_item(SetItem& item);
  Status set_labels(SetItem& item);

  // parse_load.cc
  Status load_csv(LoadCsvClause& load);

  // parse_show.cc
  Status show_clause(ShowClause& show);
  Status show_yield(ShowClause& show);

  // parse_schema.cc
  bool at_schema_command() const noexcept;
  Status create_index(CreateIndex& index);
  Status create_constraint(CreateConstraint& constraint);
  Status drop_schema(DropSchema& drop);
  Result<bool> if_exists(bool negated);
  Status schema_target(SchemaTarget& target, bool may_be_many = false);
  Status schema_keys(SchemaTarget& target, bool brackets_needed);
  Status schema_key_list(SchemaTarget& target, TokenKind close);
  Status index_options(CreateIndex& index);
  Status schema_key(SchemaTarget& target);
  Status constraint_rule(CreateConstraint& constraint);

  std::uint16_t depth_ = 0;
  std::uint16_t highest_ = 0;
  bool pipe_ends_ = false;
};

/// Makes what `node` holds the first child of a new node of this kind in its place.
void wrap(Expression& node, ExpressionKind kind);

}  // namespace kith::syntax
