// Full-text indexes in the store: their rows, counts, builds, checks and ranking.
#include "storage/full_text_search.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <cmath>
#include <thread>

#include "golden/golden.h"
#include "storage/catalog_rows.h"
#include "storage/check.h"
#include "storage/document_counts.h"
#include "storage/engine.h"
#include "storage/full_text_entries.h"
#include "storage/planted_store.h"
#include "storage/repair.h"
#include "storage/rows.h"
#include "storage/view.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

namespace {

const IndexDefinition kTexts = {
    .name = "texts", .kind = IndexKind::kFullText, .label_or_type = "Note", .keys = {"title", "text"}, .more_owners = {"Person"}};

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (char byte : bytes) {
    out += kDigits[static_cast<unsigned char>(byte) >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

const Index& texts(const Reader& reader) { return *reader.catalog().find_index("texts"); }

std::vector<Hit> hits_of(const Reader& reader, std::string_view query) {
  return must(reader.search(texts(reader), must(search::parse_query(query)), 0, 1000, {}));
}

NodeId add_note(Transaction& tx, std::string_view text) {
  return must(tx.create_node(std::vector{must(tx.label("Note"))}, {{must(tx.key("text")), text}}));
}

/// Documents and words of the whole index, and of its second property.
std::vector<std::uint64_t> counts(Store& store) {
  const ViewPtr view = must(store.view());
  const Rows rows(*view, nullptr);
  const IndexId index = store.catalog()->find_index("texts")->id;
  const DocumentCount all = must(document_count(rows, {index, 0}));
  const DocumentCount text = must(document_count(rows, {index, 2}));
  return {all.documents, all.words, text.documents, text.words};
}

}  // namespace

TEST_CASE("full text: the bytes of its rows are those of the format", "[storage][fulltext][golden]") {
  const Index index{.id = IndexId{7},
                    .name = "i",
                    .kind = IndexKind::kFullText,
                    .keys = {KeyId{1}, KeyId{2}},
                    .owners = {3},
                    .analysis = {.language = "english"}};
  const std::vector<record::Property> properties = {
      {.key = KeyId{1}, .value = "Gül’s meetings"},
      {.key = KeyId{2}, .value = Value(List{Value("to be or not to be"), Value("to meet")})}};
  std::vector<IndexEntry> entries;
  must(append_entries(index, properties, 9, [](const record::Property& p) -> Result<Value> { return p.value; }, entries));
  std::string lines = "count " + hex(document_count_key({IndexId{7}, 2})) + "\n";
  for (const IndexEntry& entry : entries)
    lines += (is_document(index, entry.key) ? "document" : std::string(*term_of(entry.key))) + " " + hex(entry.key) + " " +
             hex(entry.value) + "\n";
  golden::compare("full_text.hex", lines);
}

TEST_CASE("full text: damaged entries do not decode", "[storage][fulltext]") {
  std::vector<TermPlaces> places;
  must(decode_places(std::string("\x00\x02\x06\x01\x04", 5), places));
  REQUIRE(places.size() == 1);
  CHECK(places[0].positions == std::vector<std::uint32_t>{1, 5});
  for (const std::string& bytes : {std::string("\x00\x02\x06\x01", 4), std::string("\x00\x00\x06", 3), std::string("\x80"), std::string("\x00\xff\xff\xff\x7f\x01", 6)})
    CHECK_FALSE(decode_places(bytes, places).is_ok());
  CHECK_FALSE(decode_lengths("\x80").is_ok());
}

TEST_CASE("full text: scores are those of BM25", "[storage][fulltext]") {
  Planted p;
  auto store = must(Store::open(p.path, {}));
  CHECK(must(store->create_index(kTexts, false)));
  Transaction tx = must(store->begin(false));
  const NodeId twice = add_note(tx, "rome rome oslo");
  const NodeId once = add_note(tx, "rome paris paris kyiv kyiv");
  add_note(tx, "paris");
  must(tx.commit(Durability::kNone));
  CHECK(counts(*store) == std::vector<std::uint64_t>{3, 9, 3, 9});

  Transaction read = must(store->begin(true));
  const auto hits = hits_of(read.reader(), "rome");
  const double rarity = std::log(1 + (3 - 2 + 0.5) / (2 + 0.5));
  const auto score = [&](double count, double length) {
    const double f = count / (0.25 + 0.75 * length / 3);
    return rarity * f * 2.2 / (1.2 + f);
  };
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].id == raw(twice));
  CHECK(hits[0].score == Approx(score(2, 3)));
  CHECK(hits[1].id == raw(once));
  CHECK(hits[1].score == Approx(score(1, 5)));
}

TEST_CASE("full text: a transaction sees its own documents and takes a statement back", "[storage][fulltext]") {
  Planted p;
  auto store = must(Store::open(p.path, {}));
  CHECK(must(store->create_index(kTexts, false)));
  Transaction tx = must(store->begin(false));
  const NodeId rome = add_note(tx, "rome");
  const std::size_t place = tx.savepoint();
  add_note(tx, "rome oslo");
  CHECK(hits_of(tx.reader(), "rome").size() == 2);
  tx.roll_back_to(place);
  REQUIRE(hits_of(tx.reader(), "rome").size() == 1);
  CHECK(hits_of(tx.reader(), "rome")[0].score == Approx(std::log(1 + 0.5 / 1.5)));  // of one document, of average length
  must(tx.set_property(rome, must(tx.key("text")), Value()));
  CHECK(hits_of(tx.reader(), "rome").empty());
  must(tx.commit(Durability::kNone));
  CHECK(counts(*store) == std::vector<std::uint64_t>{0, 0, 0, 0});
  CHECK(damage_of(*store) == std::vector<std::string>{});
}

TEST_CASE("full text: a long text is read where it lies", "[storage][fulltext]") {
  Planted p;
  auto store = must(Store::open(p.path, {}));
  Transaction tx = must(store->begin(false));
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "w" + std::to_string(i) + " ";
  const NodeId note = add_note(tx, text);
  must(tx.commit(Durability::kNone));
  CHECK(must(store->create_index(kTexts, false)));
  CHECK(counts(*store)[1] == 2000);
  Transaction change = must(store->begin(false));
  REQUIRE(hits_of(change.reader(), "\"w1998 w1999\"").size() == 1);
  must(change.set_property(note, must(change.key("title")), "Rome"));
  must(change.commit(Durability::kNone));
  CHECK(counts(*store) == std::vector<std::uint64_t>{1, 2001, 1, 2000});
  CHECK(damage_of(*store) == std::vector<std::string>{});
}

TEST_CASE("full text: writers at once do not conflict and the counts are exact", "[storage][fulltext]") {
  Planted p;
  auto store = must(Store::open(p.path, {}));
  CHECK(must(store->create_index(kTexts, false)));
  Transaction first = must(store->begin(false));
  Transaction second = must(store->begin(false));
  add_note(first, "rome");
  add_note(second, "rome oslo");
  must(first.commit(Durability::kNone));
  must(second.commit(Durability::kNone));
  CHECK(counts(*store) == std::vector<std::uint64_t>{2, 3, 2, 3});
}

TEST_CASE("full text: an index built beside writers counts each document once", "[storage][fulltext][threads]") {
  Planted p;
  auto store = must(Store::open(p.path, {}));
  std::vector<NodeId> notes;
  {
    Transaction tx = must(store->begin(false));
    for (int i = 0; i < 600; ++i) notes.push_back(add_note(tx, "one two"));
    must(tx.commit(Durability::kNone));
  }
  for (int round = 0; round < 3; ++round) {
    std::atomic<bool> stop = false;
    std::atomic<int> failures = 0;
    std::thread writer([&] {
      for (std::size_t i = 0; !stop; i = (i + 7) % notes.size()) {
        Transaction tx = must(store->begin(false));
        const KeyId text = *tx.reader().catalog().keys.find("text");
        Status done = tx.set_property(notes[i], text, i % 2 == 0 ? "three" : "four five six").status();
        if (done.is_ok()) done = tx.commit(Durability::kNone);
        if (!done.is_ok() && done.error().code != ErrorCode::kConflict) ++failures;
      }
    });
    const auto made = store->create_index(kTexts, false);
    stop = true;
    writer.join();
    CHECK(failures == 0);
    REQUIRE(made.is_ok());
    CHECK(counts(*store)[0] == notes.size());
    CHECK(damage_of(*store) == std::vector<std::string>{});
    CHECK(must(store->drop_index("texts", false, false)));
  }
  must(store->close());
  CHECK(p.rows(Family::kMeta, document_counts_prefix()).empty());
}

TEST_CASE("full text: a build that a crash cut short begins again", "[storage][fulltext]") {
  Planted p;
  Index index;
  {
    auto store = must(Store::open(p.path, {}));
    Transaction tx = must(store->begin(false));
    add_note(tx, "rome");
    must(tx.commit(Durability::kNone));
    CHECK(must(store->create_index(kTexts, false)));
    index = *store->catalog()->find_index("texts");
    must(store->close());
  }
  index.state = IndexState::kBuilding;
  p.plant([&](KvBatch& batch) {
    batch.put(Family::kMeta, index_row_key(index.id), index_row(index));
    batch.put(Family::kIndex, posting_prefix(index.id, "left") + std::string(8, '\1'), "");
  });
  auto store = must(Store::open(p.path, {}));
  CHECK(store->catalog()->find_index("texts")->state == IndexState::kReady);
  CHECK(store->catalog()->find_index("texts")->owners == index.owners);
  CHECK(counts(*store) == std::vector<std::uint64_t>{1, 1, 1, 1});
  CHECK(damage_of(*store) == std::vector<std::string>{});
}

TEST_CASE("full text: clear leaves nothing", "[storage][fulltext]") {
  Planted p;
  auto store = must(Store::open(p.path, {}));
  CHECK(must(store->create_index(kTexts, false)));
  Transaction tx = must(store->begin(false));
  add_note(tx, "rome");
  must(tx.commit(Durability::kNone));
  must(store->clear());
  must(store->close());
  CHECK(p.rows(Family::kMeta, document_counts_prefix()).empty());
  CHECK(p.rows(Family::kIndex, "").empty());
}

TEST_CASE("full text: check finds what is wrong and repair makes it again", "[storage][fulltext][check]") {
  Planted p;
  IndexId id;
  {
    auto store = must(Store::open(p.path, {}));
    CHECK(must(store->create_index(kTexts, false)));
    Transaction tx = must(store->begin(false));
    add_note(tx, "rome oslo rome");
    add_note(tx, "oslo paris");
    must(tx.commit(Durability::kNone));
    id = store->catalog()->find_index("texts")->id;
    must(store->close());
  }
  const auto rows = p.rows(Family::kIndex, entry_prefix(id));
  REQUIRE(rows.size() == 6);
  const auto row_of = [&](std::string_view term) {
    for (const auto& row : rows)
      if (row.first.starts_with(posting_prefix(id, term))) return row;
    FAIL("no such row");
    return rows[0];
  };
  const auto check_mended = [&](const char* kind, std::string_view message, FunctionRef<void(KvBatch&)> damage) {
    p.plant(damage);
    CHECK(has(p.found(), kind, message));
    must(repair(p.path, {}));
    CHECK(p.found().empty());
    CHECK(p.rows(Family::kIndex, entry_prefix(id)) == rows);
  };
  SECTION("a posting that is missing") {
    check_mended(kMissingEntry, "is missing in the index `texts`", [&](KvBatch& b) { b.erase(Family::kIndex, row_of("paris").first); });
  }
  SECTION("a document that is missing") {
    check_mended(kMissingEntry, "is missing in the index `texts`", [&](KvBatch& b) { b.erase(Family::kIndex, rows[0].first); });
  }
  SECTION("a posting with other places") {
    check_mended(kMissingEntry, "stands otherwise in the index `texts`",
                 [&](KvBatch& b) { b.put(Family::kIndex, row_of("rome").first, row_of("paris").second); });
  }
  SECTION("a posting of a word that is not there") {
    check_mended(kStrayEntry, "`texts`", [&](KvBatch& b) {
      std::string key = posting_prefix(id, "madrid") + row_of("rome").first.substr(row_of("rome").first.size() - 8);
      b.put(Family::kIndex, key, row_of("rome").second);
    });
  }
  SECTION("a posting of a node that is not there") {
    check_mended(kStrayEntry, "`texts`",
                 [&](KvBatch& b) { b.put(Family::kIndex, posting_prefix(id, "rome") + std::string(8, '\1'), row_of("rome").second); });
  }
  SECTION("one posting for another") {
    check_mended(kStrayEntry, "`texts`", [&](KvBatch& b) {
      b.erase(Family::kIndex, row_of("rome").first);
      b.put(Family::kIndex, posting_prefix(id, "madrid") + row_of("rome").first.substr(row_of("rome").first.size() - 8), row_of("rome").second);
    });
  }
  SECTION("counts that are wrong, missing, damaged and of nothing") {
    check_mended(kWrongCount, "the index `texts` holds 2 documents of 5 words", [&](KvBatch& b) {
      b.put(Family::kMeta, document_count_key({id, 0}), Key().u64(2).u64(6));
      b.erase(Family::kMeta, document_count_key({id, 2}));
      b.put(Family::kMeta, document_count_key({id, 1}), Key().u64(1).u64(1));
      b.put(Family::kMeta, document_count_key({id, 77}), Key().u64(1).u64(1));
    });
    CHECK(p.rows(Family::kMeta, document_counts_prefix()).size() == 3);
  }
}

TEST_CASE("full text: a store that has an index says so to programs that know none", "[storage][fulltext]") {
  Planted p;
  const auto features = [&] { return load_u64(p.rows(Family::kMeta, format_key())[0].second.data() + 8); };
  {
    auto store = must(Store::open(p.path, {}));
    CHECK(must(store->create_index(kTexts, false)));
    must(store->close());
  }
  CHECK(features() == kFeatureFullText);
  auto store = must(Store::open(p.path, {}));
  CHECK(must(store->create_constraint({.name = "c", .kind = ConstraintKind::kNotNull, .label_or_type = "Person", .keys = {"name"}}, false)));
  must(store->close());
  CHECK(features() == (kFeatureFullText | kFeatureConstraints));
}

TEST_CASE("full text: a serialisable search is refused if what it saw has changed", "[storage][fulltext]") {
  Planted p;
  auto store = must(Store::open(p.path, {}));
  CHECK(must(store->create_index(kTexts, false)));
  Transaction reads = must(store->begin(false, true));
  CHECK(hits_of(reads.reader(), "rome").empty());
  add_note(reads, "found nothing");
  Transaction writes = must(store->begin(false));
  add_note(writes, "oslo");  // not what was looked for, but scores depend on it
  must(writes.commit(Durability::kNone));
  CHECK(reads.commit(Durability::kNone).error().code == ErrorCode::kConflict);
}

TEST_CASE("full text: a search can be stopped and is on its statement's account", "[storage][fulltext]") {
  Planted p;
  auto store = must(Store::open(p.path, {}));
  CHECK(must(store->create_index(kTexts, false)));
  Transaction tx = must(store->begin(false));
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "w" + std::to_string(i) + " ";
  add_note(tx, text);
  const auto query = must(search::parse_query("w*"));
  StopSource stop;
  stop.request();
  CHECK(tx.reader().search(texts(tx.reader()), query, 0, 10, {.stop = &stop}).error().code == ErrorCode::kCancelled);
  MemoryAccount memory(1000);
  CHECK(tx.reader().search(texts(tx.reader()), query, 0, 10, {.memory = &memory}).error().code == ErrorCode::kLimit);
}
