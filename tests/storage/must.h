// The value of a Result, or a failed test that shows the error.
#pragma once

#include <catch2/catch.hpp>
#include <utility>
#include <vector>

#include "kith/status.h"
#include "storage/store.h"

namespace kith::testing {

template <class T>
T must(Result<T> result) {
  if (!result.is_ok()) FAIL(result.error().to_text());
  return *std::move(result);
}

inline void must(const Status& status) {
  if (!status.is_ok()) FAIL(status.error().to_text());
}

/// Every id of a scan, read by small pages.
template <class Id>
std::vector<Id> all(storage::Scan<Id> scan, std::size_t page_size = 3) {
  std::vector<Id> found;
  std::vector<Id> page;
  while (must(scan.next(page, page_size))) found.insert(found.end(), page.begin(), page.end());
  return found;
}

inline Column node_column(const std::vector<NodeId>& ids) {
  Column column(ColumnKind::kNode, 0);
  for (NodeId id : ids) column.append(Value::node_ref(id));
  return column;
}

/// "kind: message" of all that check() finds.
inline std::vector<std::string> damage_of(const storage::Store& store) {
  std::vector<std::string> lines;
  for (const Damage& d : must(store.check()).damage) lines.push_back(d.kind + ": " + d.message);
  return lines;
}

}  // namespace kith::testing
