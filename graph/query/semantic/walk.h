// Looking through bound expressions: which slots they use, whether two are the same, what they may do.
#pragma once

#include <functional>
#include <set>

#include "query/semantic/query.h"

namespace kith::semantic {

/// Every expression below `expr` and itself, parents first. Not inside subqueries.
void for_each(const Expr& expr, const std::function<void(const Expr&)>& visit);
void for_each(Expr& expr, const std::function<void(Expr&)>& visit);

/// Every expression of the query, also of nested subqueries' clauses (but see above: not below kSubquery).
void for_each_expression(const Query& query, const std::function<void(const Expr&)>& visit);

/// Adds the slots `expr` reads, also inside subqueries; those of its own variables (list comprehensions,
/// patterns inside subqueries) too, which nobody else has.
void add_slots(const Expr& expr, std::set<Slot>& slots);
std::set<Slot> slots_of(const Expr& expr);

bool uses(const Expr& expr, Slot slot);

/// Same meaning, wherever they were written. Subqueries are the same only if they are one object.
bool same(const Expr& a, const Expr& b);

/// Whether evaluating it may end in an error: then it must not be tried on rows that an earlier condition
/// would have taken away.
bool can_fail(const Expr& expr);

}  // namespace kith::semantic
