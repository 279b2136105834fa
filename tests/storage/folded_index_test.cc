// Indexes of folded texts in the store: what is found, long texts, the feature, checks and repair.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iterator>
#include <map>
#include <random>

#include "base/fold.h"
#include "storage/catalog_rows.h"
#include "storage/check.h"
#include "storage/engine.h"
#include "storage/planted_store.h"
#include "storage/repair.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

namespace {

const IndexDefinition kFoldedNames = {
    .name = "folded", .kind = IndexKind::kFolded, .label_or_type = "Person", .keys = {"name"}};

std::vector<NodeId> found(const Reader& reader, const Value& value) {
  return all(reader.seek_nodes(*reader.catalog().find_index("folded"), std::span(&value, 1)));
}

}  // namespace

TEST_CASE("folded index: texts are found by their folded form and other values are not in it", "[storage][folded]") {
  Planted p;
  auto store = must(Store::open(p.path, {}));
  CHECK(must(store->create_index(kFoldedNames, false)));
  CHECK(store->catalog()->find_index("folded")->id != p.range);
  Transaction tx = must(store->begin(false));
  const LabelId person = must(tx.label("Person"));
  const KeyId name = must(tx.key("name"));
  const auto add = [&](const Value& value) { return must(tx.create_node(std::vector{person}, {{name, value}})); };
  const NodeId one = add("Gül"), two = add("GUL");
  add(7);
  add(List{"gul"});
  CHECK(found(tx.reader(), "gul") == std::vector{one, two});
  CHECK(found(tx.reader(), "Gül").empty());
  CHECK(found(tx.reader(), 7).empty());
  CHECK(found(tx.reader(), Value()).empty());
  CHECK(found(tx.reader(), "ann") == std::vector{p.ann});
  CHECK(must(tx.set_property(one, name, "Ann")));
  must(tx.commit(Durability::kNone));
  CHECK(found(must(store->begin(true)).reader(), "ann") == std::vector{p.ann, one});
  CHECK(found(must(store->begin(true)).reader(), "gul") == std::vector{two});
  CHECK(damage_of(*store) == std::vector<std::string>{});
}

TEST_CASE("folded index: texts that are cut are told apart by the folded property", "[storage][folded]") {
  Planted p;
  auto store = must(Store::open(p.path, {}));
  CHECK(must(store->create_index(kFoldedNames, false)));
  Transaction tx = must(store->begin(false));
  const std::string letters(3000, 'X');
  const auto add = [&](const std::string& text) {
    return must(tx.create_node(std::vector{must(tx.label("Person"))}, {{must(tx.key("name")), text}}));
  };
  const NodeId upper = add(letters + "É");
  add(letters + "a");
  const NodeId lower = add(std::string(3000, 'x') + "e");
  must(tx.commit(Durability::kNone));
  CHECK(found(must(store->begin(true)).reader(), std::string(3000, 'x') + "e") == std::vector{upper, lower});
  CHECK(found(must(store->begin(true)).reader(), letters + "É").empty());
}

TEST_CASE("folded index: seeks and prefixes agree with a scan through random writes", "[storage][folded][model]") {
  const std::vector<Value> values = {"Gül",      "GUL",      "gul", "Gülay", "Zelenskyy",
                                     "Zelensky", "ZELENSKÝ", "",    7,       List{"gul"}};
  const std::vector<std::string> sought = {"gul", "gulay", "zelensky", "zelenskyy", "", "ge"};
  Planted p;
  std::mt19937 random(11);
  const auto below = [&](std::size_t count) { return random() % count; };
  auto store = must(Store::open(p.path, {}));
  CHECK(must(store->create_index(kFoldedNames, false)));
  std::map<NodeId, Value> kept = {{p.ann, Value("Ann")}, {p.bob, Value("Bob")}};
  for (int round = 0; round < 30; ++round) {
    INFO("round " << round);
    Transaction tx = must(store->begin(false));
    std::map<NodeId, Value> graph = kept;
    const LabelId person = must(tx.label("Person"));
    const KeyId name = must(tx.key("name"));
    for (int change = 0; change < 8; ++change) {
      const Value& value = values[below(values.size())];
      if (graph.size() < 5 || below(2) == 0) {
        graph[must(tx.create_node(std::vector{person}, {{name, value}}))] = value;
        continue;
      }
      const auto one = std::next(graph.begin(), static_cast<std::ptrdiff_t>(below(graph.size())));
      must(tx.set_property(one->first, name, value));
      one->second = value;
    }
    const auto agrees = [&](const Reader& reader, const std::map<NodeId, Value>& expected) {
      const Index& index = *reader.catalog().find_index("folded");
      for (const std::string& text : sought) {
        INFO("text '" << text << "'");
        std::vector<NodeId> equal, begins;
        for (const auto& [node, value] : expected) {
          if (value.kind() != Kind::kString) continue;
          const std::string folded = fold(value.as_string());
          if (folded == text) equal.push_back(node);
          if (folded.starts_with(text)) begins.push_back(node);
        }
        CHECK(found(reader, Value(text)) == equal);
        std::vector<NodeId> ranged = all(reader.range_nodes(index, {}, std::nullopt, std::nullopt, text));
        std::sort(ranged.begin(), ranged.end());
        CHECK(ranged == begins);
      }
    };
    agrees(tx.reader(), graph);
    if (below(3) == 0) {
      tx.rollback();
    } else {
      must(tx.commit(Durability::kNone));
      kept = graph;
    }
    agrees(must(store->begin(true)).reader(), kept);
  }
  CHECK(damage_of(*store) == std::vector<std::string>{});
}

TEST_CASE("folded index: check finds what is wrong and repair makes it again", "[storage][folded][check]") {
  Planted p;
  IndexId id;
  {
    auto store = must(Store::open(p.path, {}));
    CHECK(must(store->create_index(kFoldedNames, false)));
    id = store->catalog()->find_index("folded")->id;
    must(store->close());
  }
  CHECK(load_u64(p.rows(Family::kMeta, format_key())[0].second.data() + 8) == kFeatureFolded);
  const auto rows = p.rows(Family::kIndex, entry_prefix(id));
  REQUIRE(rows.size() == 2);
  p.plant([&](KvBatch& batch) { batch.erase(Family::kIndex, rows[0].first); });
  CHECK(has(p.found(), kMissingEntry, "`folded`"));
  must(repair(p.path, {}));
  CHECK(p.found().empty());
  CHECK(p.rows(Family::kIndex, entry_prefix(id)) == rows);
}

TEST_CASE("folded index: one that a crash cut short is built again", "[storage][folded]") {
  Planted p;
  Index index;
  {
    auto store = must(Store::open(p.path, {}));
    CHECK(must(store->create_index(kFoldedNames, false)));
    index = *store->catalog()->find_index("folded");
    must(store->close());
  }
  index.state = IndexState::kBuilding;
  const auto rows = p.rows(Family::kIndex, entry_prefix(index.id));
  p.plant([&](KvBatch& batch) {
    batch.put(Family::kMeta, index_row_key(index.id), index_row(index));
    for (const auto& row : rows) batch.erase(Family::kIndex, row.first);
  });
  auto store = must(Store::open(p.path, {}));
  CHECK(store->catalog()->find_index("folded")->kind == IndexKind::kFolded);
  CHECK(found(must(store->begin(true)).reader(), "bob") == std::vector{p.bob});
}
