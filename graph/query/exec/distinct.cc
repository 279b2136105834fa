// Distinct: the first row of each group of equivalent rows, as they come.
#include "query/exec/group_table.h"
#include "query/exec/open.h"

namespace kith::exec {
namespace {

class DistinctOperator : public InputOperator {
 public:
  DistinctOperator(Runtime& runtime, const plan::Distinct& distinct, OperatorPtr input)
      : InputOperator(runtime, std::move(input)), distinct_(distinct), seen_(distinct.slots.size()) {}

  Result<bool> next(Batch& out) override {
    while (true) {
      Batch batch;
      KITH_TRY(bool more, input_->next(batch));
      if (!more) return false;
      KITH_DO(runtime_.control().check());
      std::vector<ColumnPtr> keys;
      for (Slot slot : distinct_.slots) keys.push_back(batch.slots[slot]);
      std::vector<std::uint32_t> groups, first_rows;
      seen_.find_or_add(keys, batch.rows, groups, &first_rows);
      if (first_rows.empty()) continue;
      std::size_t bytes = 0;
      for (const ColumnPtr& key : keys) bytes += key->size_bytes();
      KITH_DO(held_.take(first_rows.size() * 32 + bytes * first_rows.size() / batch.rows));
      out = first_rows.size() == batch.rows ? std::move(batch) : batch.gather(first_rows);
      return true;
    }
  }

  void reset() override {
    InputOperator::reset();
    seen_ = GroupTable(distinct_.slots.size());
    held_.release();
  }

 private:
  const plan::Distinct& distinct_;
  GroupTable seen_;
  MemoryHold held_{runtime_.control()};
};

}  // namespace

OperatorPtr make_distinct(Runtime& runtime, const plan::Distinct& distinct, OperatorPtr input) {
  return std::make_unique<DistinctOperator>(runtime, distinct, std::move(input));
}

}  // namespace kith::exec
