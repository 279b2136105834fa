#include "query/exec/operator.h"

namespace kith::exec {

Result<std::vector<Batch>> drain(Runtime& runtime, Operator& input, MemoryHold& held) {
  std::vector<Batch> batches;
  while (true) {
    Batch batch;
    KITH_TRY(bool more, input.next(batch));
    if (!more) break;
    KITH_DO(runtime.control().check());
    KITH_DO(held.take(size_bytes(batch)));
    batches.push_back(std::move(batch));
  }
  return batches;
}

Batch slice_rows(const Batch& batch, std::size_t begin, std::size_t end) {
  if (begin == 0 && end == batch.rows) return batch;
  std::vector<std::uint32_t> rows;
  for (std::size_t row = begin; row < end; ++row) rows.push_back(static_cast<std::uint32_t>(row));
  return batch.gather(rows);
}

Batch concatenate(const Runtime& runtime, const std::vector<Batch>& batches) {
  if (batches.size() == 1) return batches[0];
  Batch all = runtime.new_batch(0);
  for (const Batch& batch : batches) all.rows += batch.rows;
  for (Slot slot = 0; slot < runtime.width(); ++slot) {
    const Column* first = nullptr;
    for (const Batch& batch : batches)
      if (first == nullptr && batch.has(slot)) first = &batch[slot];
    if (first == nullptr) continue;
    Column column(first->kind(), 0);
    for (const Batch& batch : batches) {
      if (batch.has(slot))
        column.append(batch[slot], 0, batch.rows);
      else
        column.append(Column::constant(Value::null(), batch.rows), 0, batch.rows);
    }
    all.set(slot, std::move(column));
  }
  return all;
}

}  // namespace kith::exec
