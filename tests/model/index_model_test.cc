// Indexes, constraints and values of every kind under random changes of data and schema.
#include <catch2/catch.hpp>

#include "model/value_agreement.h"
#include "model/random_changes.h"
#include "storage/must.h"
#include "support/rounds.h"
#include "support/temporary_folder.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

TEST_CASE("model: indexes and constraints agree through changes of data and schema", "[model][storage]") {
  for (std::size_t round = 0; round < rounds(); ++round) {
    const std::uint64_t seed = seed_or(1000 + round);
    INFO("KITH_SEED=" << seed);
    const TemporaryFolder folder(TemporaryFolder::in_memory());
    RandomChanges changes(seed);
    ValueGraph committed;
    auto store = must(Store::open(folder.path() + "/db", {}));
    for (int step = 0; step < 12; ++step) {
      INFO("step " << step);
      if (changes.random().one_in(2)) changes.change_schema(*store, committed);
      Transaction tx = must(store->begin(false));
      ValueGraph graph = committed;
      for (std::uint64_t i = changes.random().below(15); i > 0; --i) changes.change(tx, graph);
      if (changes.random().one_in(3)) compare_graph(tx.reader(), graph);
      if (changes.random().one_in(4)) {
        tx.rollback();
      } else {
        must(tx.commit(Durability::kNone));
        committed = graph;
      }
      if (changes.random().one_in(20)) {
        must(store->clear());
        committed = {};
      }
      if (changes.random().one_in(4)) {
        if (changes.random().one_in(2)) must(store->close());
        store.reset();
        store = must(Store::open(folder.path() + "/db", {}));
      }
    }
    compare_graph(must(store->begin(true)).reader(), committed);
    CHECK(damage_of(*store) == std::vector<std::string>{});
  }
}

TEST_CASE("model: indexes and constraints agree inside one open transaction", "[model][storage]") {
  for (std::size_t round = 0; round < rounds(); ++round) {
    const std::uint64_t seed = seed_or(2000 + round);
    INFO("KITH_SEED=" << seed);
    const TemporaryFolder folder(TemporaryFolder::in_memory());
    RandomChanges changes(seed);
    auto store = must(Store::open(folder.path() + "/db", {}));
    for (int i = 0; i < 4; ++i) changes.change_schema(*store, {});
    ValueGraph graph;
    Transaction tx = must(store->begin(false));
    for (int i = 0; i < 100; ++i) changes.change(tx, graph);
    compare_graph(tx.reader(), graph);
    must(tx.commit(Durability::kNone));
    compare_graph(must(store->begin(true)).reader(), graph);
    CHECK(damage_of(*store) == std::vector<std::string>{});
  }
}

TEST_CASE("model: an old view keeps its answers while others commit", "[model][storage]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  RandomChanges changes(3000);
  auto store = must(Store::open(folder.path() + "/db", {}));
  std::vector<std::pair<Transaction, ValueGraph>> views;
  ValueGraph graph;
  for (int step = 0; step < 8; ++step) {
    Transaction tx = must(store->begin(false));
    for (int i = 0; i < 12; ++i) changes.change(tx, graph);
    must(tx.commit(Durability::kNone));
    views.emplace_back(must(store->begin(true)), graph);
  }
  for (const auto& [view, expected] : views) compare_graph(view.reader(), expected);
}
