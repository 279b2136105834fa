// From plan to operators: one function an operator, all called by open_operator.
#pragma once

#include "query/exec/operator.h"
#include "query/exec/profile.h"
#include "query/exec/subplan.h"

namespace kith::exec {

/// Opens `op` and its inputs. `argument` feeds plan::Argument leaves; null outside subplans.
Result<OperatorPtr> open_operator(Runtime& runtime, const plan::Operator& op, const Batch* argument);

/// Whether an operator changes the graph that is neither below a CallInTransactions nor one of its subplan.
bool writes_above_transactions(const plan::Operator& op);

/// `inner`, with the batch that it gave last on the statement's account.
OperatorPtr make_accounted(Runtime& runtime, OperatorPtr inner);

/// `inner`, opened for `op`, with what it does written down.
OperatorPtr make_profiled(Profile& profile, const plan::Operator& op, OperatorPtr inner);

// The operators. What each does is said with its plan in query/plan/physical.h.
OperatorPtr make_unit(Runtime& runtime);
OperatorPtr make_argument(Runtime& runtime, const Batch& argument);
OperatorPtr make_all_nodes_scan(Runtime& runtime, const plan::AllNodesScan& scan, OperatorPtr input);
OperatorPtr make_label_scan(Runtime& runtime, const plan::LabelScan& scan, OperatorPtr input);
OperatorPtr make_index_seek(Runtime& runtime, const plan::IndexSeek& seek, OperatorPtr input);
OperatorPtr make_index_range(Runtime& runtime, const plan::IndexRange& range, OperatorPtr input);
OperatorPtr make_dynamic_label_scan(Runtime& runtime, const plan::DynamicLabelScan& scan, OperatorPtr input);
OperatorPtr make_node_by_id_seek(Runtime& runtime, const plan::NodeByIdSeek& seek, OperatorPtr input);
OperatorPtr make_edge_scan(Runtime& runtime, const plan::EdgeScan& scan, OperatorPtr input);
OperatorPtr make_edge_index_seek(Runtime& runtime, const plan::EdgeIndexSeek& seek, OperatorPtr input);
OperatorPtr make_expand(Runtime& runtime, const plan::Expand& expand, OperatorPtr input);
OperatorPtr make_expand_variable(Runtime& runtime, const plan::ExpandVariable& expand, OperatorPtr input);
OperatorPtr make_expand_ends(Runtime& runtime, const plan::ExpandVariable& expand, OperatorPtr input);
OperatorPtr make_shortest_path(Runtime& runtime, const plan::ShortestPath& search, OperatorPtr input);
OperatorPtr make_walk_route(Runtime& runtime, const plan::WalkRoute& walk, OperatorPtr input);
OperatorPtr make_flatten(Runtime& runtime, OperatorPtr input);
OperatorPtr make_filter(Runtime& runtime, const plan::Filter& filter, OperatorPtr input);
OperatorPtr make_project(Runtime& runtime, const plan::Project& project, OperatorPtr input);
OperatorPtr make_unwind(Runtime& runtime, const plan::Unwind& unwind, OperatorPtr input);
OperatorPtr make_aggregate(Runtime& runtime, const plan::Aggregate& aggregate, OperatorPtr input);
OperatorPtr make_distinct(Runtime& runtime, const plan::Distinct& distinct, OperatorPtr input);
OperatorPtr make_sort(Runtime& runtime, const plan::Sort& sort, OperatorPtr input);
OperatorPtr make_skip(Runtime& runtime, const plan::Skip& skip, OperatorPtr input);
/// `drains`: its input writes, so that all of it is pulled whatever the limit is.
OperatorPtr make_limit(Runtime& runtime, const plan::Limit& limit, OperatorPtr input, bool drains);
/// `is_barrier`: the subplan writes, so that all input is taken before it is first run, and all runs are made before
/// the first row is given.
OperatorPtr make_apply(Runtime& runtime, const plan::Apply& apply, OperatorPtr input, std::unique_ptr<Subplan> subplan,
                       bool is_barrier);
OperatorPtr make_union(Runtime& runtime, const plan::Union& onion, std::vector<OperatorPtr> inputs);
OperatorPtr make_hash_join(Runtime& runtime, const plan::HashJoin& join, OperatorPtr left, OperatorPtr right);
OperatorPtr make_procedure_call(Runtime& runtime, const plan::ProcedureCall& call, OperatorPtr input);
OperatorPtr make_create(Runtime& runtime, const plan::Create& create, OperatorPtr input);
OperatorPtr make_set(Runtime& runtime, const plan::Set& set, OperatorPtr input);
OperatorPtr make_remove(Runtime& runtime, const plan::Remove& remove, OperatorPtr input);
OperatorPtr make_delete(Runtime& runtime, const plan::Delete& deletion, OperatorPtr input);
OperatorPtr make_merge(Runtime& runtime, const plan::Merge& merge, OperatorPtr input, std::unique_ptr<Subplan> match);
OperatorPtr make_for_each(Runtime& runtime, OperatorPtr input, std::unique_ptr<Subplan> body);
/// Opens inputs and subplan itself: they read other views than what is above them.
Result<OperatorPtr> open_call_in_transactions(Runtime& runtime, const plan::CallInTransactions& call,
                                              const plan::Operator& op);
OperatorPtr make_empty_result(Runtime& runtime, OperatorPtr input);

}  // namespace kith::exec
