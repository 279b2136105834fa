// WITH and RETURN: what is passed on, grouping by what GROUP BY names or else by whatever is no aggregate, and what
// ORDER BY and WHERE see.
//
// Without aggregates and DISTINCT, ORDER BY and WHERE see the new names and, where those do not hide them, the
// old ones. After grouping or DISTINCT the old rows are gone: then only new names can be used, and expressions
// that are written just as a column was.
#include <algorithm>
#include <cstddef>

#include "query/semantic/binding.h"
#include "query/semantic/walk.h"

namespace kith::semantic {

using syntax::ExpressionKind;

/// A projection while it is made: the old scope, the new one, and the columns as written.
struct Projecting {
  const syntax::Projection& written;
  bool is_with = false;
  Scope before = {};
  Scope after = {};
  std::vector<Grouping::Item> columns = {};
  std::vector<OutputColumn> named = {};
};

namespace {

bool is_simple(const syntax::Expression& e) {
  return e.kind == ExpressionKind::kVariable || e.kind == ExpressionKind::kProperty ||
         e.kind == ExpressionKind::kFunction || e.kind == ExpressionKind::kCountStar;
}

syntax::ProjectionItem item_for(const std::string& name, const syntax::Place& span) {
  syntax::ProjectionItem item;
  item.expression.kind = ExpressionKind::kVariable;
  item.expression.name = name;
  item.expression.span = span;
  item.text = name;
  return item;
}

}  // namespace

Result<const Grouping::Item*> Binder::standing_for(const syntax::Expression& e) const {
  for (const Grouping::Item& item : grouping_->items) {
    if (!(*item.text == e)) continue;
    if (e.kind == ExpressionKind::kLiteral || e.kind == ExpressionKind::kParameter) break;
    if (!grouping_->simple_items_only || is_simple(e)) return &item;
    return fail("AmbiguousAggregationExpression", e.span,
                "an expression made of several parts cannot be used beside an aggregate, even if it is a grouping key",
                "give it a name with WITH first");
  }
  return nullptr;
}

Status Binder::projection(const syntax::Projection& written, const syntax::Expression& where, bool is_with,
                          QueryPart& out, std::vector<OutputColumn>* columns) {
  Projecting made{.written = written, .is_with = is_with, .before = scope_, .after = outer_};
  std::vector<syntax::ProjectionItem> items;
  if (written.star) {
    if (scope_.empty() && !is_with)
      return fail("NoVariablesInScope", written.span, "RETURN * needs a variable, and none is defined here");
    for (const auto& [name, variable] : scope_.variables())
      if (outer_.find(name) == nullptr || !in_subquery_) items.push_back(item_for(name, written.span));
  }
  items.insert(items.end(), written.items.begin(), written.items.end());

  ProjectClause clause;
  clause.distinct = written.distinct;
  KITH_DO(project_items(items, clause, made));
  for (const auto& [name, variable] : made.after.variables()) clause.visible.push_back(variable.slot);
  for (const OutputColumn& column : made.named) clause.visible.push_back(column.slot);
  std::sort(clause.visible.begin(), clause.visible.end());
  clause.visible.erase(std::unique(clause.visible.begin(), clause.visible.end()), clause.visible.end());
  KITH_DO(project_order(written, where, clause, made));
  if (columns != nullptr) *columns = made.named;
  scope_ = std::move(made.after);
  out.clauses.emplace_back(std::move(clause));
  return ok();
}

// The keys GROUP BY names, as written; nothing where every item without an aggregate is one. The name of a column
// stands for what the column is.
Result<std::optional<std::vector<const syntax::Expression*>>> Binder::grouping_keys(
    const std::vector<syntax::ProjectionItem>& items, const syntax::Projection& written) const {
  std::optional<std::vector<const syntax::Expression*>> keys;
  if (!written.group_by || written.group_by->all) return keys;
  keys.emplace();
  for (const syntax::Expression& key : written.group_by->keys) {
    const syntax::Expression* meant = &key;
    for (const syntax::ProjectionItem& item : items)
      if (key.kind == ExpressionKind::kVariable && item.alias.text == key.name) meant = &item.expression;
    if (aggregates(*meant))
      return fail("InvalidAggregation", key.span, "rows cannot be grouped by an aggregate",
                  "compute it in a WITH before");
    keys->push_back(meant);
  }
  return keys;
}

Status Binder::project_items(const std::vector<syntax::ProjectionItem>& items, ProjectClause& clause,
                             Projecting& made) {
  clause.aggregates_rows = made.written.group_by.has_value();
  for (const syntax::ProjectionItem& item : items)
    clause.aggregates_rows = clause.aggregates_rows || aggregates(item.expression);
  KITH_TRY(const auto named_keys, grouping_keys(items, made.written));
  const auto is_key = [&](const syntax::Expression& e) {
    if (aggregates(e)) return false;
    const auto is_same = [&](const syntax::Expression* key) { return *key == e; };
    return !named_keys || std::any_of(named_keys->begin(), named_keys->end(), is_same);
  };

  std::vector<Expr> bound(items.size());
  std::vector<Slot> slots(items.size(), kNoSlot);
  // First what is no aggregate: if there are aggregates, these are the grouping keys.
  Grouping keys;
  Scope key_scope = outer_;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const syntax::Expression& e = items[i].expression;
    if (!is_key(e)) continue;
    KITH_TRY(bound[i], expression(e));
    const bool passed_on = bound[i].kind == ExprKind::kSlot && e.kind == ExpressionKind::kVariable;
    slots[i] = passed_on ? bound[i].slot : new_slot();
    if (clause.aggregates_rows) {
      bool known = false;
      for (const Projection& key : clause.keys) known = known || key.slot == slots[i];
      if (!known) clause.keys.push_back({slots[i], bound[i]});
      keys.items.push_back({&e, slots[i], bound[i].type});
      if (passed_on) key_scope.declare(e.name, {slots[i], bound[i].type});
    } else if (!passed_on) {
      clause.items.push_back({slots[i], bound[i]});
    }
  }
  // Keys that are no columns.
  for (std::size_t k = 0; named_keys && k < named_keys->size(); ++k) {
    const syntax::Expression& e = *(*named_keys)[k];
    const auto is_there = [&](const Grouping::Item& item) { return *item.text == e; };
    if (std::any_of(keys.items.begin(), keys.items.end(), is_there)) continue;
    KITH_TRY(Expr key, expression(e));
    const bool passed_on = key.kind == ExprKind::kSlot && e.kind == ExpressionKind::kVariable;
    const Slot slot = passed_on ? key.slot : new_slot();
    keys.items.push_back({&e, slot, key.type});
    if (passed_on) key_scope.declare(e.name, {slot, key.type});
    clause.keys.push_back({slot, std::move(key)});
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const syntax::Expression& e = items[i].expression;
    if (is_key(e)) continue;
    keys.simple_items_only = aggregates(e);
    keys.aggregates = &clause.aggregates;
    keys.rows = &made.before;
    keys.hidden = &made.before;
    keys.ambiguous = true;
    Saved scope(scope_, key_scope);
    Saved<const Grouping*> grouping(grouping_, &keys);
    KITH_TRY(bound[i], expression(e));
    const bool is_aggregate = bound[i].kind == ExprKind::kSlot;
    slots[i] = is_aggregate ? bound[i].slot : new_slot();
    if (!is_aggregate) clause.items.push_back({slots[i], bound[i]});
  }

  std::set<std::string> names;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const syntax::ProjectionItem& item = items[i];
    const bool needs_name = made.is_with || columns_need_names_;
    if (needs_name && item.alias.empty() && item.expression.kind != ExpressionKind::kVariable)
      return fail("NoExpressionAlias", item.expression.span,
                  made.is_with ? "an expression in WITH needs a name"
                               : "an expression that NEXT passes on, or that a branch of WHEN returns, needs a name",
                  "write `" + item.text + " AS name`");
    const std::string name = !item.alias.empty()                                 ? item.alias.text
                             : item.expression.kind == ExpressionKind::kVariable ? item.expression.name
                                                                                 : item.text;
    if (!names.insert(name).second)
      return fail("ColumnNameConflict", item.alias.empty() ? item.expression.span : item.alias.span,
                  "the column `" + name + "` is there twice");
    const Variable* around = made.is_with && in_subquery_ ? outer_.find(name) : nullptr;
    if (around != nullptr && around->slot != slots[i])
      return fail("VariableAlreadyBound", item.alias.empty() ? item.expression.span : item.alias.span,
                  "the variable `" + name + "` is already bound outside the subquery");
    made.named.push_back({name, slots[i]});
    name_slot(slots[i], name);
    made.columns.push_back({&item.expression, slots[i], bound[i].type});
    if (made.is_with || !item.alias.empty() || item.expression.kind == ExpressionKind::kVariable)
      made.after.declare(name, {slots[i], bound[i].type});
  }
  // The texts must outlive this call: those written do, those of `*` are variables, which names find as well.
  const std::size_t stars = items.size() - made.written.items.size();
  std::vector<Grouping::Item> lasting;
  for (std::size_t i = 0; i < made.columns.size(); ++i) {
    const Grouping::Item& column = made.columns[i];
    const syntax::Expression* written = i >= stars ? &made.written.items[i - stars].expression : nullptr;
    for (std::size_t j = 0; written == nullptr && j < made.written.items.size(); ++j)
      if (*column.text == made.written.items[j].expression) written = &made.written.items[j].expression;
    if (written != nullptr) lasting.push_back({written, column.slot, column.type});
  }
  made.columns = std::move(lasting);
  return ok();
}

Status Binder::project_order(const syntax::Projection& written, const syntax::Expression& where, ProjectClause& clause,
                             const Projecting& made) {
  const bool rows_are_gone = clause.distinct || clause.aggregates_rows;
  Scope both = made.before;
  for (const auto& [name, variable] : made.after.variables()) both.declare(name, variable);

  Saved scope(scope_, rows_are_gone ? made.after : both);
  Saved<const Grouping*> none(grouping_, nullptr);
  Grouping columns;
  columns.items = made.columns;
  columns.rows = &made.after;
  columns.hidden = &made.before;
  const auto bind_after = [&](const syntax::Expression& e) -> Result<Expr> {
    columns.simple_items_only = aggregates(e);
    // count(*) needs nothing of the rows, so it may be asked for here alone.
    std::vector<Projection> added = clause.aggregates;
    columns.aggregates = clause.aggregates_rows ? &added : nullptr;
    Saved<const Grouping*> grouping(grouping_, rows_are_gone ? &columns : nullptr);
    KITH_TRY(Expr expr, expression(e));
    for (std::size_t i = clause.aggregates.size(); i < added.size(); ++i) {
      if (!added[i].expr.children.empty())
        return fail("InvalidAggregation", added[i].expr.span, "the aggregate is not among the columns",
                    "return it as a column too");
      clause.aggregates.push_back(added[i]);
    }
    return expr;
  };
  for (const syntax::SortItem& item : written.order_by) {
    KITH_TRY(Expr key, bind_after(item.expression));
    clause.order_by.push_back({std::move(key), item.descending});
  }
  if (written.skip.present()) {
    KITH_TRY(clause.skip, row_count(written.skip, "SKIP"));
  }
  if (written.limit.present()) {
    KITH_TRY(clause.limit, row_count(written.limit, "LIMIT"));
  }
  if (!where.present()) return ok();
  columns.simple_items_only = false;
  columns.aggregates = nullptr;
  Saved<const Grouping*> grouping(grouping_, rows_are_gone ? &columns : nullptr);
  return conjuncts(where, clause.where);
}

// A number of rows is the same for all rows: it may use parameters and functions, no variable.
Result<Expr> Binder::row_count(const syntax::Expression& e, const char* keyword) {
  Saved scope(scope_, Scope{});
  Saved<const Grouping*> none(grouping_, nullptr);
  Result<Expr> bound = expression(e);
  if (!bound.is_ok()) {
    if (bound.error().detail != "UndefinedVariable") return bound;
    return fail("NonConstantExpression", e.span, std::string(keyword) + " cannot depend on a variable");
  }
  Expr expr = *std::move(bound);
  bool reads_graph = false;
  for_each(expr, [&](const Expr& one) { reads_graph = reads_graph || one.kind == ExprKind::kSubquery; });
  if (reads_graph) return fail("NonConstantExpression", e.span, std::string(keyword) + " cannot depend on the graph");
  if (expr.kind == ExprKind::kLiteral && expr.literal.kind() == Kind::kInteger && expr.literal.as_integer() < 0)
    return fail("NegativeIntegerArgument", e.span, std::string(keyword) + " cannot be negative");
  if (expr.type.kind == TypeKind::kFloat || !may_be(expr.type, {TypeKind::kInteger}) ||
      (expr.kind == ExprKind::kLiteral && expr.literal.is_null()))
    return fail("InvalidArgumentType", e.span, std::string(keyword) + " needs an integer, not a " + to_text(expr.type));
  return expr;
}

}  // namespace kith::semantic
