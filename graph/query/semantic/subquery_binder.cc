// Subqueries as expressions: pattern predicates, pattern comprehensions, EXISTS, COUNT, COLLECT, shortestPath().
#include "query/semantic/binding.h"

namespace kith::semantic {

using syntax::ExpressionKind;

namespace {

Expr subquery_expr(SubqueryUse use, Type type, Query query, const SourceSpan& span) {
  Expr expr;
  expr.kind = ExprKind::kSubquery;
  expr.type = type;
  expr.span = span;
  expr.subquery_use = use;
  query.in_subquery = true;
  if (use == SubqueryUse::kList && !query.columns.empty()) expr.slot = query.columns[0].slot;
  expr.subquery = std::make_shared<const Query>(std::move(query));
  return expr;
}

Query query_of(MatchClause match) {
  Query query;
  query.parts.emplace_back();
  query.parts[0].clauses.emplace_back(std::move(match));
  return query;
}

}  // namespace

Result<Expr> Binder::pattern_predicate(const syntax::Expression& e) {
  Saved scope(scope_);
  Saved<const Grouping*> rows(grouping_, nullptr);
  Saved fixed(new_variables_allowed_, false);
  if (e.pattern->edges.empty())
    return fail("UnexpectedSyntax", e.span, "a pattern used as a condition needs a relationship");
  MatchClause match;
  KITH_TRY(match.pattern, pattern({*e.pattern}, match.introduces));
  return subquery_expr(SubqueryUse::kExists, {TypeKind::kBoolean}, query_of(std::move(match)), e.span);
}

Result<Expr> Binder::pattern_comprehension(const syntax::Expression& e) {
  Saved scope(scope_);
  Saved<const Grouping*> rows(grouping_, nullptr);
  Saved open(new_variables_allowed_, true);
  syntax::PathPattern path = *e.pattern;
  if (path.variable.empty() && !e.name.empty()) path.variable = {e.name, e.span};
  MatchClause match;
  KITH_TRY(match.pattern, pattern({path}, match.introduces));
  Saved lambda(inside_lambda_, true);
  KITH_DO(conjuncts(e.children[0], match.pattern.predicates));
  KITH_TRY(Expr result, expression(e.children[1]));
  const Type element = result.type;
  Query query = query_of(std::move(match));
  ProjectClause project;
  const Slot slot = new_slot();
  project.items.push_back({slot, std::move(result)});
  project.visible = {slot};
  query.parts[0].clauses.emplace_back(std::move(project));
  query.columns = {{"", slot}};
  query.parts[0].columns = query.columns;
  return subquery_expr(SubqueryUse::kList,
                       {TypeKind::kList, element.kind == TypeKind::kNull ? TypeKind::kAny : element.kind},
                       std::move(query), e.span);
}

// shortestPath(…) as a value is the first path of a list; allShortestPaths(…) the list.
Result<Expr> Binder::shortest_path(const syntax::Expression& e) {
  Saved scope(scope_);
  Saved<const Grouping*> rows(grouping_, nullptr);
  Saved fixed(new_variables_allowed_, false);
  MatchClause match;
  KITH_TRY(match.pattern, pattern({*e.pattern}, match.introduces));
  const PatternEdge& edge = match.pattern.edges.back();
  const bool all = edge.shortest == Shortest::kAll;
  const Slot path = edge.path;
  Query query = query_of(std::move(match));
  query.columns = {{"", path}};
  query.parts[0].columns = query.columns;
  Expr paths = subquery_expr(SubqueryUse::kList, {TypeKind::kList, TypeKind::kPath}, std::move(query), e.span);
  if (all) return paths;
  Expr first;
  first.kind = ExprKind::kIndex;
  first.type = {TypeKind::kPath};
  first.span = e.span;
  first.children.push_back(std::move(paths));
  first.children.push_back(literal_expr(0, e.span));
  return first;
}

Result<Expr> Binder::subquery_expression(const syntax::Expression& e) {
  KITH_TRY(Query bound, subquery(*e.query));
  switch (e.kind) {
    case ExpressionKind::kExists:
      return subquery_expr(SubqueryUse::kExists, {TypeKind::kBoolean}, std::move(bound), e.span);
    case ExpressionKind::kCount:
      return subquery_expr(SubqueryUse::kCount, {TypeKind::kInteger}, std::move(bound), e.span);
    default:
      break;
  }
  if (bound.columns.size() != 1)
    return fail("InvalidNumberOfColumns", e.span, "COLLECT needs a query of exactly one column");
  return subquery_expr(SubqueryUse::kList, {TypeKind::kList}, std::move(bound), e.span);
}

}  // namespace kith::semantic
