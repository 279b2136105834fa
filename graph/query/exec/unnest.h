// The elements of a column of lists as batches of their own, so that what is asked of each element is
// evaluated column by column: the inner loop of comprehensions and quantifiers.
#pragma once

#include "query/exec/evaluate.h"

namespace kith::exec {

/// Calls `each(inner, row_of, items)` for the elements of all lists in order, up to the batch size at a time. `inner`
/// has the elements in slot `item` and the slots that are `used`; element i belongs to row row_of[i]. Null has
/// no elements; anything else that is no list is a TypeError.
template <class Each>
Status for_each_element(Runtime& runtime, const Column& lists, Slot item, const UsedSlots& used, const Batch& outer,
                        Each each) {
  std::vector<Value> items;
  std::vector<std::uint32_t> row_of;
  const std::size_t items_max = std::max<std::size_t>(runtime.batch_rows(), kBatchRows);

  auto flush = [&]() -> Status {
    if (items.empty()) return ok();
    KITH_DO(runtime.control().check());
    Batch inner = gather_used(runtime, used, outer, row_of);
    inner.rows = items.size();
    inner.set(item, Column::from_values(items));
    KITH_DO(each(inner, row_of, items));
    items.clear();
    row_of.clear();
    return ok();
  };

  for (std::size_t row = 0; row < outer.rows; ++row) {
    Value list = lists.value(row);
    if (list.is_null()) continue;
    if (list.kind() != Kind::kList) return type_error("IN needs a list, not " + describe(list));
    for (const Value& element : list.as_list()) {
      items.push_back(element);
      row_of.push_back(static_cast<std::uint32_t>(row));
      if (items.size() >= items_max) KITH_DO(flush());
    }
  }
  return flush();
}

}  // namespace kith::exec
