// Random histories against a plain graph in memory: inside the open transaction, after commit, after
// rollback, after a savepoint is taken back, and after reopening.
#include <catch2/catch.hpp>

#include "model/agreement.h"
#include "model/random_history.h"
#include "storage/store.h"
#include "support/rounds.h"
#include "support/temporary_folder.h"

namespace kith::model {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().to_text());
  return *std::move(result);
}

void must(const Status& status) {
  if (!status) FAIL(status.error().to_text());
}

void create_indexes(storage::Store& store) {
  must(store.create_index({.label_or_type = "Person", .keys = {"name"}}, false));
  must(store.create_index({.kind = storage::IndexKind::kEach, .label_or_type = "Person", .keys = {"aliases"}}, false));
  must(store.create_index({.label_or_type = "Place", .keys = {"text"}}, false));
}

void check_whole(storage::Store& store) {
  const CheckReport report = must(store.check());
  for (const Damage& damage : report.damage) FAIL_CHECK(damage.kind << ": " << damage.message);
}

}  // namespace

TEST_CASE("model: storage answers as a plain graph does through random histories", "[model][storage]") {
  for (std::size_t round = 0; round < rounds(); ++round) {
    const std::uint64_t seed = seed_or(1000 + round);
    INFO("KITH_SEED=" << seed);
    RandomHistory history(seed);
    TemporaryFolder folder;
    std::unique_ptr<storage::Store> store = must(storage::Store::open(folder.path() + "/model.db", {}));
    const bool indexes_first = history.below(2) == 0;
    if (indexes_first) create_indexes(*store);
    PlainGraph committed;
    for (int transactions = 0; transactions < 12; ++transactions) {
      PlainGraph graph = committed;
      storage::Transaction transaction = must(store->begin(false));
      for (std::size_t steps = history.below(25); steps > 0; --steps) {
        if (history.below(10) == 0) {
          PlainGraph aside = graph;
          const std::size_t savepoint = transaction.savepoint();
          for (std::size_t more = history.below(8); more > 0; --more) history.step(transaction, aside);
          if (history.below(2) == 0)
            transaction.roll_back_to(savepoint);
          else
            graph = aside;
        }
        history.step(transaction, graph);
      }
      check_agreement(transaction.reader(), graph);
      if (history.below(5) == 0) {
        transaction.rollback();
      } else {
        must(transaction.commit(Durability::kNone));
        committed = graph;
      }
      {
        storage::Transaction reading = must(store->begin(true));
        check_agreement(reading.reader(), committed);
      }
      if (!indexes_first && transactions == 6) create_indexes(*store);
      if (history.below(4) == 0) {
        check_whole(*store);
        must(store->close());
        store = must(storage::Store::open(folder.path() + "/model.db", {}));
      }
    }
    check_whole(*store);
  }
}

TEST_CASE("model: a whole history inside one open transaction", "[model][storage]") {
  for (std::size_t round = 0; round < rounds(); ++round) {
    const std::uint64_t seed = seed_or(5000 + round);
    INFO("KITH_SEED=" << seed);
    RandomHistory history(seed);
    TemporaryFolder folder;
    std::unique_ptr<storage::Store> store = must(storage::Store::open(folder.path() + "/model.db", {}));
    create_indexes(*store);
    PlainGraph graph;
    storage::Transaction transaction = must(store->begin(false));
    for (int steps = 0; steps < 120; ++steps) {
      history.step(transaction, graph);
      if (steps % 30 == 29) check_agreement(transaction.reader(), graph);
    }
    must(transaction.commit(Durability::kNone));
    storage::Transaction reading = must(store->begin(true));
    check_agreement(reading.reader(), graph);
    reading.rollback();
    check_whole(*store);
  }
}

}  // namespace kith::model
