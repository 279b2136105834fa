// Clauses in their order, subqueries with their scopes, UNION.
#include <cstddef>

#include "query/semantic/binding.h"

namespace kith::semantic {

namespace {

// The WITH that brings variables into CALL { … } does nothing else.
Status check_import(const syntax::WithClause& with) {
  const syntax::Projection& written = with.projection;
  bool plain = !written.distinct && written.order_by.empty() && !written.skip.present() && !written.limit.present() &&
               !with.where.present();
  for (const syntax::ProjectionItem& item : written.items) {
    const bool is_variable = item.expression.kind == syntax::ExpressionKind::kVariable;
    plain = plain && is_variable && (item.alias.empty() || item.alias.text == item.expression.name);
  }
  if (plain) return ok();
  return fail("UnexpectedSyntax", with.span, "the WITH that begins a subquery can only name variables to be imported",
              "add a second WITH after it");
}

}  // namespace

Result<BoundStatement> bind(const syntax::Statement& statement, const BindContext& context) {
  return Binder(context).statement(statement);
}

Result<BoundStatement> Binder::statement(const syntax::Statement& statement) {
  BoundStatement out;
  out.explain = statement.mode == syntax::StatementMode::kExplain;
  out.profile = statement.mode == syntax::StatementMode::kProfile;
  names_slots_ = out.explain || out.profile;
  if (const auto* written = std::get_if<syntax::Query>(&statement.body)) {
    KITH_TRY(Query bound, query(*written));
    for (const QueryPart& part : bound.parts)
      for (const OutputColumn& column : part.columns) name_slot(column.slot, column.name);
    out.body = std::move(bound);
  } else if (const auto* index = std::get_if<syntax::CreateIndex>(&statement.body)) {
    KITH_TRY(out.body, create_index(*index));
  } else if (const auto* constraint = std::get_if<syntax::CreateConstraint>(&statement.body)) {
    KITH_TRY(out.body, create_constraint(*constraint));
  } else {
    const auto& drop = std::get<syntax::DropSchema>(statement.body);
    SchemaCommand command{};
    command.kind = drop.what == syntax::SchemaItemKind::kIndex ? SchemaCommand::Kind::kDropIndex
                                                               : SchemaCommand::Kind::kDropConstraint;
    command.name = drop.name.text;
    command.if_exists_or_not = drop.if_exists;
    out.body = std::move(command);
  }
  out.slot_count = next_slot_;
  out.slot_names = std::move(slot_names_);
  out.notices = take_notices();
  return out;
}

Result<Query> Binder::query(const syntax::Query& written) {
  Query out;
  out.all = written.all;
  out.in_subquery = in_subquery_;
  out.writes = is_updating(written);
  KITH_DO(parts(written, out));
  return out;
}

Status Binder::parts(const syntax::Query& written, Query& out) {
  const bool joined = written.earlier.empty() && written.branches.empty() && written.parts.size() > 1;
  if (!joined) {
    out.parts.emplace_back();
    KITH_DO(sequence(written, true, out.parts.back()));
    out.columns = out.parts.back().columns;
    return ok();
  }
  const Scope before = scope_;
  for (const syntax::SingleQuery& one : written.parts) {
    scope_ = before;
    out.parts.emplace_back();
    KITH_DO(segment_part(one, true, out.parts.back()));
  }
  return join_columns(out, written);
}

// Parts of a UNION agree on their columns' names; each part's columns are brought into the order of the first.
Status Binder::join_columns(Query& query, const syntax::Query& written) {
  std::vector<syntax::Place> spans;
  for (const syntax::SingleQuery& one : written.parts) spans.push_back(one.span);
  return join_columns(query, spans, "all parts of a UNION need the same columns");
}

Status Binder::join_columns(Query& query, const std::vector<syntax::Place>& spans, const char* rule) {
  query.columns = query.parts[0].columns;
  if (query.parts.size() == 1) return ok();
  for (std::size_t i = 1; i < query.parts.size(); ++i) {
    std::vector<OutputColumn> ordered;
    for (const OutputColumn& wanted : query.columns)
      for (const OutputColumn& column : query.parts[i].columns)
        if (column.name == wanted.name) ordered.push_back(column);
    if (ordered.size() != query.columns.size() || query.parts[i].columns.size() != query.columns.size())
      return fail("DifferentColumnsInUnion", spans[i], rule);
    query.parts[i].columns = std::move(ordered);
  }
  Scope joined = outer_;
  for (OutputColumn& column : query.columns) {
    column.slot = new_slot();
    joined.declare(column.name, {column.slot, {}});
    name_slot(column.slot, column.name);
  }
  scope_ = std::move(joined);
  return ok();
}

Status Binder::part(const syntax::SingleQuery& part, QueryPart& out) {
  const bool standalone_call = part.clauses.size() == 1 && !in_subquery_;
  for (const syntax::Clause& one : part.clauses) {
    if (const auto* call = std::get_if<syntax::CallClause>(&one))
      KITH_DO(call_clause(*call, standalone_call, out));
    else if (const auto* show = std::get_if<syntax::ShowClause>(&one))
      KITH_DO(show_clause(*show, &one == &part.clauses.back(), out));
    else
      KITH_DO(clause(one, out));
  }
  return ok();
}

// The plan of a statement is as deep as its clauses, patterns and hops are many, and a stack is only so deep.
Status Binder::take_steps(std::size_t steps, const SourceSpan& span) {
  constexpr std::size_t kStepsMax = 1000;
  steps_ += steps;
  if (steps_ <= kStepsMax) return ok();
  return Error{.code = ErrorCode::kLimit,
               .message = "the statement has too many clauses and patterns",
               .detail = "ClauseLimit",
               .phase = Phase::kCompileTime,
               .span = span,
               .hint = "give the data as a parameter and UNWIND it, or split the statement"};
}

Status Binder::clause(const syntax::Clause& clause, QueryPart& out) {
  const bool is_projection =
      std::holds_alternative<syntax::WithClause>(clause) || std::holds_alternative<syntax::ReturnClause>(clause);
  KITH_DO(take_steps(is_projection ? 3 : 1, span_of(clause)));  // computed, sorted, cut: an operator each
  if (const auto* one = std::get_if<syntax::MatchClause>(&clause)) {
    KITH_TRY(MatchClause bound, match(*one));
    out.clauses.emplace_back(std::move(bound));
    return ok();
  }
  if (const auto* one = std::get_if<syntax::UnwindClause>(&clause)) return unwind(*one, out);
  if (const auto* one = std::get_if<syntax::LoadCsvClause>(&clause)) return load_csv(*one, out);
  if (const auto* one = std::get_if<syntax::SubqueryClause>(&clause)) return subquery_clause(*one, out);
  if (const auto* one = std::get_if<syntax::CreateClause>(&clause)) return create(*one, out);
  if (const auto* one = std::get_if<syntax::SetClause>(&clause)) return set(*one, out);
  if (const auto* one = std::get_if<syntax::RemoveClause>(&clause)) return remove(*one, out);
  if (const auto* one = std::get_if<syntax::MergeClause>(&clause)) return merge(*one, out);
  if (const auto* one = std::get_if<syntax::DeleteClause>(&clause)) return delete_clause(*one, out);
  if (const auto* one = std::get_if<syntax::ForeachClause>(&clause)) return foreach_clause(*one, out);
  if (const auto* one = std::get_if<syntax::WithClause>(&clause))
    return projection(one->projection, one->where, true, out, nullptr);
  if (const auto* one = std::get_if<syntax::ReturnClause>(&clause))
    return projection(one->projection, {}, false, out, &out.columns);
  if (const auto* one = std::get_if<syntax::LetClause>(&clause)) return let(*one, out);
  if (const auto* one = std::get_if<syntax::FilterClause>(&clause)) return filter(*one, out);
  if (const auto* one = std::get_if<syntax::PageClause>(&clause)) return page(*one, out);
  if (std::holds_alternative<syntax::FinishClause>(clause)) return ok();  // no columns: all is done, no row given
  return Error{.code = ErrorCode::kUnsupported,
               .message = "this clause is not in this version",
               .detail = "UnsupportedClause",
               .phase = Phase::kCompileTime,
               .span = span_of(clause)};
}

Status Binder::unwind(const syntax::UnwindClause& clause, QueryPart& out) {
  KITH_TRY(Expr list, expression(clause.list));
  if (scope_.find(clause.variable.text) != nullptr)
    return fail("VariableAlreadyBound", clause.variable.span,
                "the variable `" + clause.variable.text + "` is already bound");
  const Type element = list.type.kind == TypeKind::kList ? Type{list.type.element} : Type{};
  const Slot slot = declare(clause.variable.text, element);
  UnwindClause bound{slot, std::move(list)};
  if (clause.count != syntax::ElementCount::kNone) {
    if (scope_.find(clause.position.text) != nullptr)
      return fail("VariableAlreadyBound", clause.position.span,
                  "the variable `" + clause.position.text + "` is already bound");
    bound.position = declare(clause.position.text, {TypeKind::kInteger});
    bound.first = clause.count == syntax::ElementCount::kOrdinality ? 1 : 0;
  }
  out.clauses.emplace_back(std::move(bound));
  return ok();
}

// EXISTS, COUNT, COLLECT: sees everything, and goes on seeing it after a WITH of its own.
Result<Query> Binder::subquery(const syntax::Query& written) {
  Saved scope(scope_);
  Saved outer(outer_, scope_);
  Saved inside(in_subquery_, true);
  Saved<const Grouping*> rows(grouping_, nullptr);
  Saved open(new_variables_allowed_, true);
  Saved lambda(inside_lambda_, false);
  Saved aggregate(inside_aggregate_, false);
  Saved unnamed(columns_need_names_, false);
  KITH_TRY(Query bound, query(written));
  return bound;
}

// The parts of CALL { … }, each of which may begin with a WITH that imports if nothing is imported by name.
Status Binder::subquery_parts(const syntax::SubqueryClause& clause, Query& inner) {
  const syntax::Query& written = *clause.query;
  const bool plain = written.earlier.empty() && written.branches.empty();
  if (clause.scoped || !plain) {
    if (!clause.scoped) scope_ = Scope{};
    return parts(written, inner);
  }
  const Scope before = scope_;
  for (const syntax::SingleQuery& one : written.parts) {
    const bool imports = !one.clauses.empty() && std::holds_alternative<syntax::WithClause>(one.clauses.front());
    if (imports) KITH_DO(check_import(std::get<syntax::WithClause>(one.clauses.front())));
    scope_ = imports ? before : Scope{};
    inner.parts.emplace_back();
    KITH_DO(segment_part(one, true, inner.parts.back()));
  }
  return join_columns(inner, written);
}

// CALL (x) { … } sees x; CALL { WITH x … } imports by its first WITH; CALL { … } sees nothing.
Status Binder::subquery_clause(const syntax::SubqueryClause& clause, QueryPart& out) {
  SubqueryClause bound;
  bound.optional = clause.optional;
  Scope columns;
  {
    Saved scope(scope_);
    Saved outer(outer_, Scope{});
    Saved inside(in_subquery_, true);
    if (clause.scoped) {
      if (clause.imports_star) outer_ = scope_;
      for (const syntax::Name& name : clause.imports) {
        const Variable* known = scope_.find(name.text);
        if (known == nullptr) return undefined_variable(name.text, name.span);
        outer_.declare(name.text, *known);
      }
      scope_ = outer_;
    }
    Query inner;
    inner.all = clause.query->all;
    inner.in_subquery = true;
    inner.writes = is_updating(*clause.query);
    Saved unnamed(columns_need_names_, false);
    KITH_DO(subquery_parts(clause, inner));
    for (const OutputColumn& column : inner.columns) {
      const Variable* known = scope_.find(column.name);
      columns.declare(column.name, {column.slot, known != nullptr ? known->type : Type{}});
    }
    bound.unit = inner.columns.empty();
    bound.query = std::make_shared<const Query>(std::move(inner));
  }
  for (const auto& [name, variable] : columns.variables()) {
    if (scope_.find(name) != nullptr)
      return fail("VariableAlreadyBound", clause.span,
                  "the variable `" + name + "` is already bound outside the subquery");
    scope_.declare(name, variable);
  }
  if (clause.in_transactions) KITH_DO(in_transactions(*clause.in_transactions, bound.in_transactions.emplace()));
  out.clauses.emplace_back(std::move(bound));
  return ok();
}

// Transactions that are asked to run at once run one after another, so that `CONCURRENT` changes no answer.
Status Binder::in_transactions(const syntax::InTransactions& in, InTransactions& out) {
  const auto positive = [&](const syntax::Expression& written, const char* what) -> Result<Expr> {
    KITH_TRY(Expr bound, row_count(written, what));
    if (bound.kind == ExprKind::kLiteral && bound.literal.as_integer() == 0)
      return fail("InvalidArgumentValue", written.span, std::string(what) + " needs at least 1");
    return bound;
  };
  if (in.concurrency.present()) KITH_DO(positive(in.concurrency, "CONCURRENT").status());
  if (in.batch_rows.present()) {
    KITH_TRY(out.batch_rows, positive(in.batch_rows, "OF … ROWS"));
  }
  out.on_error = in.on_error.value_or(OnError::kFail);
  if (in.status.empty()) return ok();
  if (scope_.find(in.status.text) != nullptr)
    return fail("VariableAlreadyBound", in.status.span, "the variable `" + in.status.text + "` is already bound");
  out.status = declare(in.status.text, {TypeKind::kMap});
  return ok();
}

Status Binder::foreach_clause(const syntax::ForeachClause& clause, QueryPart& out) {
  KITH_TRY(Expr list, expression(clause.list));
  if (!may_be(list.type, {TypeKind::kList}))
    return fail("InvalidArgumentType", clause.list.span, "FOREACH needs a list, not a " + to_text(list.type));
  Saved scope(scope_);
  Saved outer(outer_);
  Saved inside(in_subquery_, true);
  if (scope_.find(clause.variable.text) != nullptr)
    return fail("VariableAlreadyBound", clause.variable.span,
                "the variable `" + clause.variable.text + "` is already bound");
  const Slot slot = declare(clause.variable.text, list.type.kind == TypeKind::kList ? Type{list.type.element} : Type{});
  outer_ = scope_;
  KITH_TRY(Query body, query(*clause.body));
  out.clauses.emplace_back(ForeachClause{slot, std::move(list), std::make_shared<const Query>(std::move(body))});
  return ok();
}

}  // namespace kith::semantic
