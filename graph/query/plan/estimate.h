// How many rows each operator is likely to give: what EXPLAIN shows beside the plan. Counts of nodes and edges are
// exact, what conditions leave of them is guessed.
//
//     estimate(plan, context);
//     plan.root.rows_estimated     // over all executions: a subplan is run for each row of what is around it
#pragma once

#include <cstdint>
#include <set>

#include "query/plan/logical.h"

namespace kith::plan {

/// Sets rows_estimated of every operator, those of subplans too.
void estimate(PhysicalPlan& plan, const OptimiserContext& context);

/// The subplans of the expressions that the operator evaluates, by number.
std::set<std::uint32_t> subplans_of(const Operator& op);

}  // namespace kith::plan
