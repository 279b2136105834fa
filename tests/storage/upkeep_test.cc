// What keeps a store from growing and getting slower: compaction, the bound of the log, room given back.
#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

#include "storage/folder.h"
#include "storage/keys.h"
#include "storage/kv.h"
#include "storage/must.h"
#include "storage/store.h"
#include "storage/view.h"
#include "support/temporary_folder.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

namespace fs = std::filesystem;

namespace {

/// Nodes of one label in a ring, in one transaction.
void fill(Store& store, int count) {
  Transaction tx = must(store.begin(false));
  const LabelId label = must(tx.label("N"));
  const KeyId key = must(tx.key("text"));
  const TypeId type = must(tx.type("NEXT"));
  std::vector<NodeId> nodes;
  for (int i = 0; i < count; ++i)
    nodes.push_back(must(tx.create_node(std::vector{label}, {{key, "the text of the node " + std::to_string(i)}})));
  for (std::size_t i = 0; i < nodes.size(); ++i) must(tx.create_edge(nodes[i], nodes[(i + 1) % nodes.size()], type, {}));
  must(tx.commit(Durability::kNone));
}

void empty_by_deletes(Store& store) {
  Transaction tx = must(store.begin(false));
  for (EdgeId edge : all(tx.reader().scan_edges())) must(tx.delete_edge(edge));
  for (NodeId node : all(tx.reader().scan_nodes())) must(tx.delete_node(node));
  must(tx.commit(Durability::kNone));
}

std::uint64_t deletions_in(Kv& kv) {
  std::uint64_t sum = 0;
  for (Family family : {Family::kNode, Family::kAdjacency, Family::kEdge, Family::kIndex})
    sum += must(kv.tables(family)).deletions;
  return sum;
}

std::uint64_t log_bytes(const std::string& folder) {
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(folder))
    if (std::error_code gone; entry.path().extension() == ".log") {
      const std::uintmax_t size = entry.file_size(gone);  // it may be deleted meanwhile
      if (!gone) bytes += size;
    }
  return bytes;
}

}  // namespace

TEST_CASE("upkeep: tables full of deletions are merged away by themselves", "[storage][upkeep]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  auto kv = must(Kv::open(folder.path() + "/db", {.create = true}));
  constexpr std::uint64_t kRows = 20'000;
  for (Family family : {Family::kNode, Family::kAdjacency, Family::kEdge, Family::kIndex}) {
    const auto write = [&](bool erase) {
      must(kv->write(
          [&](KvBatch& batch) {
            for (std::uint64_t i = 0; i < kRows; ++i) {
              if (erase)
                batch.erase(family, Key().u64(i));
              else
                batch.put(family, Key().u64(i), "a value");
            }
          },
          false));
      must(kv->flush());
    };
    write(false);
    write(true);
    // A table of deletions marks itself; the thread behind merges it. It is waited for, however long it takes.
    KvTables now = must(kv->tables(family));
    while (now.deletions >= kRows / 4) {
      std::this_thread::yield();
      now = must(kv->tables(family));
    }
    CHECK(now.rows < kRows);
  }
}

TEST_CASE("upkeep: compaction drops deleted rows and gives their room back", "[storage][upkeep]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  const std::string path = folder.path() + "/db";
  auto store = must(Store::open(path, {}));
  fill(*store, 3000);
  empty_by_deletes(*store);
  fill(*store, 10);
  const CompactReport report = must(store->compact());
  CHECK(report.bytes_after < report.bytes_before / 4);
  CHECK(report.bytes_after == folder_bytes(path));
  const ViewPtr view = must(store->view());
  CHECK(deletions_in(*view->kv) == 0);
  CHECK(must(view->kv->tables(Family::kNode)).rows == 10);
  CHECK(must(view->kv->tables(Family::kAdjacency)).rows == 20);
  CHECK(damage_of(*store).empty());
}

TEST_CASE("upkeep: compaction leaves a reader its view", "[storage][upkeep]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  auto store = must(Store::open(folder.path() + "/db", {}));
  fill(*store, 500);
  const Transaction reading = must(store->begin(true));
  empty_by_deletes(*store);
  must(store->compact());
  CHECK(all(reading.reader().scan_nodes()).size() == 500);
  CHECK(all(reading.reader().scan_edges()).size() == 500);
  CHECK(must(must(store->begin(true)).reader().count_nodes()) == 0);
}

TEST_CASE("upkeep: compaction can be stopped and the store goes on", "[storage][upkeep]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  auto store = must(Store::open(folder.path() + "/db", {}));
  fill(*store, 500);
  StopSource stop;
  stop.request();
  const auto stopped = store->compact({.stop = &stop});
  REQUIRE_FALSE(stopped.is_ok());
  CHECK(stopped.error().code == ErrorCode::kCancelled);
  // Stopped in the middle, at whatever it is doing: the question is asked from a thread of its own.
  for (int moments = 1; moments < 4; ++moments) {
    std::atomic<int> asked = 0;
    const StopQuestion question = [&] { return asked++ >= moments; };
    const auto result = store->compact({.question = &question});
    CHECK((result.is_ok() || result.error().code == ErrorCode::kCancelled));
  }
  fill(*store, 10);
  must(store->compact());
  CHECK(must(must(store->begin(true)).reader().count_nodes()) == 510);
  CHECK(damage_of(*store).empty());
}

TEST_CASE("upkeep: compaction runs beside writers", "[storage][upkeep]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  auto store = must(Store::open(folder.path() + "/db", {}));
  fill(*store, 1000);
  std::atomic<bool> done = false;
  int rounds = 0;
  std::thread writer([&] {
    while (!done || rounds == 0) {
      fill(*store, 20);
      ++rounds;
    }
  });
  for (int i = 0; i < 3; ++i) must(store->compact());
  done = true;
  writer.join();
  CHECK(must(must(store->begin(true)).reader().count_nodes()) == 1000 + 20u * static_cast<unsigned>(rounds));
  CHECK(damage_of(*store).empty());
}

TEST_CASE("upkeep: the log keeps to its bound", "[storage][upkeep]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  const std::string path = folder.path() + "/db";
  constexpr std::uint64_t kBound = 1u << 20;
  auto kv = must(Kv::open(path, {.create = true, .wal_bytes_max = kBound}));
  const std::string value(1000, 'x');
  std::uint64_t greatest = 0;
  for (std::uint64_t i = 0; i < 300; ++i) {
    // One family has little to say: it must not keep the log of all.
    must(kv->write(
        [&](KvBatch& batch) {
          if (i == 0) batch.put(Family::kBig, Key().u64(i), value);
          for (std::uint64_t j = 0; j < 50; ++j) batch.put(Family::kNode, Key().u64(i * 100 + j), value);
        },
        false));
    greatest = std::max(greatest, log_bytes(path));
  }
  CHECK(greatest > kBound / 2);
  CHECK(greatest < 10 * kBound);  // flushes lag behind on a busy machine; all together are 15 MB
}

TEST_CASE("upkeep: a store that is filled and emptied ten times does not grow", "[storage][upkeep]") {
  for (const bool by_clear : {false, true}) {
    const TemporaryFolder folder(TemporaryFolder::in_memory());
    const std::string path = folder.path() + "/db";
    std::uint64_t filled = 0;
    std::uint64_t greatest = 0;
    for (int round = 0; round <= 10; ++round) {
      auto store = must(Store::open(path, {}));
      fill(*store, 1000);
      if (round == 0) {  // what one filling takes
        must(store->close());
        filled = folder_bytes(path);
        store = must(Store::open(path, {}));
      }
      if (by_clear)
        must(store->clear());
      else
        empty_by_deletes(*store);
      CHECK(must(must(store->begin(true)).reader().count_nodes()) == 0);
      must(store->close());
      greatest = std::max(greatest, folder_bytes(path));
    }
    INFO("by clear: " << by_clear);
    CHECK(greatest < 3 * filled);
    auto store = must(Store::open(path, {}));
    must(store->compact());
    must(store->close());
    CHECK(folder_bytes(path) < filled);
  }
}
