// Many threads at one thing: what must be true afterwards whoever was first.
#include <algorithm>
#include <map>

#include "base/random.h"
#include "model/crowd.h"
#include "model/stage.h"
#include "support/rounds.h"

namespace kith::model {
namespace {

constexpr std::size_t kThreads = 8;
using Errors = std::vector<std::string>;

/// All of `full` at KITH_ROUNDS=200, as much less as that is less.
std::int64_t share_of(std::int64_t full) {
  return std::max<std::int64_t>(1, full * static_cast<std::int64_t>(std::min<std::size_t>(rounds(), 200)) / 200);
}

Parameters key_of(std::int64_t key) { return {{"key", key}}; }

}  // namespace

TEST_CASE("threads: eight that merge the same keys make each node once", "[model][threads]") {
  Stage stage;
  const bool constrained = GENERATE(false, true);
  if (constrained) stage.run("CREATE CONSTRAINT FOR (n:Key) REQUIRE n.key IS UNIQUE");
  const std::int64_t keys = share_of(1000);
  std::atomic<std::int64_t> created = 0;
  CHECK(crowd(kThreads, [&](std::size_t) -> Status {
          for (std::int64_t key = 0; key < keys; ++key) {
            KITH_TRY(const Cursor made, stage.store.run("MERGE (n:Key {key: $key})", key_of(key)));
            created += made.changes().nodes_created;
          }
          return ok();
        }) == Errors{});
  CHECK(created == keys);
  CHECK(stage.value("MATCH (n:Key) RETURN count(n)") == keys);
  CHECK(stage.value("MATCH (n:Key) RETURN count(DISTINCT n.key)") == keys);
}

TEST_CASE("threads: eight that merge the same relationships make each once", "[model][threads]") {
  Stage stage;
  const std::int64_t keys = share_of(500);
  stage.run("CREATE INDEX FOR (n:Key) ON (n.key)");
  stage.run("UNWIND range(0, $last) AS key CREATE (:Key {key: key})", {{"last", keys}});
  CHECK(crowd(kThreads, [&](std::size_t thread) -> Status {
          for (std::int64_t key = 0; key < keys; ++key) {
            const char* statement =
                thread % 2 == 0 ? "MATCH (a:Key {key: $key}), (b:Key {key: $key + 1}) MERGE (a)-[:NEXT]-(b)"
                                : "MATCH (a:Key {key: $key}), (b:Key {key: $key + 1}) MERGE (b)-[:NEXT]-(a)";
            KITH_DO(stage.store.run(statement, key_of(key)));
          }
          return ok();
        }) == Errors{});
  CHECK(stage.value("MATCH ()-[r:NEXT]->() RETURN count(r)") == keys);
  CHECK(stage.value("MATCH (a:Key)-[r:NEXT]-(b:Key) WHERE a.key < b.key RETURN count(DISTINCT a.key)") == keys);
}

TEST_CASE("threads: eight that count one property up lose no step", "[model][threads]") {
  Stage stage({"CREATE (:Counter {n: 0})"});
  const std::int64_t steps = share_of(10'000);
  const NodeId counter = stage.node("MATCH (c:Counter) RETURN c");
  const std::string how = GENERATE("by statements", "by updates", "by transactions that try again");
  INFO(how);
  const auto count_up = [&](Transaction& transaction) -> Status {
    KITH_TRY(const std::optional<Node> found, transaction.find_node(counter));
    return transaction.set_property(counter, "n", found->properties["n"].as_integer() + 1);
  };
  CHECK(crowd(kThreads, [&](std::size_t) -> Status {
          for (std::int64_t step = 0; step < steps; ++step) {
            if (how == "by statements") {
              KITH_DO(stage.store.run("MATCH (c:Counter) SET c.n = c.n + 1"));
            } else if (how == "by updates") {
              KITH_DO(stage.store.update(count_up));
            } else {
              while (true) {
                KITH_TRY(Transaction transaction, stage.store.begin());
                KITH_DO(count_up(transaction));
                const Status committed = transaction.commit();
                if (committed) break;
                KITH_DO(unless(committed, {ErrorCode::kConflict}));
              }
            }
          }
          return ok();
        }) == Errors{});
  CHECK(stage.value("MATCH (c:Counter) RETURN c.n") == static_cast<std::int64_t>(kThreads) * steps);
}

TEST_CASE("threads: counts stay exact under eight that create and delete", "[model][threads]") {
  Stage stage;
  const std::int64_t steps = share_of(2000);
  std::atomic<std::int64_t> nodes = 0, edges = 0;
  CHECK(crowd(kThreads, [&](std::size_t thread) -> Status {
          Random random(seed_or(40) + thread);
          for (std::int64_t step = 0; step < steps; ++step) {
            KITH_TRY(const Cursor made,
                     random.one_in(3)
                         ? stage.store.run("MATCH (a:A {by: $by}) WITH a LIMIT 1 DETACH DELETE a",
                                           {{"by", static_cast<std::int64_t>(thread)}})
                         : stage.store.run("CREATE (:A {by: $by})-[:T]->(:A:B {by: $by})",
                                           {{"by", static_cast<std::int64_t>(thread)}}));
            nodes += made.changes().nodes_created - made.changes().nodes_deleted;
            edges += made.changes().edges_created - made.changes().edges_deleted;
          }
          return ok();
        }) == Errors{});
  CHECK(stage.value("MATCH (a:A) RETURN count(a)") == nodes.load());
  CHECK(stage.value("MATCH ()-[r]->() RETURN count(r)") == edges.load());
  const StoreInfo info = must(stage.store.info());
  CHECK(info.nodes == static_cast<std::uint64_t>(nodes));
  CHECK(info.edges == static_cast<std::uint64_t>(edges));
}

TEST_CASE("threads: node deletes against edge inserts leave nothing dangling", "[model][threads]") {
  Stage stage({"CREATE INDEX FOR (n:P) ON (n.key)"});
  constexpr std::int64_t kNodes = 20;
  stage.run("UNWIND range(0, $last) AS key CREATE (:P {key: key})", {{"last", kNodes - 1}});
  const std::int64_t steps = share_of(2000);
  std::atomic<std::int64_t> inserted = 0, deleted = 0;
  CHECK(crowd(kThreads, [&](std::size_t thread) -> Status {
          Random random(seed_or(50) + thread);
          for (std::int64_t step = 0; step < steps; ++step) {
            const Parameters two = {{"a", static_cast<std::int64_t>(random.below(kNodes))},
                                    {"b", static_cast<std::int64_t>(random.below(kNodes))}};
            if (thread % 2 == 0) {
              KITH_TRY(const Cursor made, stage.store.run("MATCH (a:P {key: $a}), (b:P {key: $b}) CREATE (a)-[:T]->(b)", two));
              inserted += made.changes().edges_created;
            } else if (random.one_in(4)) {
              KITH_DO(stage.store.run("MERGE (:P {key: $a})", two));
            } else {
              const Result<Cursor> made = stage.store.run(
                  random.one_in(2) ? "MATCH (a:P {key: $a}) DELETE a" : "MATCH (a:P {key: $a}) DETACH DELETE a", two);
              KITH_DO(unless(made.status(), {ErrorCode::kConstraintVerification}));
              if (made) deleted += made->changes().nodes_deleted;
            }
          }
          return ok();
        }) == Errors{});
  CHECK(inserted > 0);
  CHECK(deleted > 0);
  const Value edges = stage.value("MATCH ()-[r:T]->() RETURN count(r)");
  CHECK(stage.value("MATCH (a:P)-[r:T]->(b:P) WITH a.key AS a, b.key AS b RETURN count(*)") == edges);
  CHECK(stage.value("MATCH (a:P)<-[r:T]-(b:P) WITH a.key AS a, b.key AS b RETURN count(*)") == edges);
}

TEST_CASE("threads: evidence against retraction leaves nothing dangling", "[model][threads]") {
  Stage stage;
  constexpr std::size_t kArticles = 6, kEdges = 3;
  const std::int64_t steps = share_of(1000);
  std::vector<EdgeId> edges;
  for (std::size_t i = 0; i < kEdges; ++i) edges.push_back(stage.edge("CREATE (:P)-[r:SAID {number: 0}]->(:P) RETURN r"));
  std::atomic<std::uint64_t> articles[kArticles];
  for (auto& article : articles)
    article = static_cast<std::uint64_t>(stage.node("CREATE (a:Article) RETURN a"));
  std::atomic<std::int64_t> cited = 0, retracted = 0;
  CHECK(crowd(kThreads, [&](std::size_t thread) -> Status {
          Random random(seed_or(60) + thread);
          for (std::int64_t step = 0; step < steps; ++step) {
            std::atomic<std::uint64_t>& slot = articles[random.below(kArticles)];
            const NodeId article{slot.load()};
            if (thread % 2 == 0) {
              const auto start = static_cast<std::uint32_t>(random.below(5));
              const EdgeId edge = edges[random.below(kEdges)];
              const Status done = stage.store.update([&](Transaction& transaction) {
                return transaction.add_evidence(edge, {.article = article, .start_byte = start, .end_byte = start + 1, .extractor = "e"});
              });
              cited += done ? 1 : 0;
              KITH_DO(unless(done, {ErrorCode::kNotFound}));
            } else {
              const Status done = stage.store.update([&](Transaction& transaction) -> Status {
                KITH_DO(transaction.retract_article(article));
                KITH_TRY(const NodeId next, transaction.create_node({"Article"}));
                KITH_TRY(const NodeId from, transaction.create_node({"P"}));
                KITH_TRY(const EdgeId edge, transaction.create_edge(from, from, "SAID"));
                KITH_DO(transaction.add_evidence(edge, {.article = next, .extractor = "first"}));
                slot = static_cast<std::uint64_t>(next);  // too early, so that others meet what is not there yet
                return ok();
              });
              retracted += done ? 1 : 0;
              KITH_DO(unless(done, {ErrorCode::kNotFound}));
            }
          }
          return ok();
        }) == Errors{});
  CHECK(cited > 0);
  CHECK(retracted > 0);
  // Every reason that is left names an article that is there, and every article knows what it supports.
  Transaction reading = stage.begin({.read_only = true});
  std::map<NodeId, std::vector<EdgeId>> supported;
  for (const List& row : Stage::rows(reading, "MATCH ()-[r:SAID]->() RETURN r ORDER BY elementId(r)")) {
    const EdgeId edge = row[0].as_edge().id;
    for (const Evidence& reason : must(reading.evidence(edge))) {
      CHECK(must(reading.find_node(reason.article)).has_value());
      supported[reason.article].push_back(edge);
    }
  }
  for (auto& [article, by_edge] : supported) {
    std::sort(by_edge.begin(), by_edge.end());
    by_edge.erase(std::unique(by_edge.begin(), by_edge.end()), by_edge.end());
    CHECK(must(reading.supported_by(article)) == by_edge);
  }
}

}  // namespace kith::model
