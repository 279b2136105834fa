// Full-text indexes against plain evaluation: random small documents under random changes, and random searches of every kind.
#include <catch2/catch.hpp>

#include "model/plain_search.h"
#include "search/search_query.h"
#include "storage/must.h"
#include "storage/reader.h"
#include "storage/store.h"
#include "support/rounds.h"
#include "support/temporary_folder.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

namespace {

/// An entity, in the index or not.
struct Entity {
  bool is_under = false;  ///< has a label or type of the index
  PlainDocument document;
};

using Entities = std::map<std::uint64_t, Entity>;

PlainIndex index_of(const Entities& entities, PlainTerms terms) {
  PlainIndex index{.terms = terms};
  for (const auto& [id, entity] : entities) {
    bool has_words = false;
    for (const PlainTexts& texts : entity.document.fields)
      for (const auto& text : texts) has_words |= !text.empty();
    if (entity.is_under && has_words) index.documents.emplace(id, entity.document);
  }
  return index;
}

IndexDefinition definition_of(PlainTerms terms, bool on_edges) {
  IndexDefinition definition{.name = "texts", .kind = IndexKind::kFullText, .on_edges = on_edges};
  definition.label_or_type = "A";
  definition.more_owners = {"B"};
  definition.keys = {"title", "text"};
  definition.analysis = {.language = terms == PlainTerms::kEnglish ? "english" : "none", .fold = terms != PlainTerms::kExact};
  return definition;
}

/// Changes documents of a store, and what is known of them likewise.
class DocumentChanges {
 public:
  DocumentChanges(Random& random, bool on_edges) : random_(random), on_edges_(on_edges) {}

  void change(Transaction& tx, Entities& entities) {
    if (entities.empty() || random_.one_in(3)) return create(tx, entities);
    auto at = std::next(entities.begin(), static_cast<std::ptrdiff_t>(random_.below(entities.size())));
    switch (random_.below(5)) {
      case 0:
        CHECK(must(on_edges_ ? tx.delete_edge(EdgeId{at->first}) : tx.delete_node(NodeId{at->first})));
        entities.erase(at);
        return;
      case 1:
        if (!on_edges_) return change_label(tx, at->first, at->second);
        [[fallthrough]];
      default: return change_field(tx, at->first, at->second);
    }
  }

 private:
  void create(Transaction& tx, Entities& entities) {
    Entity entity;
    Transaction::Properties properties;
    for (int field = 0; field < kPlainFields; ++field) {
      const Value value = random_value(entity.document.fields[field]);
      if (!value.is_null()) properties.emplace_back(key(tx, field), value);
    }
    entity.is_under = !random_.one_in(4);
    const char* owner = !entity.is_under ? "Z" : random_.one_in(2) ? "A" : "B";
    if (on_edges_) {
      const NodeId end = must(tx.create_node({}, {}));
      entities.emplace(raw(must(tx.create_edge(end, end, must(tx.type(owner)), properties))), entity);
    } else {
      entities.emplace(raw(must(tx.create_node(std::vector{must(tx.label(owner))}, properties))), entity);
    }
  }

  void change_label(Transaction& tx, std::uint64_t id, Entity& entity) {
    const LabelId a = must(tx.label("A")), b = must(tx.label("B"));
    if (entity.is_under) {
      (void)must(tx.remove_label(NodeId{id}, a));
      (void)must(tx.remove_label(NodeId{id}, b));
    } else {
      (void)must(tx.add_label(NodeId{id}, a));
      if (random_.one_in(2)) (void)must(tx.add_label(NodeId{id}, b));  // counted once
    }
    entity.is_under = !entity.is_under;
  }

  void change_field(Transaction& tx, std::uint64_t id, Entity& entity) {
    const int field = static_cast<int>(random_.below(kPlainFields));
    entity.document.fields[field].clear();
    const Value value = random_value(entity.document.fields[field]);
    if (on_edges_)
      (void)must(tx.set_property(EdgeId{id}, key(tx, field), value));
    else
      (void)must(tx.set_property(NodeId{id}, key(tx, field), value));
  }

  static KeyId key(Transaction& tx, int field) { return must(tx.key(field == 0 ? "title" : "text")); }

  /// A text, a list of texts, or what is no text.
  Value random_value(PlainTexts& texts) {
    if (random_.one_in(8)) return random_.one_in(2) ? Value() : Value(7);
    const bool is_list = random_.one_in(4);
    List list;
    for (std::uint64_t left = is_list ? random_.below(4) : 1; left > 0; --left) {
      std::vector<int> words;
      for (std::uint64_t i = random_.below(random_.one_in(5) ? 20 : 6); i > 0; --i)
        words.push_back(static_cast<int>(std::min(random_.below(kPlainWords.size()), random_.below(kPlainWords.size()))));
      list.emplace_back(text_of(words, random_));
      texts.push_back(std::move(words));
    }
    return is_list ? Value(list) : list[0];
  }

  Random& random_;
  bool on_edges_;
};

void compare(const Reader& reader, const PlainIndex& index, const PlainSearch& search, const std::string& text) {
  INFO("the search is " << text);
  const auto query = must(search::parse_query(text));
  const std::vector<Hit> hits = must(reader.search(*reader.catalog().find_index("texts"), query, 0, 1'000'000, {}));
  const auto expected = evaluate(index, search).value_or(std::map<std::uint64_t, double>());
  std::map<std::uint64_t, double> found;
  for (const Hit& hit : hits) found[hit.id] = hit.score;
  const auto ids = [](const auto& scores) {
    std::vector<std::uint64_t> all;
    for (const auto& [id, score] : scores) all.push_back(id);
    return all;
  };
  REQUIRE(ids(found) == ids(expected));
  if (has_plain_score(search))
    for (const auto& [id, score] : expected) REQUIRE(found[id] == Approx(score).epsilon(1e-9));
  const auto is_before = [](const Hit& a, const Hit& b) { return a.score != b.score ? a.score > b.score : a.id < b.id; };
  REQUIRE(std::is_sorted(hits.begin(), hits.end(), is_before));
  if (hits.empty()) return;
  const std::vector<Hit> part = must(reader.search(*reader.catalog().find_index("texts"), query, hits.size() / 2, 1, {}));
  REQUIRE(part.size() == 1);
  REQUIRE(part[0].id == hits[hits.size() / 2].id);
}

void compare_searches(const Reader& reader, const Entities& entities, PlainTerms terms, Random& random) {
  const PlainIndex index = index_of(entities, terms);
  for (int i = 0; i < 12; ++i) {
    const PlainSearch search = random_search(terms, random);
    compare(reader, index, search, text_of(search, random));
  }
}

}  // namespace

TEST_CASE("model: full-text searches agree with plain evaluation through changes", "[model][storage][fulltext]") {
  for (std::size_t round = 0; round < rounds(); ++round) {
    const std::uint64_t seed = seed_or(7000 + round);
    INFO("KITH_SEED=" << seed);
    Random random(seed);
    const TemporaryFolder folder(TemporaryFolder::in_memory());
    const auto terms = static_cast<PlainTerms>(random.below(3));
    const bool on_edges = random.one_in(3);
    DocumentChanges changes(random, on_edges);
    Entities committed;
    auto store = must(Store::open(folder.path() + "/db", {}));
    const std::uint64_t made_at = random.below(3);
    for (std::uint64_t step = 0; step < 8; ++step) {
      INFO("step " << step);
      if (step == made_at) CHECK(must(store->create_index(definition_of(terms, on_edges), false)));
      Transaction tx = must(store->begin(false));
      Entities entities = committed;
      for (std::uint64_t i = random.below(12); i > 0; --i) changes.change(tx, entities);
      if (step >= made_at && random.one_in(2)) {
        const std::size_t place = tx.savepoint();
        Entities more = entities;
        for (std::uint64_t i = random.below(6); i > 0; --i) changes.change(tx, more);
        compare_searches(tx.reader(), more, terms, random);
        if (random.one_in(2)) {
          tx.roll_back_to(place);
          compare_searches(tx.reader(), entities, terms, random);
        } else {
          entities = more;
        }
      }
      if (random.one_in(4)) {
        tx.rollback();
      } else {
        must(tx.commit(Durability::kNone));
        committed = entities;
      }
      if (random.one_in(4)) {
        must(store->close());
        store = must(Store::open(folder.path() + "/db", {}));
      }
      if (step >= made_at) compare_searches(must(store->begin(true)).reader(), committed, terms, random);
    }
    CHECK(damage_of(*store) == std::vector<std::string>{});
  }
}
