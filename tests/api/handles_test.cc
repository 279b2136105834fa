// Handles: stores, transactions and cursors ended in any order, from any thread, in any process.
#include <catch2/catch.hpp>

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "kith/kith.h"
#include "support/temporary_folder.h"

using namespace kith;

namespace {

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().to_text());
  return *std::move(result);
}

void must(const Status& status) {
  if (!status) FAIL(status.error().to_text());
}

/// "ok", or the name of the code.
std::string outcome(const Status& status) { return status ? "ok" : error_code_name(status.error().code); }

template <class T>
std::string outcome(const Result<T>& result) {
  return outcome(result.status());
}

struct Folder : TemporaryFolder {
  Folder() : TemporaryFolder(in_memory()) {}

  Store open(const std::string& name = "a.db") const { return must(Store::open(path() + "/" + name)); }
};

constexpr char kMany[] = "UNWIND range(1, 9000) AS x RETURN x";
constexpr char kEndless[] = "UNWIND range(1, 100000000) AS a UNWIND range(1, 100000000) AS b RETURN count(*) AS n";

std::int64_t count_nodes(Store& store) {
  return must(must(store.run("MATCH (n) RETURN count(n) AS n")).rows())[0][0].as_integer();
}

/// Every call of every handle there is, by name.
std::vector<std::pair<std::string, std::string>> outcomes_of_all_calls(Store& store, Transaction& tx, Cursor& inside,
                                                                       Cursor& outside, Cursor& finished) {
  return {
      {"run", outcome(store.run("RETURN 1"))},
      {"run a write", outcome(store.run("CREATE (:B)"))},
      {"run a schema command", outcome(store.run("CREATE INDEX FOR (n:A) ON (n.x)"))},
      {"describe", outcome(store.describe("RETURN 1"))},
      {"begin", outcome(store.begin())},
      {"begin a reader", outcome(store.begin({.read_only = true}))},
      {"update", outcome(store.update([](Transaction&) { return ok(); }))},
      {"declare", outcome(store.declare({.signature = "a.b() :: ()", .columns = {}, .rows = {}}))},
      {"clear", outcome(store.clear())},
      {"info", outcome(store.info())},
      {"check", outcome(store.check())},
      {"tx.run", outcome(tx.run("RETURN 1"))},
      {"tx.run a write", outcome(tx.run("CREATE (:B)"))},
      {"tx.create_node", outcome(tx.create_node({"B"}))},
      {"tx.create_edge", outcome(tx.create_edge(NodeId{0}, NodeId{0}, "T"))},
      {"tx.set_property of a node", outcome(tx.set_property(NodeId{0}, "x", 1))},
      {"tx.set_property of an edge", outcome(tx.set_property(EdgeId{0}, "x", 1))},
      {"tx.add_label", outcome(tx.add_label(NodeId{0}, "B"))},
      {"tx.remove_label", outcome(tx.remove_label(NodeId{0}, "A"))},
      {"tx.delete_node", outcome(tx.delete_node(NodeId{0}))},
      {"tx.delete_edge", outcome(tx.delete_edge(EdgeId{0}))},
      {"tx.find_node", outcome(tx.find_node(NodeId{0}))},
      {"tx.find_edge", outcome(tx.find_edge(EdgeId{0}))},
      {"tx.find_nodes", outcome(tx.find_nodes("A", "x", 1))},
      {"tx.add_evidence", outcome(tx.add_evidence(EdgeId{0}, {}))},
      {"tx.evidence", outcome(tx.evidence(EdgeId{0}))},
      {"tx.supported_by", outcome(tx.supported_by(NodeId{0}))},
      {"tx.retract_article", outcome(tx.retract_article(NodeId{0}))},
      {"GraphView", outcome(GraphView::of(tx, {}))},
      {"inside.next", outcome(inside.next())},
      {"inside.rows", outcome(inside.rows())},
      {"outside.next", outcome(outside.next())},
      {"finished.next", outcome(finished.next())},
      {"tx.commit", outcome(tx.commit())},
  };
}

}  // namespace

TEST_CASE("handles: every order of their ends is right", "[api][handles]") {
  const Folder folder;
  std::string order = "iost";
  int orders = 0;
  do {
    for (const bool close_first : {false, true}) {
      INFO(order << (close_first ? " after close" : ""));
      std::optional<Store> store = folder.open();
      std::optional<Transaction> tx = must(store->begin());
      std::optional<Cursor> inside = must(tx->run(kMany));
      std::optional<Cursor> outside = must(store->run(kMany));
      must(tx->create_node({"A"}));
      REQUIRE(must(inside->next()));
      REQUIRE(must(outside->next()));
      if (close_first) must(store->close());
      bool closed = close_first;
      bool ended = close_first;
      for (const char which : order) {
        if (which == 's') store.reset();
        if (which == 't') tx.reset();
        if (which == 'i') inside.reset();
        if (which == 'o') outside.reset();
        closed = closed || which == 's';
        ended = ended || closed || which == 't';
        if (inside) CHECK(outcome(inside->next()) == (ended ? "Closed" : "ok"));
        if (outside) CHECK(outcome(outside->next()) == (closed ? "Closed" : "ok"));
        if (tx) CHECK(outcome(tx->run("RETURN 1")) == (ended ? "Closed" : "ok"));
        if (tx) CHECK(tx->is_open() != ended);
      }
      ++orders;
    }
  } while (std::next_permutation(order.begin(), order.end()));
  CHECK(orders == 48);
  Store store = folder.open();
  CHECK(count_nodes(store) == 0);  // no transaction was committed
}

TEST_CASE("handles: after close every call of every handle says so", "[api][handles]") {
  const Folder folder;
  Store store = folder.open();
  must(store.run("CREATE (a:A {x: 1})-[:T]->(a)"));
  for (const bool read_only : {false, true}) {
    Store opened = folder.open("b.db");
    Transaction tx = must(opened.begin({.read_only = read_only}));
    Cursor inside = must(tx.run(kMany));
    Cursor outside = must(opened.run(kMany));
    Cursor finished = must(opened.run("CREATE (n) RETURN n"));
    must(opened.close());
    must(opened.close());
    for (const auto& [call, got] : outcomes_of_all_calls(opened, tx, inside, outside, finished)) {
      INFO(call);
      CHECK(got == "Closed");
    }
    opened.interrupt();
    tx.rollback();
    CHECK_FALSE(tx.is_open());
    CHECK(inside.columns() == std::vector<std::string>{"x"});
  }
  CHECK(count_nodes(store) == 1);  // another store of the process is untouched
}

TEST_CASE("handles: close waits for the calls that run and stops them", "[api][handles]") {
  const Folder folder;
  Store store = folder.open();
  must(store.run("UNWIND range(1, 100) AS x CREATE (:A {x: x})"));
  std::atomic<int> at_work = 0;
  std::atomic<int> closed = 0;
  std::vector<std::string> strange;
  std::mutex mutex;
  const auto worker = [&](const std::function<std::string()>& call) {
    bool first = true;
    while (true) {
      const std::string got = call();
      if (std::exchange(first, false)) ++at_work;
      if (got == "Closed") break;
      if (got == "ok" || got == "Cancelled" || got == "Conflict") continue;
      std::lock_guard lock(mutex);
      strange.push_back(got);
      break;
    }
    ++closed;
  };
  std::vector<std::thread> threads;
  const auto add = [&](std::function<std::string()> call) { threads.emplace_back(worker, std::move(call)); };
  add([&] { return outcome(store.run("MATCH (a:A), (b:A) RETURN count(*)")); });
  add([&] { return outcome(store.run("CREATE (:B)")); });
  add([&] { return outcome(store.update([](Transaction& tx) { return tx.create_node({"C"}).status(); })); });
  add([&] { return outcome(store.info()); });
  add([&] { return outcome(store.check()); });
  add([&]() -> std::string {
    Result<Cursor> cursor = store.run("MATCH (a:A), (b:A) RETURN a.x");
    if (!cursor) return outcome(cursor);
    while (true) {
      const Result<bool> more = cursor->next();
      if (!more) return outcome(more);
      if (!*more) return "ok";
    }
  });
  add([&]() -> std::string {
    Result<Transaction> tx = store.begin();
    if (!tx) return outcome(tx);
    for (int i = 0; i < 20; ++i) {
      const Status done = tx->run("CREATE (:D)").status();
      if (!done) return outcome(done);
    }
    return outcome(tx->commit());
  });
  while (at_work < 7) std::this_thread::yield();
  std::thread endless([&] {
    const std::string got = outcome([&]() -> Status {
      KITH_TRY(Cursor cursor, store.run(kEndless));
      return cursor.rows().status();
    }());
    std::lock_guard lock(mutex);
    if (got != "Cancelled" && got != "Closed") strange.push_back("endless: " + got);
  });
  must(store.close());
  for (std::thread& thread : threads) thread.join();
  endless.join();
  CHECK(strange == std::vector<std::string>{});
  CHECK(closed == 7);
  Store again = folder.open();
  CHECK(must(again.check()).damage.empty());
}

TEST_CASE("handles: two threads may close at once while others end theirs", "[api][handles]") {
  const Folder folder;
  for (int round = 0; round < 10; ++round) {
    Store store = folder.open();
    std::vector<Transaction> transactions;
    std::vector<Cursor> cursors;
    for (int i = 0; i < 8; ++i) {
      transactions.push_back(must(store.begin({.read_only = i % 2 == 0})));
      cursors.push_back(must(transactions.back().run(kMany)));
      cursors.push_back(must(store.run(kMany)));
    }
    std::vector<std::thread> threads;
    std::atomic<int> refused = 0;
    for (int i = 0; i < 2; ++i) threads.emplace_back([&] { refused += store.close().is_ok() ? 0 : 1; });
    threads.emplace_back([&] { cursors.clear(); });
    threads.emplace_back([&] { transactions.clear(); });
    for (std::thread& thread : threads) thread.join();
    CHECK(refused == 0);
  }
}

TEST_CASE("handles: fifty stores in one process each with its threads", "[api][handles]") {
  const Folder folder;
  constexpr int kStores = 50;
  std::vector<Store> stores;
  for (int i = 0; i < kStores; ++i)
    stores.push_back(must(Store::open(folder.path() + "/" + std::to_string(i), {.memory_bytes = std::uint64_t{8} << 20})));
  std::vector<std::thread> threads;
  std::atomic<int> failed = 0;
  for (int i = 0; i < kStores; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n <= i; ++n) failed += stores[static_cast<std::size_t>(i)].run("CREATE (:A {of: $i})", {{"i", i}}) ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(failed == 0);
  for (int i = 0; i < kStores; i += 2) must(stores[static_cast<std::size_t>(i)].close());
  for (int i = 0; i < kStores; ++i) {
    Store& store = stores[static_cast<std::size_t>(i)];
    if (i % 2 == 0) {
      CHECK(outcome(store.run("RETURN 1")) == "Closed");
    } else {
      CHECK(count_nodes(store) == i + 1);
    }
  }
  while (!stores.empty()) stores.pop_back();
  Store again = must(Store::open(folder.path() + "/6"));
  CHECK(count_nodes(again) == 7);
}

TEST_CASE("handles: a store may be moved while its cursors and transactions are open", "[api][handles]") {
  const Folder folder;
  Store first = folder.open();
  Transaction tx = must(first.begin());
  must(tx.create_node({"A"}));
  Cursor cursor = must(first.run(kMany));
  REQUIRE(must(cursor.next()));
  Store second = std::move(first);
  REQUIRE(must(cursor.next()));
  CHECK(cursor.row()[0].as_integer() == 2);
  Cursor moved = std::move(cursor);
  REQUIRE(must(moved.next()));
  Transaction moved_tx = std::move(tx);
  must(moved_tx.commit());
  CHECK(count_nodes(second) == 1);
  second = folder.open("b.db");  // closes the first
  CHECK(outcome(moved.next()) == "Closed");
  CHECK(count_nodes(second) == 0);
  CHECK(count_nodes(*std::make_unique<Store>(folder.open())) == 1);
}

TEST_CASE("handles: a cursor ends with its transaction and a transaction that is replaced rolls back", "[api][handles]") {
  const Folder folder;
  Store store = folder.open();
  Transaction tx = must(store.begin());
  must(tx.create_node({"A"}));
  Cursor cursor = must(tx.run("MATCH (n) RETURN n"));
  must(tx.commit());
  CHECK(outcome(cursor.next()) == "Closed");
  CHECK(outcome(tx.commit()) == "Closed");
  CHECK(outcome(tx.run("RETURN 1")) == "Closed");
  tx = must(store.begin());
  must(tx.create_node({"A"}));
  tx = must(store.begin());
  CHECK(must(must(tx.run("MATCH (n) RETURN count(n)")).rows())[0][0].as_integer() == 1);
}

namespace {

std::atomic<Store*> interrupted_store = nullptr;

void interrupt_it(int) {
  if (Store* store = interrupted_store.load()) store->interrupt();
}

}  // namespace

TEST_CASE("handles: interrupt may come from a signal handler and from another thread", "[api][handles]") {
  const Folder folder;
  Store store = folder.open();
  interrupted_store = &store;
  struct sigaction action {};
  struct sigaction before {};
  action.sa_handler = interrupt_it;
  sigaction(SIGUSR1, &action, &before);
  for (const bool by_signal : {true, false}) {
    std::atomic<bool> done = false;
    std::string got;
    std::thread runner([&] {
      got = outcome([&]() -> Status {
        KITH_TRY(Cursor cursor, store.run(kEndless));
        return cursor.rows().status();
      }());
      done = true;
    });
    while (!done) {
      if (by_signal)
        pthread_kill(runner.native_handle(), SIGUSR1);
      else
        store.interrupt();
      std::this_thread::yield();
    }
    runner.join();
    CHECK(got == "Cancelled");
    CHECK(outcome(must(store.run("RETURN 1")).rows()) == "ok");  // what begins later runs
  }
  interrupted_store = nullptr;
  sigaction(SIGUSR1, &before, nullptr);
}

TEST_CASE("handles: in a forked child every call is refused", "[api][handles][fork]") {
  const Folder folder;
  Store store = folder.open();
  must(store.run("CREATE (a:A {x: 1})-[:T]->(a)"));
  Transaction tx = must(store.begin());
  must(tx.create_node({"A"}));
  Cursor inside = must(tx.run(kMany));
  Cursor outside = must(store.run(kMany));
  Cursor finished = must(store.run("CREATE (n) RETURN n"));
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    int number = 0;
    for (const auto& [call, got] : outcomes_of_all_calls(store, tx, inside, outside, finished)) {
      ++number;
      if (got != "Unsupported") _exit(number);
    }
    store.interrupt();
    tx.rollback();
    _exit(tx.is_open() ? 100 : 0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);  // else the number of the call that was not refused
  REQUIRE(must(inside.next()));
  REQUIRE(must(outside.next()));
  must(tx.commit());
  CHECK(count_nodes(store) == 3);
}

TEST_CASE("handles: the end of a forked child does not harm the store", "[api][handles][fork]") {
  const Folder folder;
  auto store = std::make_unique<Store>(folder.open());
  must(store->run("UNWIND range(1, 100) AS x CREATE (:A {x: x})"));
  auto tx = std::make_unique<Transaction>(must(store->begin()));
  must(tx->create_node({"A"}));
  auto inside = std::make_unique<Cursor>(must(tx->run(kMany)));
  auto outside = std::make_unique<Cursor>(must(store->run(kMany)));
  // Others are in the middle of calls, with locks held, as the children are made.
  std::atomic<bool> done = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i)
    threads.emplace_back([&] {
      while (!done) (void)store->run("MATCH (a:A) RETURN count(a)");
    });
  threads.emplace_back([&] {
    while (!done) (void)store->run("MATCH (a:A {x: 7}) SET a.y = rand()");
  });
  std::string order = "iost";
  int ended_well = 0;
  int children = 0;
  do {
    std::fflush(nullptr);  // what the runner has not yet written is not the child's to write
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      alarm(60);  // a child that hangs is a child that was ended by a signal
      for (const char which : order) {
        if (which == 's') store.reset();
        if (which == 't') tx.reset();
        if (which == 'i') inside.reset();
        if (which == 'o') outside.reset();
      }
      if (children % 2 == 0) _exit(7);
      std::exit(7);
    }
    ++children;
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 7) ++ended_well;
  } while (std::next_permutation(order.begin(), order.end()));
  done = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(ended_well == children);
  REQUIRE(must(inside->next()));
  must(tx->commit());
  must(store->close());
  Store again = folder.open();
  CHECK(must(must(again.run("MATCH (a:A) RETURN count(a)")).rows())[0][0].as_integer() == 101);
  CHECK(must(again.check()).damage.empty());
}
