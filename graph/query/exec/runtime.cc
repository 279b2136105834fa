#include "query/exec/runtime.h"

#include "query/exec/open.h"
#include "query/exec/subplan.h"

namespace kith::exec {
namespace {

/// Operators that open an input as a subplan, each of which needs a hidden slot.
Slot count_subplans(const plan::Operator& op) {
  bool holds_one = std::holds_alternative<plan::Apply>(op.body) || std::holds_alternative<plan::Merge>(op.body) ||
                   std::holds_alternative<plan::ForEach>(op.body) ||
                   std::holds_alternative<plan::CallInTransactions>(op.body);
  Slot count = holds_one ? 1 : 0;
  for (const plan::Operator& input : op.inputs) count += count_subplans(input);
  return count;
}

}  // namespace

Runtime::Runtime(std::shared_ptr<const plan::PhysicalPlan> plan, const ExecContext& context)
    : plan_(std::move(plan)),
      context_(context),
      changes_(context.changes != nullptr ? context.changes : &ignored_changes_),
      call_{.reader = context.reader,
            .control = &context_.control,
            .now = context.now,
            .random_seed = context.random_seed},
      batch_rows_(std::max<std::size_t>(context.batch_rows, 1)),
      next_hidden_(plan_->slot_count) {
  width_ = plan_->slot_count + count_subplans(plan_->root);
  for (const plan::Operator& subplan : plan_->subplans) width_ += 1 + count_subplans(subplan);
  subqueries_.resize(plan_->subplans.size());
}

Runtime::~Runtime() = default;

Status Runtime::begin_own_transaction(bool writes) {
  storage::Store& store = *context_.transactions.store;
  if (writes) {
    KITH_TRY(gate_, store.take_gate(control()));
  }
  KITH_TRY(storage::Transaction begun, store.begin(!writes));
  own_.emplace(std::move(begun));
  context_.reader = &own_->reader();
  context_.transaction = &*own_;
  call_.reader = context_.reader;
  return ok();
}

Status Runtime::commit_own_transaction() {
  if (!own_ || own_->is_read_only()) return ok();
  KITH_DO(own_->verify_deletions());
  KITH_DO(own_->commit(context_.transactions.durability));
  gate_.reset();
  return ok();
}

Result<Subplan*> Runtime::subquery(std::uint32_t plan_index) {
  if (plan_index >= subqueries_.size())
    return Error{.code = ErrorCode::kInternal, .message = "a subquery was not lowered"};
  std::unique_ptr<Subplan>& subplan = subqueries_[plan_index];
  if (subplan == nullptr) {
    KITH_TRY(subplan, Subplan::open(*this, plan_->subplans[plan_index]));
  }
  return subplan.get();
}

Error type_error(std::string message, std::string detail) {
  return Error{.code = ErrorCode::kType, .message = std::move(message), .detail = std::move(detail)};
}

std::string describe(const Value& value) {
  constexpr std::size_t kShown = 60;
  // The text of a large list or map is not made only to be cut.
  bool large = (value.kind() == Kind::kList && value.as_list().size() > 20) ||
               (value.kind() == Kind::kMap && value.as_map().size() > 20) || value.kind() == Kind::kVector;
  std::string text = kind_name(value.kind());
  if (value.is_null() || value.is_reference() || value.kind() == Kind::kPath || large) return text;
  std::string shown = value.to_text();
  if (shown.size() > kShown) {
    std::size_t end = kShown;
    while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xc0) == 0x80) --end;
    shown = shown.substr(0, end) + "...";
  }
  return text + " " + shown;
}

std::size_t size_bytes(const Batch& batch) {
  std::size_t bytes = sizeof(Batch) + batch.slots.size() * sizeof(ColumnPtr);
  for (const ColumnPtr& column : batch.slots)
    if (column != nullptr) bytes += column->size_bytes();
  return bytes;
}

}  // namespace kith::exec
