// Histories of several threads against a plain graph: at the end, and in every view that was kept from the middle.
#include <catch2/catch.hpp>

#include <map>

#include "model/agreement.h"
#include "model/crowd.h"
#include "model/threaded_history.h"
#include "storage/must.h"
#include "storage/view.h"
#include "support/rounds.h"
#include "support/temporary_folder.h"

namespace kith::model {
namespace {

using testing::must;
using Errors = std::vector<std::string>;

constexpr std::size_t kWriters = 6;
constexpr std::size_t kReaders = 2;
constexpr std::size_t kTransactions = 40;  ///< of each writer
constexpr std::size_t kKept = 4;           ///< views of each reader

/// A view that stays open while others write.
struct Kept {
  storage::Transaction reading;
  std::string text;  ///< what it held when it was taken
};

struct Run {
  std::vector<ThreadedHistory> writers;
  std::vector<std::vector<Kept>> kept{kReaders};
  Errors errors;
};

Status keep_views(storage::Store& store, std::vector<Kept>& kept, const std::atomic<std::size_t>& writing) {
  while (kept.size() < kKept) {
    KITH_TRY(storage::Transaction reading, store.begin(true));
    KITH_TRY(std::string text, text_of(reading.reader()));
    kept.push_back({std::move(reading), std::move(text)});
  }
  while (writing != 0) {
    for (const Kept& view : kept) {
      KITH_TRY(const std::string now, text_of(view.reading.reader()));
      if (now != view.text) return Error{.code = ErrorCode::kInternal, .message = "a view has changed:\n" + view.text + "is now\n" + now};
    }
  }
  return ok();
}

Run run_threads(storage::Store& store, std::uint64_t seed) {
  Run run;
  for (std::size_t i = 0; i < kWriters; ++i) run.writers.emplace_back(store, seed * 100 + i);
  std::atomic<std::size_t> writing = kWriters;
  run.errors = crowd(kWriters + kReaders, [&](std::size_t thread) -> Status {
    if (thread >= kWriters) return keep_views(store, run.kept[thread - kWriters], writing);
    struct Done {
      std::atomic<std::size_t>& writing;
      ~Done() { --writing; }
    } done{writing};
    for (std::size_t i = 0; i < kTransactions; ++i) {
      KITH_DO(run.writers[thread].run_transaction());
      std::this_thread::yield();
    }
    return ok();
  });
  return run;
}

/// All committed changes by the number of their commit.
std::map<std::uint64_t, const CommittedChanges*> in_order(const storage::Store& store, const Run& run) {
  std::map<std::uint64_t, const CommittedChanges*> order;
  const storage::ViewPtr view = must(store.view());
  for (const ThreadedHistory& writer : run.writers)
    for (const CommittedChanges& changes : writer.committed)
      REQUIRE(order.emplace(must(commit_of(*view, changes.marker)), &changes).second);
  return order;
}

}  // namespace

TEST_CASE("model: histories of several threads agree with a plain graph in the order of their commits", "[model][threads]") {
  std::size_t conflicts = 0;
  for (std::size_t round = 0; round < std::max<std::size_t>(1, rounds() / 4); ++round) {
    const std::uint64_t seed = seed_or(2000 + round);
    INFO("KITH_SEED=" << seed);
    TemporaryFolder folder(TemporaryFolder::in_memory());
    std::unique_ptr<storage::Store> store = must(storage::Store::open(folder.path() + "/model.db", {.durability = Durability::kNone}));
    must(store->create_index({.label_or_type = "Person", .keys = {"name"}}, false));
    must(store->create_index({.kind = storage::IndexKind::kEach, .label_or_type = "Person", .keys = {"aliases"}}, false));
    must(store->create_index({.label_or_type = "Place", .keys = {"text"}}, false));

    Run run = run_threads(*store, seed);
    CHECK(run.errors == Errors{});
    const auto order = in_order(*store, run);
    REQUIRE_FALSE(order.empty());
    for (const ThreadedHistory& writer : run.writers) conflicts += writer.conflicts;

    // Each kept view, older ones first, as the plain graph grows through the commits.
    std::multimap<std::uint64_t, const Kept*> views;
    for (const std::vector<Kept>& kept : run.kept)
      for (const Kept& view : kept) views.emplace(view.reading.reader().commit(), &view);
    PlainGraph graph;
    auto next = order.begin();
    for (const auto& [commit, view] : views) {
      for (; next != order.end() && next->first <= commit; ++next)
        for (const Change& change : next->second->changes) change(graph);
      INFO("a view of commit " << commit);
      check_agreement(view->reading.reader(), graph);
      CHECK(must(text_of(view->reading.reader())) == view->text);
    }
    for (; next != order.end(); ++next)
      for (const Change& change : next->second->changes) change(graph);
    check_agreement(must(store->begin(true)).reader(), graph);
    CHECK(testing::damage_of(*store) == Errors{});

    run.kept.clear();
    must(store->close());
    store = must(storage::Store::open(folder.path() + "/model.db", {}));
    check_agreement(must(store->begin(true)).reader(), graph);
  }
  CHECK(conflicts > 0);
}

}  // namespace kith::model
