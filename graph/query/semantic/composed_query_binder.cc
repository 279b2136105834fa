// Queries made of queries: NEXT, WHEN, and braces, as clauses that are there already.
//
//     a NEXT b                        is bound as   a with its RETURN as a WITH, then b
//     a NEXT b UNION c                              a, WITH collect([its columns]) AS rows,
//                                                   CALL { UNWIND rows … b UNION UNWIND rows … c }
//     WHEN p THEN a WHEN q THEN b ELSE c            WITH *, CASE WHEN p THEN 0 WHEN q THEN 1 ELSE 2 END AS branch,
//                                                   CALL { WITH * WHERE branch = 0 a UNION ALL … }
//
// NEXT passes a table on as a whole: what follows may group it, and each part of a UNION gets all of it. A
// conditional query is asked row by row. The first segment of a subquery is fresh: its rows are those of one call.
#include <cstddef>

#include "query/semantic/binding.h"

namespace kith::semantic {

namespace {

Expr compared_with(Slot slot, std::int64_t number, const SourceSpan& span) {
  Expr expr;
  expr.kind = ExprKind::kCompare;
  expr.type = {TypeKind::kBoolean};
  expr.span = span;
  expr.children.push_back(slot_expr(slot, {TypeKind::kInteger}, span));
  expr.children.push_back(literal_expr(number, span));
  return expr;
}

bool has_rows(const syntax::Query& query) {
  const syntax::SingleQuery& part = query.branches.empty() ? query.parts.front() : query.branches.front().part;
  return part.braced ? has_rows(*part.braced) : ends_with_return(part);
}

}  // namespace

Status Binder::sequence(const syntax::Query& written, bool fresh, QueryPart& out) {
  for (const syntax::Query& one : written.earlier) {
    Saved names(columns_need_names_, true);
    KITH_DO(segment(one, fresh, out));
    if (!has_rows(one)) KITH_DO(one_row(out, one.span));
    out.columns.clear();
    fresh = false;
  }
  return segment(written, fresh, out);
}

Status Binder::segment(const syntax::Query& written, bool fresh, QueryPart& out) {
  if (!written.branches.empty()) return conditional(written, out);
  if (written.parts.size() == 1) return segment_part(written.parts.front(), fresh, out);
  if (!fresh) return union_of_table(written, out);
  Query joined;
  joined.all = written.all;
  joined.in_subquery = true;
  joined.writes = is_updating(written);
  {
    Saved inside(in_subquery_, true);
    const Scope before = scope_;
    for (const syntax::SingleQuery& one : written.parts) {
      scope_ = before;
      joined.parts.emplace_back();
      KITH_DO(segment_part(one, true, joined.parts.back()));
    }
    KITH_DO(join_columns(joined, written));
  }
  return embed(std::move(joined), out);
}

Status Binder::segment_part(const syntax::SingleQuery& written, bool fresh, QueryPart& out) {
  return written.braced ? sequence(*written.braced, fresh, out) : part(written, out);
}

// Each part of the UNION unwinds all rows there are so far.
Status Binder::union_of_table(const syntax::Query& written, QueryPart& out) {
  KITH_DO(take_steps(3, written.span));
  std::vector<std::pair<std::string, Variable>> columns;
  for (const auto& [name, variable] : scope_.variables())
    if (outer_.find(name) == nullptr) columns.emplace_back(name, variable);

  Expr row;
  row.kind = ExprKind::kList;
  row.type = {TypeKind::kList};
  row.span = written.span;
  for (const auto& [name, variable] : columns)
    row.children.push_back(slot_expr(variable.slot, variable.type, written.span));
  KITH_TRY(Projection rows, table_aggregate("collect", std::move(row), written.span));
  const Slot table = rows.slot;
  ProjectClause collect;
  collect.aggregates_rows = true;
  collect.aggregates.push_back(std::move(rows));
  for (const auto& [name, variable] : outer_.variables()) collect.visible.push_back(variable.slot);
  collect.visible.push_back(table);
  out.clauses.emplace_back(std::move(collect));

  Query joined;
  joined.all = written.all;
  joined.in_subquery = true;
  joined.writes = is_updating(written);
  {
    Saved inside(in_subquery_, true);
    for (const syntax::SingleQuery& one : written.parts) {
      QueryPart& arm = joined.parts.emplace_back();
      const Slot element = new_slot();
      arm.clauses.emplace_back(UnwindClause{element, slot_expr(table, {TypeKind::kList}, written.span)});
      scope_ = outer_;
      std::vector<Projection> items;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        Expr column;
        column.kind = ExprKind::kIndex;
        column.type = columns[i].second.type;
        column.span = written.span;
        column.children.push_back(slot_expr(element, {TypeKind::kList}, written.span));
        column.children.push_back(literal_expr(static_cast<std::int64_t>(i), written.span));
        items.push_back({declare(columns[i].first, column.type), std::move(column)});
      }
      ProjectClause taken = pass_on();
      taken.items = std::move(items);
      arm.clauses.emplace_back(std::move(taken));
      KITH_DO(segment_part(one, false, arm));
    }
    KITH_DO(join_columns(joined, written));
  }
  return embed(std::move(joined), out);
}

Status Binder::conditional(const syntax::Query& written, QueryPart& out) {
  KITH_DO(take_steps(2, written.span));
  Expr choice;
  choice.kind = ExprKind::kCase;
  choice.type = {TypeKind::kInteger};
  choice.span = written.span;
  std::int64_t number = 0;
  for (const syntax::WhenBranch& branch : written.branches) {
    if (!branch.condition.present()) break;  // ELSE is the last
    KITH_TRY(Expr condition, predicate(branch.condition));
    choice.children.push_back(std::move(condition));
    choice.children.push_back(literal_expr(number++, branch.part.span));
  }
  choice.children.push_back(literal_expr(number, written.span));  // without ELSE no branch has this number
  const Slot chosen = new_slot();
  ProjectClause choose = pass_on();
  choose.items.push_back({chosen, std::move(choice)});
  choose.visible.push_back(chosen);
  out.clauses.emplace_back(std::move(choose));

  Query joined;
  joined.all = true;
  joined.in_subquery = true;
  joined.writes = is_updating(written);
  {
    Saved inside(in_subquery_, true);
    Saved names(columns_need_names_, true);
    const Scope before = scope_;
    for (std::size_t i = 0; i < written.branches.size(); ++i) {
      const syntax::WhenBranch& branch = written.branches[i];
      scope_ = before;
      QueryPart& part = joined.parts.emplace_back();
      ProjectClause guard = pass_on();
      guard.where.push_back(compared_with(chosen, static_cast<std::int64_t>(i), branch.part.span));
      part.clauses.emplace_back(std::move(guard));
      KITH_DO(segment_part(branch.part, true, part));
    }
    std::vector<syntax::Place> spans;
    for (const syntax::WhenBranch& branch : written.branches) spans.push_back(branch.part.span);
    KITH_DO(join_columns(joined, spans, "all branches of a conditional query need the same columns"));
  }
  return embed(std::move(joined), out);
}

Status Binder::embed(Query joined, QueryPart& out) {
  KITH_DO(take_steps(1, {}));
  SubqueryClause call;
  call.unit = joined.columns.empty();
  Scope known = outer_;
  for (const OutputColumn& column : joined.columns) {
    const Variable* variable = scope_.find(column.name);
    known.declare(column.name, {column.slot, variable != nullptr ? variable->type : Type{}});
  }
  out.columns = joined.columns;
  call.query = std::make_shared<const Query>(std::move(joined));
  out.clauses.emplace_back(std::move(call));
  scope_ = std::move(known);
  return ok();
}

Result<Projection> Binder::table_aggregate(const char* name, std::optional<Expr> argument, const SourceSpan& span) {
  KITH_TRY(Expr expr, call(name, {}, span));
  expr.kind = ExprKind::kAggregate;
  if (argument) expr.children.push_back(*std::move(argument));
  return Projection{new_slot(), std::move(expr)};
}

Status Binder::one_row(QueryPart& out, const SourceSpan& span) {
  KITH_TRY(Projection count, table_aggregate("count", std::nullopt, span));
  ProjectClause grouped;
  grouped.aggregates_rows = true;
  grouped.aggregates.push_back(std::move(count));
  for (const auto& [name, variable] : outer_.variables()) grouped.visible.push_back(variable.slot);
  out.clauses.emplace_back(std::move(grouped));
  scope_ = outer_;
  return ok();
}

}  // namespace kith::semantic
