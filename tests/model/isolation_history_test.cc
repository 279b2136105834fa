// Random histories of sessions at the same time, judged by the checker.
#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>

#include "model/isolation_checker.h"
#include "model/recorded_session.h"
#include "support/rounds.h"
#include "support/temporary_folder.h"

namespace kith::model {
namespace {

constexpr std::size_t kSessions = 8;
constexpr std::size_t kTransactions = 400;

struct Run {
  History history;
  std::vector<std::string> complaints;
};

struct RunOptions {
  std::uint64_t seed;
  bool serializable = false;
  bool threads = true;  ///< else one thread takes the steps of all sessions in turn, always the same for a seed
  std::size_t transactions = kTransactions;
};

void step_by_threads(std::vector<RecordedSession>& sessions, std::size_t transactions) {
  std::vector<std::thread> threads;
  for (RecordedSession& session : sessions)
    threads.emplace_back([&session, transactions] {
      while (session.history.size() < transactions / kSessions || !session.is_idle()) {
        session.step();
        std::this_thread::yield();
      }
    });
  for (std::thread& thread : threads) thread.join();
}

void step_by_turns(std::vector<RecordedSession>& sessions, std::size_t transactions, Random random) {
  std::size_t ended = 0;
  while (ended < transactions) {
    RecordedSession& session = sessions[random.below(sessions.size())];
    const std::size_t before = session.history.size();
    session.step();
    ended += session.history.size() - before;
  }
  for (RecordedSession& session : sessions)
    while (!session.is_idle()) session.step();
}

Run run_history(const RunOptions& options) {
  TemporaryFolder folder(TemporaryFolder::in_memory());
  Result<Store> store = Store::open(folder.path() + "/history.db", {.durability = Durability::kNone});
  if (!store) FAIL(store.error().to_text());
  Setting setting{*store, options.serializable};
  const Status prepared = prepare_setting(setting, options.seed % 2 == 0);
  if (!prepared) FAIL(prepared.error().to_text());

  std::vector<RecordedSession> sessions;
  for (std::size_t i = 0; i < kSessions; ++i) sessions.emplace_back(setting, options.seed * 1000 + i);
  if (options.threads)
    step_by_threads(sessions, options.transactions);
  else
    step_by_turns(sessions, options.transactions, Random(options.seed));
  RecordedSession last(setting, 0);
  last.read_everything();
  sessions.push_back(std::move(last));

  Run run;
  for (const RecordedSession& session : sessions) {
    run.history.insert(run.history.end(), session.history.begin(), session.history.end());
    run.complaints.insert(run.complaints.end(), session.complaints.begin(), session.complaints.end());
  }
  std::sort(run.history.begin(), run.history.end(),
            [](const auto& a, const auto& b) { return a.begin_called < b.begin_called; });
  const Result<CheckReport> report = store->check();
  if (!report) FAIL(report.error().to_text());
  for (const Damage& damage : report->damage) run.complaints.push_back(damage.kind + ": " + damage.message);
  return run;
}

void check_run(const RunOptions& options, Isolation isolation) {
  INFO("KITH_SEED=" << options.seed << (options.threads ? ", threads" : ", by turns"));
  const Run run = run_history(options);
  CHECK(run.complaints == std::vector<std::string>{});
  CHECK(to_text(check_isolation(run.history, isolation)) == "");
  const auto committed = std::count_if(run.history.begin(), run.history.end(), [](const RecordedTransaction& transaction) {
    return transaction.outcome == Outcome::kCommitted;
  });
  CHECK(run.history.size() > kTransactions);
  CHECK(committed > static_cast<std::ptrdiff_t>(kTransactions / 8));  // else nothing was put to the test
}

/// 100 histories at KITH_ROUNDS=200.
std::size_t histories() { return std::max<std::size_t>(1, rounds() / 2); }

/// What the checker finds in `history` after `break_it`, by name.
template <class F>
std::vector<std::string> found_after(History history, F break_it) {
  break_it(history);
  std::vector<std::string> names;
  for (const Anomaly& anomaly : check_isolation(history, Isolation::kSnapshot)) names.push_back(name_of(anomaly.kind));
  return names;
}

/// The first operation that `wanted` is true of, in a committed transaction.
template <class F>
Operation& find_operation(History& history, F wanted) {
  for (RecordedTransaction& transaction : history) {
    if (transaction.outcome != Outcome::kCommitted) continue;
    for (Operation& operation : transaction.operations)
      if (wanted(operation)) return operation;
  }
  FAIL("no such operation");
  return history.front().operations.front();
}

}  // namespace

TEST_CASE("isolation: random histories of eight threads are clean under snapshot isolation", "[model][isolation]") {
  for (std::size_t round = 0; round < histories(); ++round)
    check_run({.seed = seed_or(100 + round)}, Isolation::kSnapshot);
}

TEST_CASE("isolation: random histories of eight threads are clean of skew and phantoms when serialisable",
          "[model][isolation]") {
  for (std::size_t round = 0; round < histories(); ++round)
    check_run({.seed = seed_or(300 + round), .serializable = true}, Isolation::kSerialisable);
}

TEST_CASE("isolation: random histories by turns are clean under snapshot isolation", "[model][isolation]") {
  for (std::size_t round = 0; round < histories(); ++round)
    check_run({.seed = seed_or(500 + round), .threads = false}, Isolation::kSnapshot);
}

TEST_CASE("isolation: random histories by turns are clean of skew and phantoms when serialisable",
          "[model][isolation]") {
  for (std::size_t round = 0; round < histories(); ++round)
    check_run({.seed = seed_or(700 + round), .serializable = true, .threads = false}, Isolation::kSerialisable);
}

TEST_CASE("isolation: a recorded history that is falsified at one place is found out", "[model][isolation]") {
  using Catch::VectorContains;
  using Kind = Operation::Kind;
  const Run run = run_history({.seed = seed_or(900), .threads = false, .transactions = 80});
  REQUIRE(to_text(check_isolation(run.history, Isolation::kSnapshot)) == "");
  const auto is_long_read = [](const Operation& operation) { return operation.kind == Kind::kRead && operation.seen.size() >= 3; };
  const auto is_look = [](const Operation& operation) { return operation.kind == Kind::kSee && operation.seen.size() >= 2; };

  CHECK_THAT(found_after(run.history, [&](History& history) { find_operation(history, is_long_read).seen.front() = 1 << 30; }),
             VectorContains(std::string("garbage read")));
  CHECK_THAT(found_after(run.history, [&](History& history) { find_operation(history, is_look).seen.back() = 1 << 30; }),
             VectorContains(std::string("garbage read")));
  CHECK_THAT(found_after(run.history,
                         [&](History& history) {
                           std::vector<std::int64_t>& seen = find_operation(history, is_long_read).seen;
                           std::swap(seen[0], seen[1]);
                         }),
             VectorContains(std::string("incompatible order")));
  CHECK_THAT(found_after(run.history,
                         [&](History& history) {
                           const std::int64_t value = find_operation(history, is_long_read).seen.front();
                           for (RecordedTransaction& transaction : history)
                             for (const Operation& operation : transaction.operations)
                               if (operation.kind == Kind::kAppend && operation.value == value) transaction.outcome = Outcome::kAborted;
                         }),
             VectorContains(std::string("aborted read (G1a)")));
  // The last transaction reads everything: without its newest value a commit that was answered is lost.
  for (Kind kind : {Kind::kRead, Kind::kSee})
    CHECK_THAT(found_after(run.history,
                           [&](History& history) {
                             for (Operation& operation : history.back().operations)
                               if (operation.kind == kind && !operation.seen.empty()) return operation.seen.pop_back();
                             FAIL("nothing was read at the end");
                           }),
               VectorContains(std::string("stale read")) || VectorContains(std::string("fractured read")));
  // Two that appended to one register are made to have been open at once.
  CHECK_THAT(found_after(run.history,
                         [&](History& history) {
                           for (RecordedTransaction& transaction : history) transaction.begin_called = transaction.begin_returned = 0;
                         }),
             VectorContains(std::string("concurrent writes")));
}

TEST_CASE("isolation: snapshots alone do show skew in random histories", "[model][isolation]") {
  // So the histories above are of the kind in which skew happens, and it was refused there.
  std::size_t found = 0;
  for (std::uint64_t seed = 500; seed < 505; ++seed) {
    const Run run = run_history({.seed = seed, .threads = false});
    for (const Anomaly& anomaly : check_isolation(run.history, Isolation::kSerialisable))
      found += anomaly.kind == AnomalyKind::kWriteSkew || anomaly.kind == AnomalyKind::kPhantom ? 1 : 0;
  }
  CHECK(found > 0);
}

}  // namespace kith::model
