// CALL { … } IN TRANSACTIONS from outside: what it holds, what it leaves behind, where it cannot run.
#include <catch2/catch.hpp>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include "kith/kith.h"
#include "support/temporary_folder.h"

namespace kith {

namespace {

constexpr StoreOptions kFast{.durability = Durability::kNone};

std::int64_t number(Store& store, const std::string& statement) {
  auto cursor = store.run(statement);
  if (!cursor) FAIL(cursor.error().to_text());
  auto rows = cursor->rows();
  if (!rows) FAIL(rows.error().to_text());
  return (*rows)[0][0].as_integer();
}

Status run(Store& store, const std::string& statement, const Parameters& parameters = {},
           const RunOptions& options = {}) {
  auto cursor = store.run(statement, parameters, options);
  return cursor ? cursor->rows().status() : cursor.status();
}

}  // namespace

TEST_CASE("in transactions: a file of 100000 rows is loaded with the memory of a few hundred", "[api][transactions]") {
  TemporaryFolder folder;
  const std::string path = folder.path() + "/rows.csv";
  {
    std::ofstream file(path);
    file << "i,name\n";
    for (int i = 0; i < 100000; ++i) file << i << ",a name that takes some room " << i << "\n";
  }
  Store store = *Store::open(folder.path() + "/db", kFast);
  const std::string load = "LOAD CSV WITH HEADERS FROM $f AS row ";
  const std::string create = "CREATE (:Row {i: toInteger(row.i), name: row.name})";
  const Parameters at = {{"f", path}};
  const RunOptions little{.memory_bytes = std::uint64_t{4} << 20};

  // In one transaction its rows do not fit.
  Status whole = run(store, load + create, at, little);
  REQUIRE_FALSE(whole.is_ok());
  CHECK(whole.error().detail == "MemoryLimit");
  CHECK(number(store, "MATCH (n:Row) RETURN count(*)") == 0);

  auto cursor = store.run(load + "CALL (row) { " + create + " } IN TRANSACTIONS OF 500 ROWS", at, little);
  if (!cursor) FAIL(cursor.error().to_text());
  CHECK(cursor->changes().nodes_created == 100000);
  CHECK(cursor->changes().properties_set == 200000);
  CHECK(cursor->changes().labels_added == 100000);
  CHECK(number(store, "MATCH (n:Row) RETURN count(*)") == 100000);
  CHECK(number(store, "MATCH (n:Row) RETURN sum(n.i)") == std::int64_t{100000} * 99999 / 2);
}

TEST_CASE("in transactions: each batch is a commit and counters leave out what was taken back",
          "[api][transactions]") {
  TemporaryFolder folder;
  Store store = *Store::open(folder.path() + "/db", kFast);
  REQUIRE(run(store, "CREATE (:A {v: 1})"));  // makes the names, which are written on their own
  const std::uint64_t before = store.info()->last_commit;
  auto cursor = store.run(
      "UNWIND [1, 2, 0, 4, 5] AS i CALL (i) { CREATE (:A {v: 1 / i}) } IN TRANSACTIONS OF 2 ROWS ON ERROR CONTINUE");
  if (!cursor) FAIL(cursor.error().to_text());
  CHECK(cursor->changes().nodes_created == 3);
  CHECK(store.info()->last_commit == before + 2);
}

TEST_CASE("in transactions: refused where a transaction is open or the store only reads", "[api][transactions]") {
  TemporaryFolder folder;
  const std::string statement = "UNWIND [1] AS i CALL (i) { CREATE (:A) } IN TRANSACTIONS";
  {
    Store store = *Store::open(folder.path() + "/db", kFast);
    REQUIRE(run(store, "CREATE (:A)"));
    Transaction transaction = *store.begin();
    auto cursor = transaction.run(statement);
    REQUIRE_FALSE(cursor.is_ok());
    CHECK(cursor.error().code == ErrorCode::kUnsupported);
    CHECK(cursor.error().detail == "CallInTransactions");
    CHECK(cursor.error().phase == Phase::kCompileTime);
    CHECK(transaction.run("EXPLAIN " + statement).is_ok());
    CHECK(transaction.run("MATCH (n) RETURN n").is_ok());
  }
  Store store = *Store::open(folder.path() + "/db", {.read_only = true});
  Status refused = run(store, statement);
  REQUIRE_FALSE(refused.is_ok());
  CHECK(refused.error().code == ErrorCode::kReadOnly);
  CHECK(run(store, "UNWIND [1] AS i CALL (i) { MATCH (n) RETURN n } IN TRANSACTIONS RETURN n"));
}

TEST_CASE("in transactions: the clock stops it between transactions and what was committed stays",
          "[api][transactions]") {
  TemporaryFolder folder;
  Store store = *Store::open(folder.path() + "/db", kFast);
  REQUIRE(run(store, "CREATE (:A)"));
  const RunOptions soon{.timeout = std::chrono::milliseconds(300)};
  for (const std::string on_error : {"FAIL", "CONTINUE", "BREAK"}) {
    const std::int64_t before = number(store, "MATCH (n) RETURN count(*)");
    Status stopped = run(store, "UNWIND range(1, 3000000) AS i CALL (i) { CREATE (:A) } IN TRANSACTIONS OF 10 ROWS ON ERROR " +
                                    on_error, {}, soon);
    REQUIRE_FALSE(stopped.is_ok());
    CHECK(stopped.error().code == ErrorCode::kTimeout);
    CHECK((number(store, "MATCH (n) RETURN count(*)") - before) % 10 == 0);
  }
}

TEST_CASE("in transactions: what another one got ahead of is run again", "[api][transactions]") {
  TemporaryFolder folder;
  Store store = *Store::open(folder.path() + "/db", kFast);
  REQUIRE(run(store, "CREATE (:Counter {v: 0})"));
  const std::string statement =
      "UNWIND range(1, 200) AS i CALL (i) { MATCH (c:Counter) SET c.v = c.v + 1 } IN TRANSACTIONS OF 1 ROW";
  Status first = ok();
  std::thread other([&] { first = run(store, statement); });
  Status second = run(store, statement);
  other.join();
  CHECK(first);
  CHECK(second);
  CHECK(number(store, "MATCH (c:Counter) RETURN c.v") == 400);
}

TEST_CASE("in transactions: a crash half-way leaves whole transactions", "[api][transactions]") {
  TemporaryFolder folder;
  const std::string path = folder.path() + "/db";
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    Store store = *Store::open(path, kFast);
    std::thread watcher([&] {
      while (number(store, "MATCH (n) RETURN count(*)") < 70) {
      }
      ::kill(::getpid(), SIGKILL);
    });
    (void)run(store, "UNWIND range(1, 10000000) AS i CALL (i) { CREATE (:A {i: i}) } IN TRANSACTIONS OF 7 ROWS");
    ::_exit(1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  Store store = *Store::open(path, kFast);
  const std::int64_t nodes = number(store, "MATCH (n) RETURN count(*)");
  CHECK(nodes >= 70);
  CHECK(nodes % 7 == 0);
  CHECK(number(store, "MATCH (n) RETURN max(n.i)") == nodes);
  CHECK(store.check()->damages == 0);
}

}  // namespace kith
