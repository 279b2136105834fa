// Rows to groups by the equivalence of their keys (null is null, 1 is 1.0): grouping, DISTINCT, joins.
//
//     GroupTable groups(2);
//     groups.find_or_add({names, years}, rows, group_of_row);   // numbered from 0 in the order first seen
//
// Open addressing over the hashes; the keys of each group lie in columns, typed as long as they can be.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "value/batch.h"
#include "value/column.h"

namespace kith::exec {

class GroupTable {
 public:
  explicit GroupTable(std::size_t key_count) : keys_(key_count) {}

  /// group_of_row[row] is set for every row; `first_rows`, if wanted, gets the rows that made a new group.
  void find_or_add(std::span<const ColumnPtr> keys, std::size_t rows, std::vector<std::uint32_t>& group_of_row,
                   std::vector<std::uint32_t>* first_rows = nullptr);

  /// As find_or_add, but gives kNoRow for keys that are not there.
  void find(std::span<const ColumnPtr> keys, std::size_t rows, std::vector<std::uint32_t>& group_of_row) const;

  std::size_t size() const noexcept { return hashes_.size(); }

  /// One element a group.
  const Column& key(std::size_t i) const { return keys_[i]; }

  std::size_t size_bytes() const;

 private:
  std::uint32_t look_up(std::span<const ColumnPtr> keys, std::size_t row, std::size_t hash) const;
  void insert(std::size_t hash);
  void grow();

  std::vector<Column> keys_;
  std::vector<std::size_t> hashes_;   // of group i
  std::vector<std::uint32_t> table_;  // group number + 1, or 0; a power of two
};

/// A hash a row, equal for equivalent keys whatever form their columns have.
std::vector<std::size_t> hash_rows(std::span<const ColumnPtr> keys, std::size_t rows);

}  // namespace kith::exec
