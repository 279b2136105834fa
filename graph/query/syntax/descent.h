// The grammar as one class, a member function a rule; parse_*.cc hold the rules by subject.
// Internal to this folder: the entry is parser.h.
//
// A rule is called at its first token, leaves the cursor behind its last one, and returns its part of the tree or
// the first error. Rules look ahead as far as they like but never go back, so time is linear in the text.
// Every recursion passes a `Depth`, and every expression a `finish()`: neither the text's nesting nor the
// height of a tree that is deep without brackets (1 + 1 + 1 …) goes beyond kNestingMax.
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

  Result<Statement> statement();
  Result<Expression> lone_expression();

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

    bool too_deep() const noexcept { return descent_.depth_ > kNestingMax; }

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
  // Gives `expression` its span and height; `inner` is the height of what else it holds.
  Result<Expression> finish(Expression expression, std::uint32_t start, std::uint16_t inner = 0);
  Status finish(LabelExpression& labels, std::uint32_t start);
  // A clause or pattern is one higher than what was finished in `heights`.
  Status raise(const Heights& heights);

  // parse_expression.cc. `pipe_ends`: a bare | belongs to whoever is around the expression.
  Result<Expression> expression(bool pipe_ends = false);
  Result<Expression> binary(Level level);
  Result<Expression> operators(Expression left, std::uint32_t start, Level level);
  Result<Expression> operator_list(Expression left, std::uint32_t start, Infix infix);
  Result<Expression> comparison(Expression left, std::uint32_t start);
  Result<Expression> is_predicate(Expression left, std::uint32_t start);
  Result<Expression> label_predicate(Expression subject, std::uint32_t start);
  Infix infix_here() const noexcept;
  Infix word_infix_here() const noexcept;
  void skip_infix(const Infix& infix) noexcept;
  std::optional<ComparisonOperator> comparison_here() const noexcept;
  Result<Expression> unary();
  Result<Expression> postfix(Expression base, std::uint32_t start, bool labels);
  Result<Expression> subscript(Expression base, std::uint32_t start);
  Result<Expression> optional_where(bool pipe_ends = false);

  // parse_primary.cc
  Result<Expression> primary();
  Result<Expression> word();
  Result<Expression> number(bool negative, std::uint32_t start);
  Result<Expression> literal(Value value);
  Result<Expression> parenthesised();
  Result<Expression> map_literal();
  Result<Expression> map_projection(Expression subject, std::uint32_t start);
  Status projection_entry(Expression& projection);
  Result<Expression> bracketed();
  Result<Expression> list_rest(Expression first, std::uint32_t start);
  Result<Expression> list_comprehension(std::uint32_t start);
  Result<Expression> pattern_in_brackets(std::uint32_t start);
  Result<Expression> case_expression();
  std::size_t function_name_length() const noexcept;
  Result<Expression> pattern_predicate();
  Result<Expression> subquery(ExpressionKind kind);
  bool at_pattern(std::size_t ahead = 0) const noexcept;
  bool at_reserved_word() const noexcept;

  // parse_call.cc
  Result<Expression> quantifier(ExpressionKind kind);
  Result<Expression> reduce();
  Result<Expression> function_call(std::size_t name_tokens);
  Result<Expression> trim_call(Expression characters, std::uint32_t start);
  Result<Expression> normalized_predicate(Expression text, std::uint32_t start);

  // parse_type.cc
  Result<TypeName> type_name();
  Result<TypeName> single_type();

  // parse_pattern.cc
  Result<LabelExpression> label_expression(bool pipe_ends);
  Result<LabelExpression> label_conjunction();
  Result<LabelExpression> label_factor();
  Result<LabelExpression> label_atom();
  bool label_pipe_here(bool pipe_ends) const noexcept;
  Result<std::vector<PathPattern>> path_patterns();
  Result<PathPattern> path_pattern();
  Status path_prefix(PathPattern& path);
  Status path_selector(PathPattern& path);
  Status path_elements(PathPattern& path);
  Result<NodePattern> node_pattern();
  Result<EdgePattern> edge_pattern();
  Status edge_body(EdgePattern& edge);
  Result<Repeat> star_range();
  Status quantifier_after(EdgePattern& edge);
  Result<EdgePattern> group_pattern();
  Result<Expression> pattern_properties();
  bool at_group() const noexcept;
  bool at_edge() const noexcept;
  bool at_dash() const noexcept;
  bool take_dash() noexcept;
  bool at_quantifier() const noexcept;
  Result<std::uint64_t> repeat_count(const char* detail);
  NodePattern implied_node() const;

  // parse_clause.cc
  Result<Query> query();
  Result<SingleQuery> single_query();
  bool at_clause() const noexcept;
  Result<Clause> clause();
  Result<Clause> match_clause(bool optional);
  Result<Clause> unwind_clause();
  Result<Clause> call_clause(bool optional);
  Result<Clause> subquery_clause(bool optional, std::uint32_t start);
  Result<Clause> create_clause();
  Result<Clause> merge_clause();
  Result<Clause> delete_clause();
  Result<Clause> set_clause();
  Result<Clause> remove_clause();
  Result<Clause> foreach_clause();
  Result<Clause> with_clause();
  Result<Clause> return_clause();
  Result<Projection> projection();
  Result<ProjectionItem> projection_item();
  Status projection_order(Projection& projection);
  Result<std::vector<SetItem>> set_items();
  Result<SetItem> set_item();
  Result<SetItem> remove_item();
  Status set_labels(SetItem& item);
  Result<std::optional<Yield>> optional_yield();

  // parse_schema.cc
  bool at_schema_command() const noexcept;
  Result<CreateIndex> create_index();
  Result<CreateConstraint> create_constraint();
  Result<DropSchema> drop_schema();
  Result<bool> if_exists(bool negated);
  Result<SchemaTarget> schema_target();
  Status schema_keys(SchemaTarget& target, bool brackets_needed);
  Status schema_key(SchemaTarget& target);
  Status constraint_rule(CreateConstraint& constraint);
  Result<Clause> show_clause();

  std::uint16_t depth_ = 0;
  std::uint16_t highest_ = 0;
  bool pipe_ends_ = false;
};

}  // namespace kith::syntax
