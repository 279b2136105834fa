// Which of two transactions that overlap is refused, and which are not.
#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

#include "storage/must.h"
#include "storage/store.h"
#include "support/temporary_folder.h"

namespace kith::storage {
namespace {

using testing::must;

struct Graph {
  TemporaryFolder folder{TemporaryFolder::in_memory()};
  std::unique_ptr<Store> store = must(Store::open(folder.path() + "/db", {.durability = Durability::kNone}));
  LabelId person;
  TypeId met;
  KeyId name;
  NodeId ada;
  NodeId bob;
  NodeId article;
  EdgeId edge;

  Graph() {
    Transaction tx = begin();
    person = must(tx.label("Person"));
    met = must(tx.type("MET"));
    name = must(tx.key("name"));
    const LabelId labels[] = {person};
    ada = must(tx.create_node(labels, {{name, "Ada"}}));
    bob = must(tx.create_node(labels, {{name, "Bob"}}));
    article = must(tx.create_node({}, {}));
    edge = must(tx.create_edge(ada, bob, met, {}));
    must(tx.commit(Durability::kNone));
  }

  Transaction begin(bool serializable = false) { return must(store->begin(false, serializable)); }

  Transaction read() { return must(store->begin(true)); }

  EvidenceRow evidence() const {
    return {.article = article, .start_byte = 1, .end_byte = 2, .extractor = "test", .status = "stated"};
  }
};

/// "ok", or the detail of the conflict.
std::string commit(Transaction& tx) {
  const Status status = tx.commit(Durability::kNone);
  if (status.is_ok()) return "ok";
  CHECK(status.error().code == ErrorCode::kConflict);
  return status.error().detail;
}

TEST_CASE("commit: the second to change a node is refused and writes nothing", "[storage][commit]") {
  Graph g;
  Transaction first = g.begin();
  Transaction second = g.begin();
  must(first.set_property(g.ada, g.name, "Ada Lovelace"));
  must(second.set_property(g.ada, g.name, "Countess"));
  must(second.set_property(g.bob, g.name, "Robert"));
  CHECK(commit(first) == "ok");
  CHECK(commit(second) == "WriteConflict");
  Transaction after = g.read();
  CHECK(must(after.reader().property(g.ada, g.name)) == Value("Ada Lovelace"));
  CHECK(must(after.reader().property(g.bob, g.name)) == Value("Bob"));
}

TEST_CASE("commit: many add edges at one node at once", "[storage][commit]") {
  Graph g;
  Transaction first = g.begin();
  Transaction second = g.begin();
  must(first.create_edge(g.ada, g.bob, g.met, {}));
  must(second.create_edge(g.bob, g.ada, g.met, {}));
  must(second.set_property(g.ada, g.name, "Countess"));  // nor does a change of the node disturb them
  CHECK(commit(first) == "ok");
  CHECK(commit(second) == "ok");
  CHECK(must(g.read().reader().count_edges()) == 3);
}

TEST_CASE("commit: an edge and the deletion of its end exclude each other in either order", "[storage][commit]") {
  Graph g;
  const bool edge_first = GENERATE(true, false);
  Transaction adding = g.begin();
  Transaction deleting = g.begin();
  must(adding.create_edge(g.article, g.ada, g.met, {}));
  must(deleting.delete_node(g.article));
  CHECK(commit(edge_first ? adding : deleting) == "ok");
  CHECK(commit(edge_first ? deleting : adding) == "WriteConflict");
  CHECK(must(g.store->check()).damage.empty());
}

TEST_CASE("commit: evidence and the deletion of its edge or article exclude each other", "[storage][commit]") {
  Graph g;
  const bool evidence_first = GENERATE(true, false);
  const bool edge = GENERATE(true, false);
  Transaction adding = g.begin();
  Transaction deleting = g.begin();
  must(adding.add_evidence(g.edge, g.evidence()));
  if (edge)
    must(deleting.delete_edge(g.edge));
  else
    must(deleting.delete_node(g.article));
  CHECK(commit(evidence_first ? adding : deleting) == "ok");
  CHECK(commit(evidence_first ? deleting : adding) == "WriteConflict");
  CHECK(must(g.store->check()).damage.empty());
}

TEST_CASE("commit: two may take different keys of a unique index and not the same", "[storage][commit]") {
  Graph g;
  must(g.store->create_index({.kind = IndexKind::kUnique, .label_or_type = "Person", .keys = {"name"}}, false));
  const LabelId labels[] = {g.person};
  Transaction first = g.begin();
  Transaction second = g.begin();
  Transaction third = g.begin();
  must(first.create_node(labels, {{g.name, "Cleo"}}));
  must(second.create_node(labels, {{g.name, "Cleo"}}));
  must(third.create_node(labels, {{g.name, "Dora"}}));
  CHECK(commit(first) == "ok");
  CHECK(commit(second) == "WriteConflict");
  CHECK(commit(third) == "ok");
}

TEST_CASE("commit: what was rolled back to a savepoint is not held against a transaction", "[storage][commit]") {
  Graph g;
  Transaction first = g.begin();
  Transaction second = g.begin();
  must(first.set_property(g.ada, g.name, "A"));
  const std::size_t savepoint = second.savepoint();
  must(second.set_property(g.ada, g.name, "B"));
  second.roll_back_to(savepoint);
  must(second.set_property(g.bob, g.name, "R"));
  CHECK(commit(first) == "ok");
  CHECK(commit(second) == "ok");
}

TEST_CASE("commit: a new index refuses the writers that began before it and keeps the others", "[storage][commit]") {
  Graph g;
  Transaction before = g.begin();
  must(before.set_property(g.ada, g.name, "A"));
  must(g.store->create_index({.label_or_type = "Person", .keys = {"name"}}, false));
  Transaction after = g.begin();
  must(after.set_property(g.bob, g.name, "B"));
  // A name that is made meanwhile does not show the older transaction an index that its rows do not have.
  must(before.key("nickname"));
  CHECK(before.reader().catalog().indexes.empty());
  CHECK(commit(before) == "SchemaChanged");
  CHECK(commit(after) == "ok");
  CHECK(must(g.store->check()).damage.empty());
}

TEST_CASE("commit: of two serialisable transactions that read what the other writes one is refused",
          "[storage][commit]") {
  Graph g;
  const bool serializable = GENERATE(true, false);
  Transaction first = g.begin(serializable);
  Transaction second = g.begin(serializable);
  must(first.reader().property(g.bob, g.name));
  must(second.reader().property(g.ada, g.name));
  must(first.set_property(g.ada, g.name, "A"));
  must(second.set_property(g.bob, g.name, "B"));
  CHECK(commit(first) == "ok");
  CHECK(commit(second) == (serializable ? "SerializationConflict" : "ok"));
}

TEST_CASE("commit: a serialisable transaction is refused for what appeared where it looked", "[storage][commit]") {
  Graph g;
  const std::string where = GENERATE("label", "count", "neighbours", "all", "elsewhere", "unknown", "not asked for");
  INFO(where);
  Transaction looking = g.begin(true);
  const Reader& reader = looking.reader();
  if (where == "label") testing::all(reader.scan_label(g.person));
  if (where == "count") must(reader.count_nodes(g.person));
  if (where == "neighbours") must(reader.degree(g.ada, Direction::kOut, {}));
  if (where == "all") testing::all(reader.scan_nodes());
  if (where == "elsewhere") must(reader.degree(g.article, Direction::kBoth, {}));
  if (where == "unknown") CHECK_FALSE(reader.find_label("Ghost"));
  must(looking.set_property(g.article, g.name, "looked"));
  Transaction adding = g.begin();
  const bool is_new = where == "unknown" || where == "not asked for";
  const LabelId labels[] = {is_new ? must(adding.label("Ghost")) : g.person};
  const NodeId cleo = must(adding.create_node(labels, {}));
  must(adding.create_edge(g.ada, cleo, g.met, {}));
  CHECK(commit(adding) == "ok");
  CHECK(commit(looking) == (where == "elsewhere" || where == "not asked for" ? "ok" : "SerializationConflict"));
}

TEST_CASE("commit: the changes of one transaction are limited", "[storage][commit]") {
  Graph g;
  Transaction tx = g.begin();
  const std::string text(std::size_t{16} << 20, 'x');
  Status status;
  int created = 0;
  for (; created < 40 && status.is_ok(); ++created) status = tx.create_node({}, {{g.name, text}}).status();
  REQUIRE_FALSE(status.is_ok());
  CHECK(status.error().code == ErrorCode::kLimit);
  CHECK(status.error().detail == "OverlayLimit");
  CHECK(created > 14);
  CHECK(created < 20);
  tx.rollback();
  CHECK(must(g.read().reader().count_nodes()) == 3);
}

TEST_CASE("commit: the gate lets its thread alone commit and is passed on", "[storage][commit]") {
  Graph g;
  std::atomic<bool> is_committed = false;
  std::thread other;
  {
    const CommitGate gate = must(g.store->take_gate({}));
    Transaction waiting = g.begin();
    other = std::thread([&g, &is_committed, tx = std::move(waiting)]() mutable {
      (void)tx.set_property(g.bob, g.name, "waited");
      (void)tx.commit(Durability::kNone);
      is_committed = true;
    });
    for (int i = 0; i < 100; ++i) {
      Transaction own = g.begin();
      must(own.set_property(g.ada, g.name, i));
      CHECK(commit(own) == "ok");
      std::this_thread::yield();
    }
    CHECK_FALSE(is_committed);
  }
  other.join();
  CHECK(is_committed);
  CHECK(must(g.read().reader().property(g.bob, g.name)) == Value("waited"));
}

TEST_CASE("commit: threads that commit at once in each durability lose nothing", "[storage][commit]") {
  Graph g;
  constexpr int kThreads = 8;
  constexpr int kCommits = 60;
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < kCommits; ++i) {
        auto tx = g.store->begin(false);
        const LabelId labels[] = {g.person};
        if (!tx.is_ok() || !tx->create_node(labels, {{g.name, t * kCommits + i}}).is_ok() ||
            !tx->create_edge(g.ada, g.bob, g.met, {}).is_ok() || !tx->commit(static_cast<Durability>(i % 3)).is_ok())
          ++failures;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(failures == 0);
  must(g.store->close());
  g.store = must(Store::open(g.folder.path() + "/db", {}));
  CHECK(must(g.read().reader().count_nodes(g.person)) == 2 + kThreads * kCommits);
  CHECK(must(g.read().reader().count_edges(g.met)) == 1 + kThreads * kCommits);
  CHECK(must(g.store->check()).damage.empty());
}

}  // namespace
}  // namespace kith::storage
