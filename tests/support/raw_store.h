// The rows of a store as plain RocksDB would write them: the baseline of the insert benchmark.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "storage/keys.h"
#include "storage/kv.h"

namespace kith {

struct RawWrites {
  std::size_t keys = 0;
  double seconds = 0;
};

/// Writes every row of every edge of the closed store at `from` (record, both adjacency rows, membership)
/// into a new database at `to` with the same families and options, in batches of `edges_per_batch` edges in the
/// order of their ids, unsynced. Reading is not in the time; putting into batches and writing them is.
inline RawWrites rewrite_edges_raw(const std::string& from, const std::string& to, std::size_t edges_per_batch) {
  using namespace storage;
  struct Row {
    Family family;
    std::uint64_t edge;
    std::string key, value;
  };
  auto fail = [](const Error& error) {
    std::fprintf(stderr, "%s\n", error.to_text().c_str());
    std::exit(1);
  };
  std::vector<Row> rows;
  {
    auto source = Kv::open(from, {.read_only = true});
    if (!source) fail(source.error());
    const SnapshotPtr now = (*source)->snapshot();
    auto take = [&](Family family, std::string_view low, std::string_view high, auto edge_of) {
      const Status status = (*source)->scan(*now, family, low, high, [&](std::string_view key, std::string_view value) {
        rows.push_back({family, edge_of(key), std::string(key), std::string(value)});
        return true;
      });
      if (!status) fail(status.error());
    };
    const std::string top(9, '\xFF');
    take(Family::kEdge, "", top, [](std::string_view key) { return load_u64(key.data()); });
    take(Family::kAdjacency, "", top, [](std::string_view key) { return last_id(key); });
    const Key types = tag_key(IndexTag::kType);
    take(Family::kIndex, types, types.end(), [](std::string_view key) { return last_id(key); });
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.edge < b.edge; });

  auto target = Kv::open(to, {.create = true});
  if (!target) fail(target.error());
  RawWrites result;
  result.keys = rows.size();
  const auto start = std::chrono::steady_clock::now();
  std::size_t edges = 0;
  for (std::size_t begin = 0, i = 0; i < rows.size(); ++i) {
    if (i + 1 < rows.size() && rows[i + 1].edge == rows[i].edge) continue;
    if (++edges % edges_per_batch != 0 && i + 1 < rows.size()) continue;
    const Status status = (*target)->write(
        [&](KvBatch& batch) {
          for (std::size_t at = begin; at <= i; ++at) batch.put(rows[at].family, rows[at].key, rows[at].value);
        },
        false);
    if (!status) fail(status.error());
    begin = i + 1;
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace kith
