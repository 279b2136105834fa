#include "query/exec/open.h"

#include "query/plan/reads.h"

namespace kith::exec {
namespace {

/// Opens the inputs of one operator and then the operator: the switch from plan to code.
class Opener {
 public:
  Opener(Runtime& runtime, const plan::Operator& op, const Batch* argument)
      : runtime_(runtime), op_(op), argument_(argument) {}

  Result<OperatorPtr> operator()(const plan::Unit&) { return make_unit(runtime_); }

  Result<OperatorPtr> operator()(const plan::Argument&) {
    if (argument_ == nullptr) return Error{.code = ErrorCode::kInternal, .message = "an argument outside a subplan"};
    return make_argument(runtime_, *argument_);
  }

  Result<OperatorPtr> operator()(const plan::AllNodesScan& scan) { return open_source(make_all_nodes_scan, scan); }

  Result<OperatorPtr> operator()(const plan::LabelScan& scan) { return open_source(make_label_scan, scan); }

  Result<OperatorPtr> operator()(const plan::DynamicLabelScan& scan) {
    return open_source(make_dynamic_label_scan, scan);
  }

  Result<OperatorPtr> operator()(const plan::IndexSeek& seek) { return open_source(make_index_seek, seek); }

  Result<OperatorPtr> operator()(const plan::IndexRange& range) { return open_source(make_index_range, range); }

  Result<OperatorPtr> operator()(const plan::NodeByIdSeek& seek) { return open_source(make_node_by_id_seek, seek); }

  Result<OperatorPtr> operator()(const plan::EdgeScan& scan) { return open_source(make_edge_scan, scan); }

  Result<OperatorPtr> operator()(const plan::EdgeIndexSeek& seek) { return open_source(make_edge_index_seek, seek); }

  Result<OperatorPtr> operator()(const plan::Expand& expand) { return open_over(make_expand, expand); }

  Result<OperatorPtr> operator()(const plan::ExpandVariable& expand) {
    return open_over(expand.each_end_once ? make_expand_ends : make_expand_variable, expand);
  }

  Result<OperatorPtr> operator()(const plan::ShortestPath& search) { return open_over(make_shortest_path, search); }

  Result<OperatorPtr> operator()(const plan::WalkRoute& walk) { return open_over(make_walk_route, walk); }

  Result<OperatorPtr> operator()(const plan::Flatten&) {
    KITH_TRY(OperatorPtr input, open_raw(0));
    return make_flatten(runtime_, std::move(input));
  }

  Result<OperatorPtr> operator()(const plan::Filter& filter) { return open_over(make_filter, filter); }

  Result<OperatorPtr> operator()(const plan::Project& project) { return open_over(make_project, project); }

  Result<OperatorPtr> operator()(const plan::Unwind& unwind) { return open_over(make_unwind, unwind); }

  Result<OperatorPtr> operator()(const plan::Aggregate& aggregate) {
    KITH_TRY(OperatorPtr input, open_raw(0));
    return make_aggregate(runtime_, aggregate, std::move(input));
  }

  Result<OperatorPtr> operator()(const plan::Distinct& distinct) { return open_over(make_distinct, distinct); }

  Result<OperatorPtr> operator()(const plan::Sort& sort) { return open_over(make_sort, sort); }

  Result<OperatorPtr> operator()(const plan::Skip& skip) { return open_over(make_skip, skip); }

  Result<OperatorPtr> operator()(const plan::Limit& limit) {
    KITH_TRY(OperatorPtr input, open_input(0));
    return make_limit(runtime_, limit, std::move(input), writes(op_));
  }

  Result<OperatorPtr> operator()(const plan::Apply& apply) {
    KITH_TRY(OperatorPtr input, open_input(0));
    KITH_TRY(std::unique_ptr<Subplan> subplan, open_subplan());
    return make_apply(runtime_, apply, std::move(input), std::move(subplan), writes(op_.inputs[1]));
  }

  Result<OperatorPtr> operator()(const plan::Union& onion) {
    std::vector<OperatorPtr> inputs;
    for (std::size_t i = 0; i < op_.inputs.size(); ++i) {
      KITH_TRY(OperatorPtr input, open_input(i));
      inputs.push_back(std::move(input));
    }
    return make_union(runtime_, onion, std::move(inputs));
  }

  Result<OperatorPtr> operator()(const plan::HashJoin& join) {
    KITH_TRY(OperatorPtr left, open_input(0));
    KITH_TRY(OperatorPtr right, open_input(1));
    return make_hash_join(runtime_, join, std::move(left), std::move(right));
  }

  Result<OperatorPtr> operator()(const plan::ProcedureCall& call) { return open_over(make_procedure_call, call); }

  Result<OperatorPtr> operator()(const plan::Create& create) { return open_over(make_create, create); }

  Result<OperatorPtr> operator()(const plan::Set& set) { return open_over(make_set, set); }

  Result<OperatorPtr> operator()(const plan::Remove& remove) { return open_over(make_remove, remove); }

  Result<OperatorPtr> operator()(const plan::Delete& deletion) { return open_over(make_delete, deletion); }

  Result<OperatorPtr> operator()(const plan::Merge& merge) {
    KITH_TRY(OperatorPtr input, open_input(0));
    KITH_TRY(std::unique_ptr<Subplan> match, open_subplan());
    return make_merge(runtime_, merge, std::move(input), std::move(match));
  }

  Result<OperatorPtr> operator()(const plan::ForEach&) {
    KITH_TRY(OperatorPtr input, open_input(0));
    KITH_TRY(std::unique_ptr<Subplan> body, open_subplan());
    return make_for_each(runtime_, std::move(input), std::move(body));
  }

  Result<OperatorPtr> operator()(const plan::CallInTransactions& call) {
    return open_call_in_transactions(runtime_, call, op_);
  }

  Result<OperatorPtr> operator()(const plan::EmptyResult&) {
    KITH_TRY(OperatorPtr input, open_input(0));
    return make_empty_result(runtime_, std::move(input));
  }

 private:
  /// An input as it is, unflat if it likes; only operators that know what to do with that ask so.
  Result<OperatorPtr> open_raw(std::size_t i) {
    if (i >= op_.inputs.size()) return Error{.code = ErrorCode::kInternal, .message = "an operator lacks an input"};
    return open_operator(runtime_, op_.inputs[i], argument_);
  }

  Result<OperatorPtr> open_input(std::size_t i) {
    KITH_TRY(OperatorPtr input, open_raw(i));
    const auto* expand = std::get_if<plan::Expand>(&op_.inputs[i].body);
    if (expand != nullptr && expand->unflat) return make_flatten(runtime_, std::move(input));
    return input;
  }

  Result<std::unique_ptr<Subplan>> open_subplan() {
    if (op_.inputs.size() < 2) return Error{.code = ErrorCode::kInternal, .message = "an operator lacks its subplan"};
    return Subplan::open(runtime_, op_.inputs[1]);
  }

  /// Scans and seeks may have an input or not.
  template <class Make, class Plan>
  Result<OperatorPtr> open_source(Make make, const Plan& plan) {
    OperatorPtr input;
    if (!op_.inputs.empty()) {
      KITH_TRY(input, open_input(0));
    }
    return make(runtime_, plan, std::move(input));
  }

  template <class Make, class Plan>
  Result<OperatorPtr> open_over(Make make, const Plan& plan) {
    KITH_TRY(OperatorPtr input, open_input(0));
    return make(runtime_, plan, std::move(input));
  }

  Runtime& runtime_;
  const plan::Operator& op_;
  const Batch* argument_;
};

class PlanExecution : public Execution {
 public:
  PlanExecution(std::shared_ptr<const plan::PhysicalPlan> plan, const ExecContext& context)
      : runtime_(std::move(plan), context), held_(runtime_.control()) {}

  Status open() {
    const plan::Operator& root = runtime_.plan().root;
    KITH_TRY(root_, open_operator(runtime_, root, nullptr));
    const auto* expand = std::get_if<plan::Expand>(&root.body);
    if (expand != nullptr && expand->unflat) root_ = make_flatten(runtime_, std::move(root_));
    return ok();
  }

  Result<bool> next(Batch& out) override {
    if (runtime_.plan().writes) return next_buffered(out);
    return root_->next(out);
  }

  const storage::Reader& reader() const noexcept override { return runtime_.reader(); }

  Status commit() override { return runtime_.commit_own_transaction(); }

 private:
  /// All writes come before the first row is given, those of the last part of a UNION too.
  Result<bool> next_buffered(Batch& out) {
    if (!ran_) {
      ran_ = true;
      KITH_TRY(buffered_, drain(runtime_, *root_, held_));
    }
    if (given_ >= buffered_.size()) return false;
    out = std::move(buffered_[given_++]);
    return true;
  }

  Runtime runtime_;
  MemoryHold held_;
  OperatorPtr root_;
  bool ran_ = false;
  std::vector<Batch> buffered_;
  std::size_t given_ = 0;
};

}  // namespace

Result<OperatorPtr> open_operator(Runtime& runtime, const plan::Operator& op, const Batch* argument) {
  KITH_TRY(OperatorPtr opened, std::visit(Opener(runtime, op, argument), op.body));
  opened = make_accounted(runtime, std::move(opened));
  Profile* profile = runtime.context().profile;
  return profile == nullptr ? std::move(opened) : make_profiled(*profile, op, std::move(opened));
}

namespace {

}  // namespace

bool writes_above_transactions(const plan::Operator& op) {
  if (std::holds_alternative<plan::CallInTransactions>(op.body)) return false;
  if (op.inputs.empty()) return plan::is_write(op.body);
  // Only the first input can hold the call.
  bool others = std::any_of(op.inputs.begin() + 1, op.inputs.end(), [](const plan::Operator& one) { return writes(one); });
  return plan::is_write(op.body) || others || writes_above_transactions(op.inputs[0]);
}

Result<std::unique_ptr<Execution>> open(std::shared_ptr<const plan::PhysicalPlan> plan, const ExecContext& context) {
  if (plan->in_transactions && context.transactions.store == nullptr)
    return Error{.code = ErrorCode::kUnsupported,
                 .message = "CALL { … } IN TRANSACTIONS has no store to begin its transactions in",
                 .detail = "CallInTransactions"};
  if (plan->writes && !plan->in_transactions && context.transaction == nullptr)
    return Error{.code = ErrorCode::kReadOnly, .message = "the statement writes, but only reads are allowed here"};
  auto execution = std::make_unique<PlanExecution>(std::move(plan), context);
  KITH_DO(execution->open());
  return std::unique_ptr<Execution>(std::move(execution));
}

}  // namespace kith::exec
