// Charges what an operator gives to the statement's memory while whoever asked for it still has it.
#include "query/exec/open.h"

namespace kith::exec {
namespace {

/// The batch given last is in use until the next one is asked for, and as deep plans have one for each operator, wide
/// ones add up: a thousand patterns without a common variable are a thousand batches of up to a thousand columns.
/// Columns that the operator only passes on are somebody else's; what values hold outside of a column is shared too.
class AccountedOperator : public Operator {
 public:
  AccountedOperator(Runtime& runtime, OperatorPtr inner) : held_(runtime.control()), inner_(std::move(inner)) {}

  Result<bool> next(Batch& out) override {
    held_.release();
    KITH_TRY(const bool more, inner_->next(out));
    if (!more) return false;
    std::size_t bytes = 0;
    for (const ColumnPtr& column : out.slots)
      if (column != nullptr && column.use_count() == 1 && !column->is_constant()) bytes += column->size() * sizeof(Value);
    KITH_DO(held_.take(bytes));
    return true;
  }

  void reset() override {
    held_.release();
    inner_->reset();
  }

 private:
  MemoryHold held_;
  OperatorPtr inner_;
};

}  // namespace

OperatorPtr make_accounted(Runtime& runtime, OperatorPtr inner) {
  return std::make_unique<AccountedOperator>(runtime, std::move(inner));
}

}  // namespace kith::exec
