// The optimiser's rules, in the order they run. Each takes a plan to one with the same answers.
#pragma once

#include "query/plan/logical.h"

namespace kith::plan {

/// Moves filters down into the patterns whose slots they test, through whatever leaves those rows as they are.
/// Conditions that can fail stay where they are: below, they might meet rows that are taken away today.
void push_filters_down(LogicalPlan& plan);

/// Chooses where each pattern starts, by which index, in which order it is walked, and tests each predicate as
/// soon as what it reads is bound.
void order_patterns(LogicalPlan& plan, const OptimiserContext& context);

/// SORT with LIMIT keeps only the first rows.
void keep_top_rows(LogicalPlan& plan);

/// A last expansion that is only counted is not enumerated.
void count_unflat(LogicalPlan& plan);

/// Projections keep only what is read above them.
void prune_projections(LogicalPlan& plan);

/// `all(r IN rs WHERE …)` over the edges of a walk prunes the walk.
void test_edges_early(LogicalPlan& plan);

/// Edges and paths that nobody reads get no column.
void drop_unread_edges(LogicalPlan& plan);

/// Walks of which only the different ends count are searched breadth first. Needs drop_unread_edges.
void reach_ends_once(LogicalPlan& plan);

/// Equalities between the two inputs of a product make it a join.
void join_by_hash(PhysicalPlan& plan, const OptimiserContext& context);

/// Calls `visit` for every operator of the plan, subplans too, inputs before what reads them.
void for_each_operator(LogicalPlan& plan, const std::function<void(LogicalOperator&)>& visit);

}  // namespace kith::plan
