// Damage is planted through kv; a repair gives every row back as it was, or says why it cannot.
#include "storage/repair.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "storage/check.h"
#include "storage/planted_store.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

namespace {

RepairReport repaired(const Planted& p) { return must(repair(p.path, {})); }

/// Plants, repairs, and wants every row of the store as it was before.
void check_mended(Planted& p, const char* kind, std::string_view part, FunctionRef<void(KvBatch&)> plant) {
  const auto before = p.all_rows();
  p.plant(plant);
  REQUIRE(p.all_rows() != before);
  const RepairReport report = repaired(p);
  CHECK(report.repairs == report.repaired.size());
  CHECK(has(report.repaired, kind, part));
  CHECK(report.after.damages == 0);
  CHECK(p.all_rows() == before);
  CHECK(p.found().empty());
  CHECK(must(verify_clean_file(p.path)).has_value());
  CHECK(repaired(p).repairs == 0);
}

/// Plants what nothing can make good: it stays reported, and stays as it is.
void check_refused(Planted& p, const char* kind, std::string_view part, FunctionRef<void(KvBatch&)> plant) {
  p.plant(plant);
  const RepairReport report = repaired(p);
  CHECK(has(report.after.damage, kind, part));
  CHECK(has(p.found(), kind, part));
  CHECK(repaired(p).repairs == 0);
}

}  // namespace

TEST_CASE("repair: what is derived comes back row by row", "[storage][repair]") {
  Planted p;
  const std::string ann = "the node " + std::to_string(raw(p.ann));
  const std::string article = "the node " + std::to_string(raw(p.article));
  const std::string edge = "the edge " + std::to_string(raw(p.knows));
  const EvidenceKey place{p.knows, p.article, 3, p.extractor};
  SECTION("keys of the wrong length") {
    check_mended(p, kBadKey, "3 bytes", [&](KvBatch& b) {
      for (Family family : {Family::kNode, Family::kEdge, Family::kAdjacency, Family::kIndex, Family::kBig})
        b.put(family, "abc", "x");
    });
  }
  SECTION("an adjacency row with a value") {
    const auto row = adjacency_key(Direction::kOut, p.ann, p.type, p.bob, p.knows);
    check_mended(p, kBadKey, "1 bytes of value", [&](KvBatch& b) { b.put(Family::kAdjacency, row, "x"); });
  }
  SECTION("a record of a commit that never was") {
    std::string stored = p.rows(Family::kNode, node_key(p.ann))[0].second;
    store_u64(stored.data(), 1u << 30);
    check_mended(p, kWrongCommit, ann, [&](KvBatch& b) { b.put(Family::kNode, node_key(p.ann), stored); });
  }
  SECTION("a last commit before the newest record's") {
    check_mended(p, kWrongCommit, "the last commit is said to be 1",
                 [&](KvBatch& b) { b.put(Family::kMeta, last_commit_key(), Key().u64(1)); });
  }
  SECTION("a last commit that is gone") {
    check_mended(p, kWrongCommit, "missing", [&](KvBatch& b) { b.erase(Family::kMeta, last_commit_key()); });
  }
  SECTION("an outgoing row that is missing") {
    check_mended(p, kMissingAdjacency, edge + " is not among the outgoing edges of " + ann, [&](KvBatch& b) {
      b.erase(Family::kAdjacency, adjacency_key(Direction::kOut, p.ann, p.type, p.bob, p.knows));
    });
  }
  SECTION("both rows of an edge that are missing") {
    check_mended(p, kMissingAdjacency, "incoming", [&](KvBatch& b) {
      b.erase(Family::kAdjacency, adjacency_key(Direction::kOut, p.ann, p.type, p.bob, p.knows));
      b.erase(Family::kAdjacency, adjacency_key(Direction::kIn, p.bob, p.type, p.ann, p.knows));
    });
  }
  SECTION("an adjacency row of no edge") {
    check_mended(p, kStrayAdjacency, "the edge 99", [&](KvBatch& b) {
      b.put(Family::kAdjacency, adjacency_key(Direction::kOut, p.bob, p.type, p.ann, EdgeId{99}), "");
    });
  }
  SECTION("an adjacency row between other ends") {
    check_mended(p, kStrayAdjacency, edge, [&](KvBatch& b) {
      b.put(Family::kAdjacency, adjacency_key(Direction::kOut, p.bob, p.type, p.ann, p.knows), "");
    });
  }
  SECTION("memberships missing and stray") {
    check_mended(p, kMissingMembership, ann, [&](KvBatch& b) {
      b.erase(Family::kIndex, label_key(p.person, p.ann));
      b.put(Family::kIndex, label_key(p.person, p.article), "");
      b.erase(Family::kIndex, type_key(p.type, p.knows));
      b.put(Family::kIndex, type_key(p.type, EdgeId{99}), "");
    });
  }
  SECTION("index entries that are missing") {
    const auto range = p.rows(Family::kIndex, entry_prefix(p.range));
    const auto unique = p.rows(Family::kIndex, entry_prefix(p.unique));
    check_mended(p, kMissingEntry, ann + " is missing in the index `index_Person_name`", [&](KvBatch& b) {
      b.erase(Family::kIndex, range[0].first);
      b.erase(Family::kIndex, unique[0].first);
    });
  }
  SECTION("index entries of another value and of no index") {
    std::string key = p.rows(Family::kIndex, entry_prefix(p.range))[0].first;
    key[6] = 'Z';
    check_mended(p, kStrayEntry, "`index_Person_name`", [&](KvBatch& b) {
      b.put(Family::kIndex, key, "");
      b.put(Family::kIndex, std::string(std::string_view(entry_prefix(IndexId{77}))) + "abcdefgh", "");
    });
  }
  SECTION("a unique entry that names another edge") {
    const std::string key = p.rows(Family::kIndex, entry_prefix(p.unique))[0].first;
    check_mended(p, kStrayEntry, "`one_key`", [&](KvBatch& b) { b.put(Family::kIndex, key, edge_key(EdgeId{99})); });
  }
  SECTION("evidence that is missing at the article") {
    check_mended(p, kMissingSupport, edge, [&](KvBatch& b) { b.erase(Family::kIndex, support_key(place)); });
  }
  SECTION("evidence for an edge that is gone and from an article that is gone") {
    std::string stored;
    record::encode(record::EvidenceImage{.end_byte = 1, .status = "", .stated_by = ""}, stored);
    record::stamp(stored.data(), 1);
    check_mended(p, kStrayEvidence, "the edge 99", [&](KvBatch& b) {
      b.put(Family::kEdge, evidence_key(EdgeId{99}, p.article, 0, p.extractor), stored);
      b.put(Family::kEdge, evidence_key(p.knows, NodeId{98}, 0, p.extractor), stored);
    });
  }
  SECTION("a long value that nothing refers to") {
    check_mended(p, kStrayBig, ann,
                 [&](KvBatch& b) { b.put(Family::kBig, big_key(owner_of(p.ann), p.name, 50), "long"); });
  }
  SECTION("counts that are wrong and that do not decode") {
    check_mended(p, kWrongCount, "there are 2 nodes with the label `Person`, and the count says 5", [&](KvBatch& b) {
      b.put(Family::kMeta, count_key(Counted::kLabel, raw(p.person)), Key().u64(5));
      b.put(Family::kMeta, count_key(Counted::kNodes), "abc");
      b.put(Family::kMeta, count_key(Counted::kType, 700), Key().u64(1));
      b.erase(Family::kMeta, count_key(Counted::kEdges));
    });
  }
  SECTION("floors that hide nodes") {
    check_mended(p, kWrongFloor, ann, [&](KvBatch& b) { b.put(Family::kMeta, floors_key(), Key().u64(50).u64(0)); });
  }
}

TEST_CASE("repair: a lease is raised above the greatest id", "[storage][repair]") {
  Planted p;
  p.plant([&](KvBatch& b) {
    for (Lease lease : {Lease::kNode, Lease::kEdge, Lease::kCommit, Lease::kSerial, Lease::kIndex})
      b.put(Family::kMeta, lease_key(lease), Key().u64(1));
  });
  const RepairReport report = repaired(p);
  CHECK(report.repairs == 5);
  CHECK(has(report.repaired, kWrongLease, "a node"));
  CHECK(report.after.damages == 0);
  auto store = must(Store::open(p.path, {}));
  Transaction tx = must(store->begin(false));
  CHECK(raw(must(tx.create_node({}, {}))) > raw(p.article));
}

TEST_CASE("repair: what is lost stays reported and nothing is made up", "[storage][repair]") {
  Planted p;
  const std::string ann = "the node " + std::to_string(raw(p.ann));
  const std::string edge = "the edge " + std::to_string(raw(p.knows));
  SECTION("a record that does not decode") {
    const auto before = p.all_rows().size();
    check_refused(p, kBadRecord, ann, [&](KvBatch& b) { b.put(Family::kNode, node_key(p.ann), std::string(20, '\x01')); });
    CHECK(p.all_rows().size() == before);  // what is derived from it is the only witness of what it was
    CHECK(p.found().size() == 1);
  }
  SECTION("a label that no dictionary knows") {
    std::string stored;
    record::encode(record::NodeImage{.labels = {LabelId{77}}, .properties = {}}, stored);
    record::stamp(stored.data(), 1);
    check_refused(p, kUnknownName, "label 77", [&](KvBatch& b) { b.put(Family::kNode, node_key(p.article), stored); });
  }
  SECTION("a node that is gone under its edge") {
    check_refused(p, kDanglingEdge, edge, [&](KvBatch& b) { b.erase(Family::kNode, node_key(p.ann)); });
    CHECK(p.found().size() == 1);  // what was derived from the node is gone, the edge is not
  }
  SECTION("a long value that is missing") {
    const auto rows = p.rows(Family::kBig, "");
    check_refused(p, kMissingBig, "3000 bytes", [&](KvBatch& b) { b.erase(Family::kBig, rows[0].first); });
  }
  SECTION("a dictionary with a gap") {
    p.plant([&](KvBatch& b) { b.erase(Family::kMeta, token_key(Dictionary::kKeys, 0)); });
    const auto before = p.all_rows();
    const RepairReport report = repaired(p);
    CHECK(has(report.after.damage, kBadRecord, "dictionary"));
    CHECK(report.repairs == 0);
    CHECK(p.all_rows() == before);
  }
  SECTION("values that violate a constraint") {
    std::string stored;
    const auto edge_row = p.rows(Family::kEdge, edge_key(p.knows))[0];
    p.plant([&](KvBatch& b) { b.put(Family::kEdge, edge_key(EdgeId{60'000}), edge_row.second); });
    const RepairReport report = repaired(p);
    CHECK(has(report.repaired, kMissingAdjacency, "the edge 60000"));
    REQUIRE(report.after.damages == 1);
    CHECK(has(report.after.damage, kViolated, "the edge 60000 has the same values under the constraint `one_key` as " + edge));
  }
}

TEST_CASE("repair: a store that needs a feature is mended as any other", "[storage][repair]") {
  Planted p;
  {
    auto store = must(Store::open(p.path, {}));
    CHECK(must(store->create_constraint(
        {.name = "named", .kind = ConstraintKind::kNotNull, .label_or_type = "Person", .keys = {"name"}}, false)));
    must(store->close());
  }
  check_mended(p, kMissingAdjacency, "incoming", [&](KvBatch& b) {
    b.erase(Family::kAdjacency, adjacency_key(Direction::kIn, p.bob, p.type, p.ann, p.knows));
  });
}

TEST_CASE("repair: an edge without a record is not made up", "[storage][repair]") {
  Planted p;
  const std::string edge = "the edge " + std::to_string(raw(p.knows));
  p.plant([&](KvBatch& b) { b.erase(Family::kEdge, edge_key(p.knows)); });
  const RepairReport report = repaired(p);
  CHECK(has(report.repaired, kStrayAdjacency, edge + " with the node " + std::to_string(raw(p.bob)) +
                                                  ", which has no record, and a lost record cannot be made again"));
  CHECK(has(report.repaired, kStrayEvidence, edge));
  CHECK(report.after.damages == 0);
  CHECK(report.after.edges == 0);
  CHECK(report.after.nodes == 3);
  CHECK(report.after.evidence == 0);
}

TEST_CASE("repair: evidence without a row goes from its article", "[storage][repair]") {
  Planted p;
  p.plant([&](KvBatch& b) { b.erase(Family::kEdge, evidence_key(p.knows, p.article, 3, p.extractor)); });
  const RepairReport report = repaired(p);
  CHECK(has(report.repaired, kStraySupport, "the edge " + std::to_string(raw(p.knows))));
  CHECK(report.after.damages == 0);
}

TEST_CASE("repair: a whole store is not written to", "[storage][repair]") {
  const Planted p;
  const std::string clean = p.path + "/clean";
  const auto written = std::filesystem::last_write_time(clean);
  const RepairReport report = repaired(p);
  CHECK(report.repairs == 0);
  CHECK(report.after.nodes == 3);
  CHECK(std::filesystem::last_write_time(clean) == written);
}

TEST_CASE("repair: a store that is open is left alone", "[storage][repair]") {
  const Planted p;
  const auto held = must(Store::open(p.path, {.read_only = true}));
  const auto report = repair(p.path, {});
  REQUIRE_FALSE(report.is_ok());
  CHECK(report.error().code == ErrorCode::kLocked);
}

TEST_CASE("repair: a folder whose files were changed is not touched", "[storage][repair]") {
  const Planted p;
  std::filesystem::remove(p.path + "/CURRENT");
  const auto report = repair(p.path, {});
  REQUIRE_FALSE(report.is_ok());
  CHECK(report.error().code == ErrorCode::kCorruption);
  CHECK(repair(p.folder.path(), {}).error().code == ErrorCode::kNotFound);
  CHECK(repair(p.path + "/none", {}).error().code == ErrorCode::kNotFound);
}

TEST_CASE("repair: one that is stopped at any page can be run again", "[storage][repair]") {
  for (int pages = 0; pages < 40; ++pages) {
    Planted p;
    const auto before = p.all_rows();
    p.plant([&](KvBatch& b) {
      b.erase_range(Family::kIndex, "", "\xFF");
      b.erase_range(Family::kAdjacency, "", "\xFF");
      b.put(Family::kMeta, count_key(Counted::kNodes), Key().u64(9));
    });
    int asked = 0;
    const StopQuestion stop = [&] { return asked++ == pages; };
    const auto stopped = repair(p.path, {.question = &stop});
    if (stopped.is_ok()) {
      CHECK(pages > 5);
      return;
    }
    CHECK(stopped.error().code == ErrorCode::kCancelled);
    CHECK(repaired(p).after.damages == 0);
    CHECK(p.all_rows() == before);
  }
  FAIL("a repair asks more often than there are pages");
}

TEST_CASE("repair: more damage than is listed is mended all the same", "[storage][repair]") {
  Planted p;
  {
    auto store = must(Store::open(p.path, {}));
    Transaction tx = must(store->begin(false));
    for (int i = 0; i < 3000; ++i) must(tx.create_node(std::vector{p.person}, {{p.name, "N" + std::to_string(i)}}));
    must(tx.commit(Durability::kNone));
  }
  const auto before = p.all_rows();
  p.plant([&](KvBatch& b) { b.erase_range(Family::kIndex, "", "\xFF"); });
  {
    auto store = must(Store::open(p.path, {.read_only = true}));
    const CheckReport found = must(store->check());
    CHECK(found.damages > 6000);
    CHECK(found.damage.size() == kDamageMax);
  }
  const RepairReport report = repaired(p);
  CHECK(report.repairs > 6000);
  CHECK(report.repaired.size() == kDamageMax);
  CHECK(report.after.damages == 0);
  CHECK(p.all_rows() == before);
}

TEST_CASE("repair: a table that cannot be read stays reported and nothing is concluded from it", "[storage][repair]") {
  Planted p;
  {
    auto store = must(Store::open(p.path, {}));
    Transaction tx = must(store->begin(false));
    for (int i = 0; i < 3000; ++i) must(tx.create_node(std::vector{p.person}, {{p.text, "text " + std::to_string(i * 7919)}}));
    must(tx.commit(Durability::kNone));
    must(store->compact());
    must(store->close());
  }
  must(remove_clean_file(p.path));  // with it the store would be refused before anything is read
  std::filesystem::path table;
  for (const auto& entry : std::filesystem::directory_iterator(p.path))
    if (entry.path().extension() == ".sst" && (table.empty() || entry.file_size() > file_size(table))) table = entry.path();
  std::fstream file(table, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(file_size(table) / 3));
  file.write("damage", 6);
  file.close();
  const RepairReport report = repaired(p);
  CHECK(report.repairs == 0);
  CHECK(has(report.after.damage, kUnreadable, table.filename().string()));
  CHECK(report.after.damages > 0);
}
