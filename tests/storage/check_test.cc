// Damage is planted through kv, one kind a section, and check has to name it.
#include "storage/check.h"

#include <catch2/catch.hpp>

#include "storage/planted_store.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

TEST_CASE("check: each kind of planted damage is found and named", "[storage][check]") {
  Planted p;
  const std::string ann = "the node " + std::to_string(raw(p.ann));
  const std::string edge = "the edge " + std::to_string(raw(p.knows));
  const EvidenceKey place{p.knows, p.article, 3, p.extractor};
  SECTION("a record that does not decode") {
    p.plant([&](KvBatch& b) { b.put(Family::kNode, node_key(p.ann), std::string(20, '\x01')); });
    CHECK(has(p.found(), kBadRecord, ann));
  }
  SECTION("a key of the wrong length") {
    p.plant([&](KvBatch& b) { b.put(Family::kNode, "abc", "x"); });
    CHECK(has(p.found(), kBadKey, "3 bytes"));
  }
  SECTION("a record of a commit that never was") {
    std::string stored = p.rows(Family::kNode, node_key(p.ann))[0].second;
    store_u64(stored.data(), 1u << 30);
    p.plant([&](KvBatch& b) { b.put(Family::kNode, node_key(p.ann), stored); });
    CHECK(has(p.found(), kWrongCommit, ann));
  }
  SECTION("a label that no dictionary knows") {
    std::string stored;
    record::encode(record::NodeImage{.labels = {LabelId{77}}, .properties = {}}, stored);
    record::stamp(stored.data(), 1);
    p.plant([&](KvBatch& b) { b.put(Family::kNode, node_key(p.article), stored); });
    CHECK(has(p.found(), kUnknownName, "label 77"));
  }
  SECTION("a node that is gone under its edge") {
    p.plant([&](KvBatch& b) { b.erase(Family::kNode, node_key(p.ann)); });
    CHECK(has(p.found(), kDanglingEdge, edge));
  }
  SECTION("an outgoing row that is missing") {
    p.plant([&](KvBatch& b) { b.erase(Family::kAdjacency, adjacency_key(Direction::kOut, p.ann, p.type, p.bob, p.knows)); });
    CHECK(has(p.found(), kMissingAdjacency, edge + " is not among the outgoing edges of " + ann));
  }
  SECTION("an incoming row that is missing") {
    p.plant([&](KvBatch& b) { b.erase(Family::kAdjacency, adjacency_key(Direction::kIn, p.bob, p.type, p.ann, p.knows)); });
    CHECK(has(p.found(), kMissingAdjacency, "incoming"));
  }
  SECTION("an adjacency row of no edge") {
    p.plant([&](KvBatch& b) { b.put(Family::kAdjacency, adjacency_key(Direction::kOut, p.bob, p.type, p.ann, EdgeId{99}), ""); });
    CHECK(has(p.found(), kStrayAdjacency, "the edge 99"));
  }
  SECTION("an adjacency row between other ends") {
    p.plant([&](KvBatch& b) { b.put(Family::kAdjacency, adjacency_key(Direction::kOut, p.bob, p.type, p.ann, p.knows), ""); });
    CHECK(has(p.found(), kStrayAdjacency, edge));
  }
  SECTION("memberships missing and stray") {
    p.plant([&](KvBatch& b) {
      b.erase(Family::kIndex, label_key(p.person, p.ann));
      b.put(Family::kIndex, label_key(p.person, p.article), "");
      b.erase(Family::kIndex, type_key(p.type, p.knows));
      b.put(Family::kIndex, type_key(p.type, EdgeId{99}), "");
    });
    const auto damage = p.found();
    CHECK(has(damage, kMissingMembership, ann));
    CHECK(has(damage, kStrayMembership, "the node " + std::to_string(raw(p.article))));
    CHECK(has(damage, kMissingMembership, edge));
    CHECK(has(damage, kStrayMembership, "the edge 99"));
  }
  SECTION("an index entry that is missing") {
    const auto rows = p.rows(Family::kIndex, entry_prefix(p.range));
    REQUIRE(rows.size() == 2);
    p.plant([&](KvBatch& b) { b.erase(Family::kIndex, rows[0].first); });
    CHECK(has(p.found(), kMissingEntry, ann + " is missing in the index `index_Person_name`"));
  }
  SECTION("an index entry of another value") {
    std::string key = p.rows(Family::kIndex, entry_prefix(p.range))[0].first;
    key[6] = 'Z';
    p.plant([&](KvBatch& b) { b.put(Family::kIndex, key, ""); });
    CHECK(has(p.found(), kStrayEntry, "`index_Person_name`"));
  }
  SECTION("a unique entry that names another edge") {
    const std::string key = p.rows(Family::kIndex, entry_prefix(p.unique))[0].first;
    p.plant([&](KvBatch& b) { b.put(Family::kIndex, key, edge_key(EdgeId{99})); });
    CHECK(has(p.found(), kStrayEntry, "`one_key`"));
  }
  SECTION("evidence that is missing on the edge") {
    p.plant([&](KvBatch& b) { b.erase(Family::kEdge, evidence_key(p.knows, p.article, 3, p.extractor)); });
    CHECK(has(p.found(), kStraySupport, edge));
  }
  SECTION("evidence that is missing at the article") {
    p.plant([&](KvBatch& b) { b.erase(Family::kIndex, support_key(place)); });
    CHECK(has(p.found(), kMissingSupport, edge));
  }
  SECTION("evidence for an edge that is gone and from an article that is gone") {
    std::string stored;
    record::encode(record::EvidenceImage{.end_byte = 1, .status = "", .stated_by = ""}, stored);
    record::stamp(stored.data(), 1);
    p.plant([&](KvBatch& b) {
      b.put(Family::kEdge, evidence_key(EdgeId{99}, p.article, 0, p.extractor), stored);
      b.put(Family::kEdge, evidence_key(p.knows, NodeId{98}, 0, p.extractor), stored);
    });
    const auto damage = p.found();
    CHECK(has(damage, kStrayEvidence, "the edge 99"));
    CHECK(has(damage, kStrayEvidence, "the node 98"));
  }
  SECTION("long values missing and stray") {
    const auto rows = p.rows(Family::kBig, "");
    REQUIRE(rows.size() == 1);
    p.plant([&](KvBatch& b) {
      b.erase(Family::kBig, rows[0].first);
      b.put(Family::kBig, big_key(owner_of(p.ann), p.name, 50), "long");
    });
    const auto damage = p.found();
    CHECK(has(damage, kMissingBig, "3000 bytes"));
    CHECK(has(damage, kStrayBig, ann));
  }
  SECTION("a count that is wrong") {
    p.plant([&](KvBatch& b) { b.put(Family::kMeta, count_key(Counted::kLabel, raw(p.person)), Key().u64(5)); });
    CHECK(has(p.found(), kWrongCount, "there are 2 nodes with the label `Person`, and the count says 5"));
  }
  SECTION("a lease that would give an id out again") {
    p.plant([&](KvBatch& b) { b.put(Family::kMeta, lease_key(Lease::kNode), Key().u64(2)); });
    CHECK(has(p.found(), kWrongLease, "a node"));
  }
}
