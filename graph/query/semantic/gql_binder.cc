// LET, FILTER, and ORDER BY, SKIP and LIMIT on their own: projections that pass on all there is.
//
//     MATCH (p) LET age = p.age FILTER age > 40   is bound as   MATCH (p) WITH *, p.age AS age WITH * WHERE age > 40
#include <set>

#include "query/semantic/binding.h"

namespace kith::semantic {

ProjectClause Binder::pass_on() const {
  std::set<Slot> slots;
  for (const auto& [name, variable] : scope_.variables()) slots.insert(variable.slot);
  ProjectClause clause;
  clause.visible.assign(slots.begin(), slots.end());
  return clause;
}

Status Binder::let(const syntax::LetClause& written, QueryPart& out) {
  std::vector<Projection> items;
  std::vector<std::pair<std::string, Variable>> made;
  std::set<std::string> names;
  for (const syntax::LetItem& item : written.items) {
    const syntax::Name& name = item.variable;
    if (scope_.find(name.text) != nullptr || !names.insert(name.text).second)
      return fail("VariableAlreadyBound", name.span, "the variable `" + name.text + "` is already bound",
                  "LET makes new variables; use WITH to replace one");
    KITH_TRY(Expr value, expression(item.value));
    // A variable that has another's value shares its slot.
    const bool renames = value.kind == ExprKind::kSlot && item.value.kind == syntax::ExpressionKind::kVariable;
    const Variable variable{renames ? value.slot : new_slot(), value.type};
    if (!renames) items.push_back({variable.slot, std::move(value)});
    made.emplace_back(name.text, variable);
  }
  for (const auto& [name, variable] : made) scope_.declare(name, variable);
  ProjectClause clause = pass_on();
  clause.items = std::move(items);
  out.clauses.emplace_back(std::move(clause));
  return ok();
}

Status Binder::filter(const syntax::FilterClause& written, QueryPart& out) {
  ProjectClause clause = pass_on();
  KITH_DO(conjuncts(written.where, clause.where));
  out.clauses.emplace_back(std::move(clause));
  return ok();
}

Status Binder::page(const syntax::PageClause& written, QueryPart& out) {
  ProjectClause clause = pass_on();
  for (const syntax::SortItem& item : written.order_by) {
    KITH_TRY(Expr key, expression(item.expression));
    clause.order_by.push_back({std::move(key), item.descending});
  }
  if (written.skip.present()) {
    KITH_TRY(clause.skip, row_count(written.skip, "SKIP"));
  }
  if (written.limit.present()) {
    KITH_TRY(clause.limit, row_count(written.limit, "LIMIT"));
  }
  out.clauses.emplace_back(std::move(clause));
  return ok();
}

}  // namespace kith::semantic
