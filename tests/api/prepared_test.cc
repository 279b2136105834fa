// Statements that are prepared: compiled once, run often, and never older than the schema.
#include <catch2/catch.hpp>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "kith/kith.h"
#include "query/syntax/parameter_names.h"
#include "support/temporary_folder.h"

using namespace kith;

namespace {

struct Opened {
  TemporaryFolder folder;
  Store store = *Store::open(folder.path() + "/db", {.durability = Durability::kNone});

  void run(const std::string& text) {
    INFO(text);
    REQUIRE(store.run(text));
  }
};

List first_row(Result<Cursor> cursor) {
  REQUIRE(cursor);
  auto rows = cursor->rows();
  REQUIRE(rows);
  REQUIRE(rows->size() == 1);
  return rows->front();
}

}  // namespace

TEST_CASE("prepared: a statement tells what it is and runs with parameters", "[api][prepared]") {
  Opened db;
  db.run("CREATE (:P {name: 'a', born: 1}), (:P {name: 'b', born: 2})");
  auto made =
      db.store.prepare("MATCH (p:P {name: $name}) WHERE p.born < $`a year` OR p.name = $name RETURN p.born AS born, 1");
  REQUIRE(made);
  const Statement statement = *std::move(made);
  CHECK(statement.parameters() == std::vector<std::string>{"name", "a year"});
  CHECK(statement.columns() == std::vector<std::string>{"born", "1"});
  CHECK_FALSE(statement.writes());
  CHECK(statement.text().substr(0, 7) == "MATCH (");
  CHECK(first_row(statement.run({{"name", "a"}, {"a year", 5}})) == List{Value(1), Value(1)});
  CHECK(first_row(statement.run({{"name", "b"}, {"a year", 5}})) == List{Value(2), Value(1)});
  // Other kinds, and further parameters.
  CHECK(first_row(statement.run({{"name", "b"}, {"a year", 5.5}, {"more", true}})) == List{Value(2), Value(1)});
  const auto lacking = statement.run({{"name", "a"}});
  REQUIRE_FALSE(lacking);
  CHECK(lacking.error().code == ErrorCode::kParameterMissing);
  CHECK(first_row(statement.run({{"name", "a"}, {"a year", 5}})) == List{Value(1), Value(1)});
}

TEST_CASE("prepared: names of parameters are those of the tokens", "[api][prepared]") {
  CHECK(syntax::parameter_names("RETURN $b, $a, $b, $1, $`x y`, '$no' // $no") ==
        std::vector<std::string>{"b", "a", "1", "x y"});
  CHECK(syntax::parameter_names("RETURN 1").empty());
}

TEST_CASE("prepared: what does not compile is not prepared", "[api][prepared]") {
  Opened db;
  const auto made = db.store.prepare("RETURN nosuch");
  REQUIRE_FALSE(made);
  CHECK(made.error().detail == "UndefinedVariable");
  CHECK(made.error().span->column == 8);
}

TEST_CASE("prepared: runs inside a transaction, which sees its own writes", "[api][prepared]") {
  Opened db;
  const Statement create = *db.store.prepare("CREATE (:P {i: $i})");
  const Statement count = *db.store.prepare("MATCH (p:P) RETURN count(*)");
  CHECK(create.writes());
  CHECK(create.columns().empty());
  auto tx = db.store.begin();
  REQUIRE(tx);
  REQUIRE(tx->run(create, {{"i", 1}}));
  REQUIRE(tx->run(create, {{"i", 2}}));
  CHECK(first_row(tx->run(count)) == List{Value(2)});
  CHECK(first_row(count.run()) == List{Value(0)});
  REQUIRE(tx->commit());
  CHECK(first_row(count.run()) == List{Value(2)});
  const auto ended = tx->run(count);
  REQUIRE_FALSE(ended);
  CHECK(ended.error().code == ErrorCode::kClosed);
}

TEST_CASE("prepared: a statement of another store is refused", "[api][prepared]") {
  Opened db, other;
  const Statement statement = *other.store.prepare("RETURN 1");
  auto tx = db.store.begin();
  REQUIRE(tx);
  const auto refused = tx->run(statement);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().detail == "OtherStore");
  CHECK(first_row(tx->run("RETURN 1")) == List{Value(1)});
}

TEST_CASE("prepared: changes of the schema are heeded", "[api][prepared]") {
  Opened db;
  const Statement find = *db.store.prepare("MATCH (p:P {i: $i}) RETURN p.name");
  const Statement create = *db.store.prepare("CREATE (:P {i: $i, name: 'n'})");
  REQUIRE(create.run({{"i", 1}}));
  CHECK(first_row(find.run({{"i", 1}})) == List{Value("n")});
  for (const char* schema : {"CREATE INDEX p_i FOR (p:P) ON (p.i)", "DROP INDEX p_i",
                             "CREATE CONSTRAINT p_key FOR (p:P) REQUIRE p.i IS UNIQUE"}) {
    db.run(schema);
    CHECK(first_row(find.run({{"i", 1}})) == List{Value("n")});
  }
  const auto refused = create.run({{"i", 1}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::kConstraint);
  db.run("DROP CONSTRAINT p_key");
  CHECK(create.run({{"i", 1}}));
  // The index that the plan would use is gone with everything else.
  REQUIRE(db.store.clear());
  CHECK(find.run({{"i", 1}})->rows()->empty());
}

TEST_CASE("prepared: a procedure that is declared again is the new one", "[api][prepared]") {
  Opened db;
  const auto declare = [&](int x) {
    REQUIRE(db.store.declare({.signature = "app.x() :: (x :: INTEGER?)", .columns = {"x"}, .rows = {{Value(x)}}}));
  };
  declare(1);
  const Statement statement = *db.store.prepare("CALL app.x() YIELD x RETURN x");
  CHECK(first_row(statement.run()) == List{Value(1)});
  declare(2);
  CHECK(first_row(statement.run()) == List{Value(2)});
  REQUIRE(db.store.clear());
  CHECK(statement.run().error().code == ErrorCode::kProcedure);
}

TEST_CASE("prepared: EXPLAIN and schema commands can be prepared", "[api][prepared]") {
  Opened db;
  const Statement explain = *db.store.prepare("EXPLAIN MATCH (p:P {i: 17}) RETURN p");
  CHECK_FALSE(explain.writes());
  CHECK_FALSE(explain.run()->rows()->empty());
  const Statement index = *db.store.prepare("CREATE INDEX p_i FOR (p:P) ON (p.i)");
  CHECK(index.writes());
  REQUIRE(index.run());
  CHECK_FALSE(index.run());
}

TEST_CASE("prepared: a closed store answers that it is closed", "[api][prepared]") {
  std::optional<Opened> db(std::in_place);
  Statement statement = *db->store.prepare("RETURN 1 AS one");
  REQUIRE(db->store.close());
  CHECK(statement.run().error().code == ErrorCode::kClosed);
  CHECK(db->store.prepare("RETURN 1").error().code == ErrorCode::kClosed);
  db.reset();
  CHECK(statement.run().error().code == ErrorCode::kClosed);
  CHECK(statement.columns() == std::vector<std::string>{"one"});
  const Statement moved = std::move(statement);
  CHECK(moved.run().error().code == ErrorCode::kClosed);
}

TEST_CASE("prepared: many threads run one statement", "[api][prepared]") {
  Opened db;
  db.run("UNWIND range(0, 99) AS i CREATE (:N {i: i, name: 'n' + toString(i)})");
  const Statement statement = *db.store.prepare("MATCH (n:N {i: $i}) RETURN n.name");
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int k = 0; k < 100; ++k) {
        const int i = (thread * 31 + k) % 100;
        // A float is of another kind, and asks for the plan anew.
        auto cursor = statement.run({{"i", k % 2 == 0 ? Value(i) : Value(static_cast<double>(i))}});
        if (!cursor || *cursor->rows() != std::vector<List>{{Value("n" + std::to_string(i))}}) ++wrong;
      }
    });
  }
  for (int k = 0; k < 5; ++k) {
    db.run("CREATE INDEX n_i FOR (n:N) ON (n.i)");
    db.run("DROP INDEX n_i");
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}
