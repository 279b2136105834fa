// What operators look at, and whether they write: needed to tell what may be left out or moved.
#pragma once

#include <functional>
#include <set>

#include "query/plan/logical.h"

namespace kith::plan {

/// Adds the slots whose values the operator itself reads. What it binds or only passes on (Project::keep,
/// Apply::nulls) is not read.
void add_reads(const Body& body, std::set<Slot>& slots);

/// Every expression that the operator evaluates, and those below it; not inside subqueries.
void for_each_expression(const Body& body, const std::function<void(const Expr&)>& visit);

/// add_reads() for an operator with all its inputs and steps.
void add_reads_below(const LogicalOperator& op, std::set<Slot>& slots);
void add_reads_below(const Operator& op, std::set<Slot>& slots);

/// Whether the operator itself changes the graph.
bool is_write(const Body& body);

/// Whether the operator or an input of it changes the graph.
bool writes(const Operator& op);

}  // namespace kith::plan
