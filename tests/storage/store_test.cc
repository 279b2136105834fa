#include "storage/store.h"

#include <catch2/catch.hpp>

#include "kith/element.h"
#include "storage/must.h"
#include "support/temporary_folder.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

TEST_CASE("store: what was committed is there after reopening", "[storage]") {
  const TemporaryFolder folder;
  NodeId marie{}, prize{};
  EdgeId won{};
  {
    auto store = must(Store::open(folder.path() + "/db", {}));
    Transaction tx = must(store->begin(false));
    const LabelId person = must(tx.label("Person"));
    const KeyId name = must(tx.key("name"));
    const TypeId type = must(tx.type("WON"));
    marie = must(tx.create_node(std::vector{person}, {{name, "Marie Curie"}}));
    prize = must(tx.create_node({}, {{must(tx.key("year")), 1903}}));
    won = must(tx.create_edge(marie, prize, type, {{must(tx.key("share")), 0.25}}));
    CHECK(must(tx.reader().count_nodes()) == 2);
    CHECK(must(must(store->begin(true)).reader().count_nodes()) == 0);
    must(tx.commit(Durability::kSync));
    must(store->close());
  }
  auto store = must(Store::open(folder.path() + "/db", {.create_if_missing = false}));
  const Transaction tx = must(store->begin(true));
  const Reader& reader = tx.reader();
  CHECK(Value(must(reader.node(marie))).to_text() == "(:Person {name: 'Marie Curie'})");
  CHECK(Value(must(reader.edge(won))).to_text() == "[:WON {share: 0.25}]");
  const LabelId person = *reader.catalog().labels.find("Person");
  CHECK(all(reader.scan_label(person)) == std::vector{marie});
  CHECK(all(reader.scan_nodes()) == std::vector{marie, prize});
  CHECK(all(reader.scan_edges()) == std::vector{won});
  CHECK(must(reader.count_nodes(person)) == 1);
  SliceBatch slices;
  must(reader.expand(node_column({prize, marie, prize}), Direction::kBoth, {}, slices));
  REQUIRE(slices.slices.size() == 3);
  CHECK(slices.of(0)[0].direction == Direction::kIn);
  CHECK(slices.of(0)[0].nodes[0] == marie);
  CHECK(slices.of(1)[0].direction == Direction::kOut);
  CHECK(slices.of(1)[0].nodes[0] == prize);
  CHECK(slices.of(2)[0].edges[0] == won);
  Column years;
  must(reader.properties_of_nodes(node_column({prize, marie}), *reader.catalog().keys.find("year"), years));
  CHECK(years.value(0) == Value(1903));
  CHECK(years.value(1).is_null());
  CHECK(damage_of(*store).empty());
}

TEST_CASE("catalog: copies of a dictionary share its names and never see later ones", "[storage]") {
  Tokens<LabelId> first;
  CHECK(raw(first.add("A")) == 0);
  Tokens<LabelId> second = first;
  CHECK(raw(second.add("B")) == 1);
  CHECK(first.find("B") == std::nullopt);
  CHECK(first.names() == std::vector<std::string>{"A"});
  CHECK(raw(first.add("C")) == 1);
  CHECK(first.name(LabelId{1}) == "C");
  CHECK(second.names() == std::vector<std::string>{"A", "B"});
}
