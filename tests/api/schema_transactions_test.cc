// Indexes and constraints changed in explicit transactions: all of them or none, and no data beside them.
#include <catch2/catch.hpp>

#include <string>

#include "kith/kith.h"
#include "support/temporary_folder.h"

namespace kith {

namespace {

struct Graph {
  TemporaryFolder folder;
  Store store = *Store::open(folder.path() + "/db", {.durability = Durability::kNone});

  Graph() {
    REQUIRE(store.run("UNWIND [1, 2, 2] AS i CREATE (:P {i: i, name: 'p' + toString(i)})").is_ok());
    REQUIRE(store.run("CREATE INDEX by_i FOR (p:P) ON (p.i)").is_ok());
  }
};

/// Rows as texts, or the error's code and detail.
template <class Target>
std::string ask(Target& target, const std::string& statement) {
  auto cursor = target.run(statement);
  auto rows = cursor.is_ok() ? cursor->rows() : Result<std::vector<List>>(cursor.error());
  if (!rows.is_ok()) return std::string(error_code_name(rows.error().code)) + " " + rows.error().detail;
  std::string text;
  for (const List& row : *rows) text += Value(row).to_text() + "\n";
  return text;
}

std::string error_of(const Status& status) {
  return status ? "ok" : std::string(error_code_name(status.error().code)) + " " + status.error().detail;
}

const std::string kIndexes = "SHOW INDEXES YIELD name, state RETURN name, state ORDER BY name";
const std::string kPlan = "EXPLAIN MATCH (p:P {i: 1}) RETURN p.name";

bool seeks(const std::string& plan, const std::string& index) {
  return plan.find("index seek") != std::string::npos && plan.find(index) != std::string::npos;
}

}  // namespace

TEST_CASE("schema in a transaction: seen by it alone until it commits", "[api][schema]") {
  Graph g;
  Transaction transaction = *g.store.begin();
  auto created = transaction.run("CREATE INDEX by_name FOR (p:P) ON (p.name)");
  REQUIRE(created.is_ok());
  CHECK(created->changes().indexes_added == 1);
  CHECK(ask(transaction, "CREATE CONSTRAINT has_i FOR (p:P) REQUIRE p.i IS NOT NULL").empty());
  CHECK(ask(transaction, kIndexes) == "['by_i', 'ONLINE']\n['by_name', 'POPULATING']\n");
  CHECK(ask(transaction, "SHOW CONSTRAINTS YIELD name RETURN name") == "['has_i']\n");
  CHECK(ask(transaction, "MATCH (p:P {name: 'p2'}) RETURN count(*)") == "[2]\n");
  CHECK_FALSE(seeks(ask(transaction, "EXPLAIN MATCH (p:P {name: 'p2'}) RETURN p"), "by_name"));
  CHECK(ask(g.store, kIndexes) == "['by_i', 'ONLINE']\n");
  CHECK(error_of(transaction.commit()) == "ok");
  CHECK(ask(g.store, kIndexes) == "['by_i', 'ONLINE']\n['by_name', 'ONLINE']\n");
  CHECK(seeks(ask(g.store, "EXPLAIN MATCH (p:P {name: 'p2'}) RETURN p"), "by_name"));
  CHECK(ask(g.store, "MATCH (p:P {name: 'p2'}) RETURN count(*)") == "[2]\n");
  CHECK(ask(g.store, "CREATE (:P)").starts_with("ConstraintValidationFailed"));
  CHECK(g.store.check()->damages == 0);
}

TEST_CASE("schema in a transaction: a rollback undoes it", "[api][schema]") {
  Graph g;
  for (const bool explicitly : {true, false}) {
    Transaction transaction = *g.store.begin();
    CHECK(ask(transaction, "DROP INDEX by_i").empty());
    CHECK(ask(transaction, "CREATE CONSTRAINT one FOR (p:P) REQUIRE p.name IS UNIQUE").empty());
    CHECK(ask(transaction, kIndexes) == "['one', 'POPULATING']\n");
    CHECK_FALSE(seeks(ask(transaction, kPlan), "by_i"));
    CHECK(ask(transaction, "MATCH (p:P {i: 2}) RETURN count(*)") == "[2]\n");
    if (explicitly) transaction.rollback();
  }
  CHECK(ask(g.store, kIndexes) == "['by_i', 'ONLINE']\n");
  CHECK(seeks(ask(g.store, kPlan), "by_i"));
}

TEST_CASE("schema in a transaction: no data is changed beside it", "[api][schema]") {
  Graph g;
  {
    Transaction transaction = *g.store.begin();
    CHECK(ask(transaction, "CREATE INDEX by_name FOR (p:P) ON (p.name)").empty());
    CHECK(ask(transaction, "CREATE (:P)") == "SchemaError SchemaAndData");
    CHECK(ask(transaction, "MATCH (p:None) SET p.i = 1") == "SchemaError SchemaAndData");
    CHECK(error_of(transaction.create_node({"P"}, {}).status()) == "SchemaError SchemaAndData");
    CHECK(error_of(transaction.commit()) == "ok");
  }
  {
    Transaction transaction = *g.store.begin();
    CHECK(ask(transaction, "CREATE (:P {i: 9})").empty());
    CHECK(ask(transaction, "CREATE INDEX other FOR (p:P) ON (p.x)") == "SchemaError SchemaAndData");
    CHECK(ask(transaction, "DROP INDEX by_i") == "SchemaError SchemaAndData");
    CHECK(error_of(transaction.commit()) == "ok");
  }
  CHECK(ask(g.store, kIndexes) == "['by_i', 'ONLINE']\n['by_name', 'ONLINE']\n");
  CHECK(ask(g.store, "MATCH (p:P) RETURN count(*)") == "[4]\n");
  TransactionOptions reading;
  reading.read_only = true;
  Transaction transaction = *g.store.begin(reading);
  CHECK(ask(transaction, "DROP INDEX by_i").starts_with("ReadOnly"));
}

TEST_CASE("schema in a transaction: names and existence are those of the transaction", "[api][schema]") {
  Graph g;
  Transaction transaction = *g.store.begin();
  CHECK(ask(transaction, "CREATE INDEX by_i FOR (p:P) ON (p.x)") == "SchemaError IndexAlreadyExists");
  CHECK(ask(transaction, "DROP INDEX by_i").empty());
  CHECK(ask(transaction, "DROP INDEX by_i") == "SchemaError IndexNotFound");
  CHECK(ask(transaction, "DROP INDEX by_i IF EXISTS").empty());
  CHECK(ask(transaction, "CREATE INDEX by_i FOR (p:P) ON (p.name)").empty());
  CHECK(ask(transaction, "CREATE INDEX by_i IF NOT EXISTS FOR (p:P) ON (p.name)").empty());
  CHECK(ask(transaction, "CREATE INDEX passing FOR (p:P) ON (p.z)").empty());
  CHECK(ask(transaction, "DROP INDEX passing").empty());
  CHECK(error_of(transaction.commit()) == "ok");
  CHECK(ask(g.store, "SHOW INDEXES YIELD name, properties RETURN name, properties") == "['by_i', ['name']]\n");
  CHECK(g.store.check()->damages == 0);
}

TEST_CASE("schema in a transaction: a constraint that the data violates undoes all at commit", "[api][schema]") {
  Graph g;
  Transaction transaction = *g.store.begin();
  CHECK(ask(transaction, "DROP INDEX by_i").empty());
  CHECK(ask(transaction, "CREATE INDEX by_name FOR (p:P) ON (p.name)").empty());
  CHECK(ask(transaction, "CREATE CONSTRAINT one FOR (p:P) REQUIRE p.i IS UNIQUE").empty());
  CHECK(error_of(transaction.commit()).starts_with("ConstraintValidationFailed"));
  CHECK(ask(g.store, kIndexes) == "['by_i', 'ONLINE']\n");
  CHECK(seeks(ask(g.store, kPlan), "by_i"));
  CHECK(ask(g.store, "MATCH (p:P {i: 2}) RETURN count(*)") == "[2]\n");
  CHECK(ask(g.store, "CREATE (:P {i: 2})").empty());
  CHECK(g.store.check()->damages == 0);
}

TEST_CASE("schema in a transaction: of two that change it the second gets a conflict", "[api][schema]") {
  Graph g;
  Transaction first = *g.store.begin();
  Transaction second = *g.store.begin();
  Transaction data = *g.store.begin();
  CHECK(ask(data, "CREATE (:P {i: 5})").empty());
  CHECK(ask(first, "CREATE INDEX a FOR (p:P) ON (p.a)").empty());
  CHECK(ask(second, "CREATE INDEX b FOR (p:P) ON (p.b)").empty());
  CHECK(error_of(first.commit()) == "ok");
  CHECK(error_of(second.commit()) == "Conflict SchemaConflict");
  CHECK(error_of(data.commit()).starts_with("Conflict"));
  CHECK(ask(g.store, kIndexes) == "['a', 'ONLINE']\n['by_i', 'ONLINE']\n");
}

}  // namespace kith
