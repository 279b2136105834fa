#include "query/exec/subplan.h"

#include "query/exec/open.h"
#include "query/plan/reads.h"

namespace kith::exec {
namespace {

bool has_argument(const plan::Operator& op) {
  if (std::holds_alternative<plan::Argument>(op.body)) return true;
  for (const plan::Operator& input : op.inputs)
    if (has_argument(input)) return true;
  return false;
}

/// Whether argument rows may go through `op` together: row numbers travel along and stay in order.
bool works_row_by_row(const plan::Operator& op) {
  struct Test {
    bool operator()(const plan::Unit&) const { return false; }  // a leaf that does not know the arguments

    bool operator()(const plan::Argument&) const { return true; }

    bool operator()(const plan::Aggregate&) const { return false; }

    bool operator()(const plan::Distinct&) const { return false; }

    bool operator()(const plan::Sort&) const { return false; }

    bool operator()(const plan::Skip&) const { return false; }

    bool operator()(const plan::Limit&) const { return false; }

    bool operator()(const plan::Union&) const { return false; }

    bool operator()(const plan::Create&) const { return false; }

    bool operator()(const plan::Set&) const { return false; }

    bool operator()(const plan::Remove&) const { return false; }

    bool operator()(const plan::Delete&) const { return false; }

    bool operator()(const plan::Merge&) const { return false; }

    bool operator()(const plan::ForEach&) const { return false; }

    bool operator()(const plan::CallInTransactions&) const { return false; }

    bool operator()(const plan::EmptyResult&) const { return false; }

    bool operator()(const plan::HashJoin&) const { return true; }  // the rest: see below

    bool operator()(const plan::Apply&) const { return true; }

    bool operator()(const plan::AllNodesScan&) const { return true; }

    bool operator()(const plan::LabelScan&) const { return true; }

    bool operator()(const plan::DynamicLabelScan&) const { return true; }

    bool operator()(const plan::IndexSeek&) const { return true; }

    bool operator()(const plan::IndexRange&) const { return true; }

    bool operator()(const plan::NodeByIdSeek&) const { return true; }

    bool operator()(const plan::EdgeScan&) const { return true; }

    bool operator()(const plan::EdgeIndexSeek&) const { return true; }

    bool operator()(const plan::Expand&) const { return true; }

    bool operator()(const plan::ExpandVariable&) const { return true; }

    bool operator()(const plan::ShortestPath&) const { return true; }

    bool operator()(const plan::WalkRoute&) const { return true; }

    bool operator()(const plan::Flatten&) const { return true; }

    bool operator()(const plan::Filter&) const { return true; }

    bool operator()(const plan::Project&) const { return true; }

    bool operator()(const plan::Unwind&) const { return true; }

    bool operator()(const plan::ProcedureCall&) const { return true; }
  };

  if (!std::visit(Test{}, op.body)) return false;
  if (std::holds_alternative<plan::Argument>(op.body)) return true;
  if (op.inputs.empty()) return false;
  bool is_apply = std::holds_alternative<plan::Apply>(op.body);
  // The first input carries the row numbers. The other one of a join must not know the arguments, or rows
  // of different arguments would meet; that of an Apply has its own.
  for (std::size_t i = 1; i < op.inputs.size(); ++i) {
    if (is_apply ? writes(op.inputs[i]) : has_argument(op.inputs[i])) return false;
  }
  return works_row_by_row(op.inputs[0]);
}

}  // namespace

Result<std::unique_ptr<Subplan>> Subplan::open(Runtime& runtime, const plan::Operator& op) {
  std::unique_ptr<Subplan> subplan(new Subplan(runtime, !works_row_by_row(op)));
  subplan->row_slot_ = runtime.take_hidden_slot();
  KITH_TRY(subplan->root_, open_operator(runtime, op, &subplan->leaf_));
  return subplan;
}

Status Subplan::start(const Batch& arguments) {
  arguments_ = arguments;
  arguments_.slots.resize(runtime_.width());
  row_ = 0;
  running_ = false;
  skip_row_ = false;
  if (!row_by_row_) {
    leaf_ = arguments_;
    Column numbers(ColumnKind::kInteger, arguments.rows);
    for (std::size_t row = 0; row < arguments.rows; ++row)
      numbers.mutable_integers()[row] = static_cast<std::int64_t>(row);
    leaf_.set(row_slot_, std::move(numbers));
    root_->reset();
  }
  return ok();
}

Result<bool> Subplan::next(Batch& out) {
  if (arguments_.rows == 0) return false;
  if (!row_by_row_) return root_->next(out);
  while (true) {
    if (running_ && skip_row_) {
      running_ = false;
      ++row_;
    }
    skip_row_ = false;
    if (!running_) {
      if (row_ >= arguments_.rows) return false;
      KITH_DO(runtime_.control().check());
      auto number = static_cast<std::uint32_t>(row_);
      leaf_ = arguments_.gather(std::span(&number, 1));
      root_->reset();
      running_ = true;
    }
    KITH_TRY(bool more, root_->next(out));
    if (more) {
      out.slots.resize(runtime_.width());
      out.set(row_slot_, Column::constant(Value(static_cast<std::int64_t>(row_)), out.rows));
      return true;
    }
    running_ = false;
    ++row_;
  }
}

Batch combine(const Runtime& runtime, const Batch& arguments, std::span<const std::uint32_t> arguments_of,
              const Batch& rows, std::span<const std::uint32_t> rows_of) {
  Batch out = runtime.new_batch(arguments_of.size());
  for (Slot slot = 0; slot < runtime.width(); ++slot) {
    if (arguments.has(slot))
      out.set(slot, arguments[slot].gather(arguments_of));
    else if (rows.has(slot))
      out.set(slot, rows[slot].gather(rows_of));
  }
  return out;
}

}  // namespace kith::exec
