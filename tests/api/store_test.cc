// Store, Transaction and Cursor as an embedding program uses them.
#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <thread>

#include "kith/kith.h"
#include "tools/process.h"

using namespace kith;

namespace {

struct OpenStore {
  ScratchFolder folder;
  std::string path = folder / "a.db";
  Store store = opened();

  Store opened() {
    Result<Store> result = Store::open(path, {.durability = Durability::kNone});
    REQUIRE(result);
    return *std::move(result);
  }

  /// The rows of a statement that must work.
  std::vector<List> rows(const std::string& statement, const Parameters& parameters = {}) {
    Result<Cursor> cursor = store.run(statement, parameters);
    if (!cursor) FAIL(cursor.error().to_text());
    Result<std::vector<List>> all = cursor->rows();
    if (!all) FAIL(all.error().to_text());
    return *std::move(all);
  }

  std::int64_t count() { return rows("MATCH (n) RETURN count(n)")[0][0].as_integer(); }

  Transaction begin(const TransactionOptions& options = {}) {
    Result<Transaction> result = store.begin(options);
    REQUIRE(result);
    return *std::move(result);
  }
};

template <class T>
ErrorCode code_of(const T& result) {
  REQUIRE_FALSE(result.is_ok());
  return result.error().code;
}

void must(const Status& status) {
  if (!status) FAIL(status.error().to_text());
}

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().to_text());
  return *std::move(result);
}

}  // namespace

TEST_CASE("store: a statement writes commits and is read again", "[api][store]") {
  OpenStore db;
  Cursor made = must(db.store.run("CREATE (n:A {x: $x}) RETURN n", {{"x", 7}}));
  CHECK(made.columns() == std::vector<std::string>{"n"});
  CHECK(made.changes() == Changes{.nodes_created = 1, .properties_set = 1, .labels_added = 1});
  REQUIRE(must(made.next()));
  const Node node = made.row()[0].as_node();
  CHECK(node.labels == std::vector<std::string>{"A"});
  CHECK(node.properties == Map{{"x", 7}});
  CHECK_FALSE(must(made.next()));
  CHECK(db.rows("MATCH (n:A) RETURN n.x, n") == std::vector<List>{{7, node}});
}

TEST_CASE("store: a cursor reads the view its statement began with", "[api][store]") {
  OpenStore db;
  must(db.store.run("UNWIND range(1, 3000) AS x CREATE (:A {x: x})"));
  Cursor old = must(db.store.run("MATCH (n:A) RETURN n.x"));
  REQUIRE(must(old.next()));
  must(db.store.run("MATCH (n) DETACH DELETE n"));
  CHECK(must(old.rows()).size() == 2999);
  CHECK(db.count() == 0);
}

TEST_CASE("store: an error inside a writing statement leaves nothing of it", "[api][store]") {
  OpenStore db;
  const auto result = db.store.run("UNWIND [1, 0] AS x CREATE (:A {y: 1 / x})");
  CHECK(code_of(result) == ErrorCode::kArithmetic);
  CHECK(db.count() == 0);
  must(db.store.run("CREATE (:A)-[:T]->(:B)"));
  CHECK(code_of(db.store.run("MATCH (a:A) DELETE a")) == ErrorCode::kConstraintVerification);
  CHECK(db.count() == 2);
}

TEST_CASE("store: EXPLAIN gives the plan and runs nothing", "[api][store]") {
  OpenStore db;
  Cursor plan = must(db.store.run("EXPLAIN CREATE (:A)"));
  CHECK(plan.columns() == std::vector<std::string>{"plan"});
  const auto lines = must(plan.rows());
  REQUIRE_FALSE(lines.empty());
  CHECK(lines[0][0].kind() == Kind::kString);
  CHECK(db.count() == 0);
}

TEST_CASE("store: schema commands count and may stand in a transaction", "[api][store]") {
  OpenStore db;
  CHECK(must(db.store.run("CREATE INDEX ix FOR (n:A) ON (n.x)")).changes() == Changes{.indexes_added = 1});
  CHECK(must(db.store.run("CREATE INDEX ix IF NOT EXISTS FOR (n:A) ON (n.x)")).changes() == Changes{});
  CHECK(code_of(db.store.run("CREATE INDEX ix FOR (n:A) ON (n.x)")) == ErrorCode::kSchema);
  CHECK(must(db.store.run("DROP INDEX ix")).changes() == Changes{.indexes_removed = 1});
  Transaction tx = db.begin();
  CHECK(must(tx.run("CREATE INDEX ix FOR (n:A) ON (n.x)")).changes() == Changes{.indexes_added = 1});
}

TEST_CASE("store: a cached plan sees indexes that came later", "[api][store]") {
  OpenStore db;
  must(db.store.run("UNWIND range(1, 100) AS x CREATE (:A {x: x})"));
  const std::string ask = "MATCH (n:A {x: 42}) RETURN n.x";
  CHECK(db.rows(ask) == std::vector<List>{{42}});
  must(db.store.run("CREATE INDEX ix FOR (n:A) ON (n.x)"));
  CHECK(db.rows(ask) == std::vector<List>{{42}});
  CHECK(db.rows("EXPLAIN " + ask).back()[0].as_string().find("seek") != std::string_view::npos);
}

TEST_CASE("store: a missing parameter is an error also of a cached plan", "[api][store]") {
  OpenStore db;
  CHECK(db.rows("RETURN $x", {{"x", 1}}) == std::vector<List>{{1}});
  CHECK(db.rows("RETURN $x", {{"x", "two"}}) == std::vector<List>{{"two"}});
  CHECK(code_of(db.store.run("RETURN $x", {{"y", 1}})) == ErrorCode::kParameterMissing);
}

TEST_CASE("store: a timeout stops a statement", "[api][store]") {
  OpenStore db;
  const char* const forever = "UNWIND range(1, 1000000000) AS x WITH x WHERE x < 0 RETURN x";
  Cursor cursor = must(db.store.run(forever, {}, {.timeout = std::chrono::milliseconds(50)}));
  CHECK(code_of(cursor.next()) == ErrorCode::kTimeout);
  CHECK(code_of(cursor.next()) == ErrorCode::kTimeout);
}

TEST_CASE("store: the memory limit stops a statement", "[api][store]") {
  OpenStore db;
  Cursor cursor = must(db.store.run("UNWIND range(1, 1000000) AS x RETURN collect(x)", {}, {.memory_bytes = 100'000}));
  CHECK(code_of(cursor.next()) == ErrorCode::kLimit);
}

TEST_CASE("store: interrupt stops what runs and not what comes after", "[api][store]") {
  OpenStore db;
  Cursor cursor = must(db.store.run("UNWIND range(1, 1000000000) AS x WITH x WHERE x < 0 RETURN x"));
  std::thread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    db.store.interrupt();
  });
  CHECK(code_of(cursor.next()) == ErrorCode::kCancelled);
  stopper.join();
  CHECK(db.count() == 0);
}

TEST_CASE("store: after close every call says so", "[api][store]") {
  OpenStore db;
  must(db.store.run("UNWIND range(1, 3000) AS x CREATE (:A {x: x})"));
  std::optional<Cursor> streaming = must(db.store.run("MATCH (n) RETURN n"));
  std::optional<Cursor> finished = must(db.store.run("CREATE (n) RETURN n"));
  REQUIRE(must(streaming->next()));
  std::optional<Transaction> tx = db.begin();
  std::optional<Cursor> inside = must(tx->run("MATCH (n) RETURN n"));
  must(db.store.close());
  must(db.store.close());
  CHECK(streaming->row().size() == 1);
  CHECK(code_of(streaming->next()) == ErrorCode::kClosed);
  CHECK(code_of(finished->next()) == ErrorCode::kClosed);
  CHECK(code_of(inside->next()) == ErrorCode::kClosed);
  CHECK(code_of(tx->commit()) == ErrorCode::kClosed);
  CHECK_FALSE(tx->is_open());
  CHECK(code_of(db.store.run("RETURN 1")) == ErrorCode::kClosed);
  CHECK(code_of(db.store.begin()) == ErrorCode::kClosed);
  CHECK(code_of(db.store.info()) == ErrorCode::kClosed);
  db.store = db.opened();  // the old handles are still there
  streaming.reset();
  inside.reset();
  tx.reset();
  CHECK(db.count() == 3001);
}

TEST_CASE("store: handles may outlive the store object", "[api][store]") {
  std::optional<Cursor> cursor;
  std::optional<Transaction> tx;
  {
    OpenStore db;
    must(db.store.run("UNWIND range(1, 3000) AS x CREATE (:A {x: x})"));
    cursor = must(db.store.run("MATCH (n) RETURN n"));
    tx = db.begin();
  }
  CHECK(code_of(cursor->next()) == ErrorCode::kClosed);
  CHECK(code_of(tx->run("RETURN 1")) == ErrorCode::kClosed);
}

TEST_CASE("store: in a forked child every call is refused and nothing is harmed", "[api][store]") {
  OpenStore db;
  must(db.store.run("CREATE (:A)"));
  Transaction tx = db.begin();
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const bool refused = !db.store.run("RETURN 1") && !tx.run("RETURN 1") && !db.store.info();
    tx.rollback();
    _exit(refused && db.store.close() ? 0 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  must(tx.run("CREATE (:A)"));
  must(tx.commit());
  CHECK(db.count() == 2);
}

TEST_CASE("transaction: writes are seen inside and elsewhere after the commit", "[api][transaction]") {
  OpenStore db;
  Transaction tx = db.begin();
  must(tx.run("CREATE (:A {x: 1})"));
  CHECK(must(must(tx.run("MATCH (n:A) RETURN n.x")).rows()) == std::vector<List>{{1}});
  CHECK(db.count() == 0);
  must(tx.commit());
  CHECK_FALSE(tx.is_open());
  CHECK(code_of(tx.commit()) == ErrorCode::kClosed);
  CHECK(db.count() == 1);
  {
    Transaction dropped = db.begin();
    must(dropped.run("CREATE (:A)"));
  }
  CHECK(db.count() == 1);
}

TEST_CASE("transaction: a failed statement takes back itself alone", "[api][transaction]") {
  OpenStore db;
  Transaction tx = db.begin();
  must(tx.run("CREATE (:A {x: 1})"));
  CHECK(code_of(tx.run("UNWIND [1, 0] AS x CREATE (:A {y: 1 / x})")) == ErrorCode::kArithmetic);
  CHECK(tx.is_open());
  CHECK(must(must(tx.run("MATCH (n) RETURN n.x")).rows()) == std::vector<List>{{1}});
  must(tx.commit());
  CHECK(db.count() == 1);
}

TEST_CASE("transaction: an open cursor never sees what is written after it", "[api][transaction]") {
  OpenStore db;
  must(db.store.run("UNWIND range(1, 3000) AS x CREATE (:A {x: x})"));
  Transaction tx = db.begin();
  Cursor all = must(tx.run("MATCH (n:A) RETURN n.x"));
  REQUIRE(must(all.next()));
  const Value first = all.row()[0];
  must(tx.run("MATCH (n) DETACH DELETE n"));
  CHECK(all.row()[0] == first);
  CHECK(must(all.rows()).size() == 2999);
  must(tx.commit());
  CHECK(code_of(all.next()) == ErrorCode::kClosed);
}

TEST_CASE("transaction: one that only reads cannot write", "[api][transaction]") {
  OpenStore db;
  Transaction tx = db.begin({.read_only = true});
  CHECK(code_of(tx.run("CREATE (:A)")) == ErrorCode::kReadOnly);
  CHECK(code_of(tx.create_node({"A"})) == ErrorCode::kReadOnly);
  must(db.store.run("CREATE (:A)"));
  CHECK(must(must(tx.run("MATCH (n) RETURN count(n)")).rows()) == std::vector<List>{{0}});
}

TEST_CASE("transaction: the graph without a query language", "[api][transaction]") {
  OpenStore db;
  NodeId a{}, b{};
  EdgeId edge{};
  must(db.store.update([&](Transaction& tx) -> Status {
    KITH_TRY(a, tx.create_node({"Person"}, {{"name", "Marie"}, {"nothing", Value::null()}}));
    KITH_TRY(b, tx.create_node({"Prize"}));
    KITH_TRY(edge, tx.create_edge(a, b, "WON", {{"year", 1903}}));
    KITH_DO(tx.set_property(a, "born", 1867));
    KITH_DO(tx.set_property(edge, "year", Value::null()));
    KITH_DO(tx.add_label(b, "Thing"));
    return tx.remove_label(b, "Prize");
  }));
  Transaction tx = db.begin();
  const auto found = must(tx.find_node(a));
  REQUIRE(found);
  CHECK(found->properties == Map{{"born", 1867}, {"name", "Marie"}});
  CHECK(must(tx.find_node(b))->labels == std::vector<std::string>{"Thing"});
  CHECK(must(tx.find_edge(edge))->properties == Map{});
  CHECK(must(tx.find_edge(edge))->type == "WON");
  CHECK_FALSE(must(tx.find_node(NodeId{999})));
  CHECK(code_of(tx.set_property(NodeId{999}, "x", 1)) == ErrorCode::kNotFound);
  CHECK(code_of(tx.delete_node(a)) == ErrorCode::kConstraintVerification);
  CHECK(must(tx.find_node(a)));
  must(tx.delete_node(a, true));
  CHECK_FALSE(must(tx.find_edge(edge)));
  must(tx.commit());
  CHECK(db.count() == 1);
}

TEST_CASE("transaction: nodes are found with an index and without", "[api][transaction]") {
  OpenStore db;
  must(db.store.run("CREATE (:P {name: 'a', aliases: ['x', 'y']}), (:P {name: 'b', aliases: ['y']}), (:Q {name: 'a'})"));
  const auto names = [&](const char* key, const char* value) {
    Transaction tx = db.begin({.read_only = true});
    std::vector<std::string> found;
    for (const NodeId node : must(tx.find_nodes("P", key, value)))
      found.emplace_back(must(tx.find_node(node))->properties["name"].as_string());
    return found;
  };
  using Names = std::vector<std::string>;
  CHECK(names("name", "a") == Names{"a"});
  CHECK(names("aliases", "y") == Names{});
  CHECK(names("nosuch", "a") == Names{});
  must(db.store.run("CREATE INDEX n FOR (p:P) ON (p.name)"));
  must(db.store.run("CREATE INDEX e FOR (p:P) ON EACH (p.aliases)"));
  CHECK(names("name", "a") == Names{"a"});
  CHECK(names("aliases", "y") == Names{"a", "b"});
  CHECK(names("aliases", "z") == Names{});
}

TEST_CASE("transaction: evidence goes with its article", "[api][transaction]") {
  OpenStore db;
  NodeId article{}, other{}, a{}, b{};
  EdgeId shared{}, alone{};
  must(db.store.update([&](Transaction& tx) -> Status {
    KITH_TRY(article, tx.create_node({"Article"}, {{"text", "They met."}}));
    KITH_TRY(other, tx.create_node({"Article"}, {{"text", "They met too."}}));
    KITH_TRY(a, tx.create_node({"Person"}));
    KITH_TRY(b, tx.create_node({"Person"}));
    KITH_TRY(shared, tx.create_edge(a, b, "MET_WITH"));
    KITH_TRY(alone, tx.create_edge(a, b, "SPOKE_WITH"));
    KITH_DO(tx.add_evidence(shared, {.article = other, .start_byte = 0, .end_byte = 4, .extractor = "rules/1"}));
    KITH_DO(tx.add_evidence(shared, {.article = article, .start_byte = 0, .end_byte = 9, .extractor = "rules/1"}));
    return tx.add_evidence(alone, {.article = article, .start_byte = 5, .end_byte = 8, .extractor = "rules/1", .confidence = 0.5});
  }));
  Transaction tx = db.begin();
  const auto reasons = must(tx.evidence(shared));
  REQUIRE(reasons.size() == 2);
  CHECK(reasons[0] == Evidence{.article = article, .start_byte = 0, .end_byte = 9, .extractor = "rules/1"});
  CHECK(must(tx.supported_by(article)) == std::vector<EdgeId>{shared, alone});
  CHECK(code_of(tx.delete_node(article)) == ErrorCode::kConstraintVerification);
  must(tx.retract_article(article));
  CHECK_FALSE(must(tx.find_node(article)));
  CHECK_FALSE(must(tx.find_edge(alone)));
  REQUIRE(must(tx.find_edge(shared)));
  CHECK(must(tx.evidence(shared)).size() == 1);
  must(tx.commit());
  CHECK(must(db.store.check()).damage.empty());
}

TEST_CASE("transaction: two write at once and the second to change the same is refused", "[api][transaction]") {
  OpenStore db;
  must(db.store.run("CREATE (:A {n: 0})"));
  Transaction first = db.begin();
  Transaction second = db.begin();
  must(first.run("MATCH (a:A) SET a.n = 1"));
  must(second.run("MATCH (a:A) SET a.n = 2"));
  must(second.run("CREATE (:B)"));
  CHECK(first.commit().is_ok());
  CHECK(code_of(second.commit()) == ErrorCode::kConflict);
  CHECK(db.rows("MATCH (a:A) RETURN a.n, count { (:B) }") == std::vector<List>{{1, 0}});
}

TEST_CASE("store: an update that others keep disturbing ends all the same", "[api][transaction]") {
  OpenStore db;
  must(db.store.run("CREATE (:A {n: 0})"));
  int calls = 0;
  std::vector<std::thread> disturbing;
  CHECK(db.store.update([&](Transaction& tx) -> Status {
    ++calls;
    KITH_DO(tx.run("MATCH (a:A) SET a.n = a.n + 100"));
    disturbing.emplace_back([&] { (void)db.store.run("MATCH (a:A) SET a.n = a.n + 1"); });
    if (calls <= 3) {  // from the fourth time on nobody can
      disturbing.back().join();
      disturbing.pop_back();
    }
    return ok();
  }));
  for (std::thread& thread : disturbing) thread.join();
  CHECK(calls == 4);
  CHECK(db.rows("MATCH (a:A) RETURN a.n") == std::vector<List>{{104}});
}

TEST_CASE("transaction: a serialisable one reads and commits", "[api][transaction]") {
  OpenStore db;
  Transaction tx = db.begin({.serializable = true});
  must(tx.run("CREATE (:A)"));
  must(tx.commit());
  CHECK(db.count() == 1);
}

TEST_CASE("transaction: increments of several threads all count", "[api][transaction]") {
  OpenStore db;
  must(db.store.run("CREATE (:Counter {n: 0})"));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) (void)db.store.run("MATCH (c:Counter) SET c.n = c.n + 1");
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(db.rows("MATCH (c:Counter) RETURN c.n") == std::vector<List>{{100}});
}

TEST_CASE("transaction: what a callback throws passes through and rolls back", "[api][transaction]") {
  OpenStore db;
  CHECK_THROWS_AS(db.store.update([](Transaction& tx) -> Status {
    KITH_TRY(const NodeId node, tx.create_node({"A"}));
    throw std::runtime_error(element_id(node));
  }),
                  std::runtime_error);
  CHECK(code_of(db.store.update([](Transaction& tx) -> Status {
          KITH_DO(tx.create_node({"A"}));
          return Error{ErrorCode::kArgument, "no"};
        })) == ErrorCode::kArgument);
  CHECK(db.count() == 0);
}

TEST_CASE("store: declared procedures are tables until clear", "[api][store]") {
  OpenStore db;
  must(db.store.declare({.signature = "t.city(name :: STRING?) :: (city :: STRING?)",
                         .columns = {"name", "city"},
                         .rows = {{"Marie", "Paris"}, {"Maria", "Warsaw"}, {"Marie", "Warsaw"}}}));
  CHECK(db.rows("CALL t.city('Marie') YIELD city RETURN city") == std::vector<List>{{"Paris"}, {"Warsaw"}});
  CHECK(code_of(db.store.declare({.signature = "nonsense", .columns = {}, .rows = {}})) == ErrorCode::kProtocol);
  must(db.store.run("CREATE (:A)"));
  must(db.store.clear());
  CHECK(db.count() == 0);
  CHECK(code_of(db.store.run("CALL t.city('Marie') YIELD city RETURN city")) == ErrorCode::kProcedure);
}

TEST_CASE("store: several may read a store that is opened read-only", "[api][store]") {
  OpenStore db;
  must(db.store.run("CREATE (:A)"));
  CHECK(code_of(Store::open(db.path)) == ErrorCode::kLocked);
  must(db.store.close());
  Store one = must(Store::open(db.path, {.read_only = true}));
  CHECK(must(must(one.run("MATCH (n) RETURN count(n)")).rows()) == std::vector<List>{{1}});
  CHECK(code_of(one.run("CREATE (:A)")) == ErrorCode::kReadOnly);
  CHECK(code_of(one.clear()) == ErrorCode::kReadOnly);
}

TEST_CASE("store: info gives the schema as statements that make it again", "[api][store]") {
  OpenStore db;
  for (const char* statement : {"CREATE INDEX a FOR (n:P) ON (n.x, n.`odd key`)", "CREATE INDEX b FOR ()-[r:`T T`]-() ON (r.x)",
                                "CREATE INDEX c FOR (n:P) ON EACH (n.aliases)",
                                "CREATE CONSTRAINT d FOR (n:P) REQUIRE n.id IS UNIQUE",
                                "CREATE CONSTRAINT e FOR ()-[r:T]-() REQUIRE (r.a, r.b) IS UNIQUE"})
    must(db.store.run(statement));
  const StoreInfo made = must(db.store.info());
  CHECK(made.indexes.size() == 3);
  CHECK(made.constraints.size() == 2);
  must(db.store.clear());
  CHECK(must(db.store.info()).indexes.empty());
  for (const std::string& statement : made.indexes) must(db.store.run(statement));
  for (const std::string& statement : made.constraints) must(db.store.run(statement));
  const StoreInfo again = must(db.store.info());
  CHECK(again.indexes == made.indexes);
  CHECK(again.constraints == made.constraints);
}

TEST_CASE("store: properties may ask an element of the same CREATE", "[api][store]") {
  OpenStore db;
  must(db.store.run("UNWIND [1, 2] AS i CREATE (a:A {x: i})-[r:T {x: a.x + 10}]->(b:B {x: a.x}), (:C {x: r.x})"));
  CHECK(db.rows("MATCH (a:A)-[r:T]->(b:B) RETURN a.x, r.x, b.x ORDER BY a.x") == std::vector<List>{{1, 11, 1}, {2, 12, 2}});
  CHECK(db.rows("MATCH (c:C) RETURN c.x ORDER BY c.x") == std::vector<List>{{11}, {12}});
}
