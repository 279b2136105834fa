#include "query/exec/group_table.h"

#include <bit>
#include <cmath>

#include "value/compare.h"

namespace kith::exec {
namespace {

std::size_t mix(std::uint64_t x) {
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  x ^= x >> 33;
  return static_cast<std::size_t>(x);
}

// The hashes of the typed forms. Values of an any-column of these kinds are hashed by the same functions.
std::size_t hash_integer(std::int64_t value) { return mix(static_cast<std::uint64_t>(value)); }

std::size_t hash_node(NodeId node) { return mix(raw(node) ^ 0x6e6f6465u); }

std::size_t hash_edge(EdgeId edge) { return mix(raw(edge) ^ 0x65646765u); }

std::size_t hash_string(std::string_view text) { return std::hash<std::string_view>()(text); }

std::size_t hash_any(const Value& value) {
  switch (value.kind()) {
    case Kind::kInteger:
      return hash_integer(value.as_integer());
    case Kind::kFloat: {
      double real = value.as_float();
      if (real >= -9.2e18 && real <= 9.2e18 && real == std::trunc(real))
        return hash_integer(static_cast<std::int64_t>(real));
      break;
    }
    case Kind::kString:
      return hash_string(value.as_string());
    case Kind::kNode:
      return hash_node(value.node_id());
    case Kind::kEdge:
      return hash_edge(value.edge_id());
    default:
      break;
  }
  return hash_of(value);
}

std::size_t hash_row(const Column& column, std::size_t row) {
  if (column.is_null(row)) return 0x9e3779b97f4a7c15ULL;
  switch (column.kind()) {
    case ColumnKind::kInteger:
      return hash_integer(column.integers()[row]);
    case ColumnKind::kString:
      return hash_string(column.strings()[row]);
    case ColumnKind::kNode:
      return hash_node(column.nodes()[row]);
    case ColumnKind::kEdge:
      return hash_edge(column.edges()[row].id);
    case ColumnKind::kBoolean:
    case ColumnKind::kFloat:
    case ColumnKind::kDate:
    case ColumnKind::kAny:
      break;
  }
  return hash_any(column.value(row));
}

bool same(const Column& a, std::size_t row_a, const Column& b, std::size_t row_b) {
  bool null_a = a.is_null(row_a), null_b = b.is_null(row_b);
  if (null_a || null_b) return null_a && null_b;
  if (a.kind() == b.kind()) {
    switch (a.kind()) {
      case ColumnKind::kInteger:
        return a.integers()[row_a] == b.integers()[row_b];
      case ColumnKind::kString:
        return a.strings()[row_a] == b.strings()[row_b];
      case ColumnKind::kNode:
        return a.nodes()[row_a] == b.nodes()[row_b];
      case ColumnKind::kEdge:
        return a.edges()[row_a].id == b.edges()[row_b].id;
      case ColumnKind::kDate:
        return a.dates()[row_a] == b.dates()[row_b];
      case ColumnKind::kBoolean:
        return a.booleans()[row_a] == b.booleans()[row_b];
      case ColumnKind::kFloat:
      case ColumnKind::kAny:
        break;
    }
  }
  return equivalent(a.value(row_a), b.value(row_b));
}

}  // namespace

std::vector<std::size_t> hash_rows(std::span<const ColumnPtr> keys, std::size_t rows) {
  std::vector<std::size_t> hashes(rows, 0);
  for (const ColumnPtr& key : keys) {
    if (key->is_constant() && rows > 0) {
      std::size_t hash = hash_row(*key, 0);
      for (std::size_t& combined : hashes) combined = combined * 0x9e3779b97f4a7c15ULL + hash;
      continue;
    }
    for (std::size_t row = 0; row < rows; ++row)
      hashes[row] = hashes[row] * 0x9e3779b97f4a7c15ULL + hash_row(*key, row);
  }
  return hashes;
}

void GroupTable::find_or_add(std::span<const ColumnPtr> keys, std::size_t rows,
                             std::vector<std::uint32_t>& group_of_row, std::vector<std::uint32_t>* first_rows) {
  group_of_row.resize(rows);
  std::vector<std::size_t> hashes = hash_rows(keys, rows);
  for (std::size_t row = 0; row < rows; ++row) {
    std::uint32_t group = look_up(keys, row, hashes[row]);
    if (group == kNoRow) {
      group = static_cast<std::uint32_t>(hashes_.size());
      for (std::size_t i = 0; i < keys_.size(); ++i) {
        if (group == 0) keys_[i] = Column(keys[i]->kind(), 0);
        keys_[i].append(*keys[i], row, row + 1);
      }
      insert(hashes[row]);
      if (first_rows != nullptr) first_rows->push_back(static_cast<std::uint32_t>(row));
    }
    group_of_row[row] = group;
  }
}

void GroupTable::find(std::span<const ColumnPtr> keys, std::size_t rows,
                      std::vector<std::uint32_t>& group_of_row) const {
  group_of_row.resize(rows);
  std::vector<std::size_t> hashes = hash_rows(keys, rows);
  for (std::size_t row = 0; row < rows; ++row) group_of_row[row] = look_up(keys, row, hashes[row]);
}

std::uint32_t GroupTable::look_up(std::span<const ColumnPtr> keys, std::size_t row, std::size_t hash) const {
  if (table_.empty()) return kNoRow;
  std::size_t mask = table_.size() - 1;
  for (std::size_t place = hash & mask; table_[place] != 0; place = (place + 1) & mask) {
    std::uint32_t group = table_[place] - 1;
    if (hashes_[group] != hash) continue;
    bool all_same = true;
    for (std::size_t i = 0; i < keys_.size() && all_same; ++i) all_same = same(keys_[i], group, *keys[i], row);
    if (all_same) return group;
  }
  return kNoRow;
}

void GroupTable::insert(std::size_t hash) {
  hashes_.push_back(hash);
  if (hashes_.size() * 2 > table_.size()) {
    grow();
    return;
  }
  std::size_t mask = table_.size() - 1;
  std::size_t place = hash & mask;
  while (table_[place] != 0) place = (place + 1) & mask;
  table_[place] = static_cast<std::uint32_t>(hashes_.size());
}

void GroupTable::grow() {
  table_.assign(std::max<std::size_t>(64, std::bit_ceil(hashes_.size() * 4)), 0);
  std::size_t mask = table_.size() - 1;
  for (std::size_t group = 0; group < hashes_.size(); ++group) {
    std::size_t place = hashes_[group] & mask;
    while (table_[place] != 0) place = (place + 1) & mask;
    table_[place] = static_cast<std::uint32_t>(group + 1);
  }
}

std::size_t GroupTable::size_bytes() const {
  std::size_t bytes = hashes_.capacity() * sizeof(std::size_t) + table_.capacity() * sizeof(std::uint32_t);
  for (const Column& key : keys_) bytes += key.size_bytes();
  return bytes;
}

}  // namespace kith::exec
