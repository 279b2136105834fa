// What a store of a million edges costs: to fill, to open, to ask.
//
//     foundation_bench [EDGES] [FOLDER]      (1,000,000 and a folder of its own by default)
//
// Prints, all in process and on one thread:
//   insert   edges a second in transactions of 1,000, unsynced, beside the same key/value bytes put into a
//            plain RocksDB with the same options by WriteBatches of 1,000 edges, unsynced
//   open     of the closed store, and the time until its first answer
//   one hop  count of the neighbours of a random node found by a unique property: median and 99th percentile
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "kith/kith.h"
#include "support/raw_store.h"
#include "support/temporary_folder.h"

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kBatch = 1000;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

template <class T>
T must(kith::Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "%s\n", result.error().to_text().c_str());
  std::exit(1);
}

void must(kith::Status status) {
  if (status) return;
  std::fprintf(stderr, "%s\n", status.error().to_text().c_str());
  std::exit(1);
}

/// Targets with a power law, as in news: a few people are met by everybody.
std::size_t skewed(std::mt19937_64& random, std::size_t nodes) {
  const double u = std::uniform_real_distribution<>(0, 1)(random);
  return std::min(nodes - 1, static_cast<std::size_t>(static_cast<double>(nodes) * u * u * u));
}

double fill(const std::string& path, std::size_t nodes, std::size_t edges) {
  kith::Store store = must(kith::Store::open(path, {.durability = kith::Durability::kNone}));
  must(store.run("CREATE CONSTRAINT person_id FOR (p:Person) REQUIRE p.id IS UNIQUE"));
  std::vector<kith::NodeId> ids;
  for (std::size_t at = 0; at < nodes;) {
    kith::Transaction tx = must(store.begin());
    for (const std::size_t end = std::min(nodes, at + kBatch); at < end; ++at)
      ids.push_back(must(tx.create_node({"Person"}, {{"id", static_cast<std::int64_t>(at)}})));
    must(tx.commit());
  }
  std::mt19937_64 random(7);
  const Clock::time_point start = Clock::now();
  for (std::size_t at = 0; at < edges;) {
    kith::Transaction tx = must(store.begin());
    for (const std::size_t end = std::min(edges, at + kBatch); at < end; ++at) {
      const kith::NodeId from = ids[random() % nodes];
      must(tx.create_edge(from, ids[skewed(random, nodes)], "MET_WITH", {{"day", static_cast<std::int64_t>(at % 3650)}}).status());
    }
    must(tx.commit());
  }
  const double seconds = seconds_since(start);
  must(store.close());
  return seconds;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t edges = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const std::size_t nodes = std::max<std::size_t>(1, edges / 10);
  kith::TemporaryFolder scratch;
  const std::string folder = argc > 2 ? argv[2] : scratch.path();
  const std::string path = folder + "/bench.db";

  const double kith_seconds = fill(path, nodes, edges);
  const kith::RawWrites raw = kith::rewrite_edges_raw(path, folder + "/raw.db", kBatch);
  std::printf("insert   %.0f edges/s; plain RocksDB, same %zu keys: %.0f edges/s; ratio %.2f\n",
              static_cast<double>(edges) / kith_seconds, raw.keys, static_cast<double>(edges) / raw.seconds,
              kith_seconds / raw.seconds);

  std::vector<double> opens, answers;
  for (int round = 0; round < 7; ++round) {
    const Clock::time_point start = Clock::now();
    kith::Store store = must(kith::Store::open(path, {.create_if_missing = false}));
    opens.push_back(seconds_since(start) * 1e3);
    must(must(store.run("MATCH (p:Person {id: 1}) RETURN p.id")).rows().status());
    answers.push_back(seconds_since(start) * 1e3);
    must(store.close());
  }
  std::printf("open     %.1f ms (median of %zu; largest %.1f ms), %.1f ms until the first answer\n", median(opens), opens.size(),
              *std::max_element(opens.begin(), opens.end()), median(answers));

  kith::Store store = must(kith::Store::open(path, {.create_if_missing = false}));
  std::mt19937_64 random(11);
  std::vector<double> hops;
  std::int64_t total = 0;
  for (int round = 0; round < 21'000; ++round) {
    const auto id = static_cast<std::int64_t>(random() % nodes);
    const Clock::time_point start = Clock::now();
    kith::Cursor cursor = must(store.run("MATCH (p:Person {id: $id})-[:MET_WITH]->(q) RETURN count(q)", {{"id", id}}));
    if (!must(cursor.next())) std::exit(1);
    total += cursor.row()[0].as_integer();
    if (round >= 1'000) hops.push_back(seconds_since(start) * 1e6);
  }
  std::sort(hops.begin(), hops.end());
  std::printf("one hop  median %.1f us, p99 %.1f us (20,000 random nodes of %zu, %lld edges counted)\n", hops[hops.size() / 2],
              hops[hops.size() * 99 / 100], nodes, static_cast<long long>(total));
  must(store.close());
  return 0;
}
