// A small store with one of everything, and a way to damage it behind its back.
#pragma once

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "record/record.h"
#include "storage/folder.h"
#include "storage/keys.h"
#include "storage/kv.h"
#include "storage/must.h"
#include "storage/store.h"
#include "support/temporary_folder.h"

namespace kith::testing {

using namespace storage;


/// Two people of whom one knows the other, an article that says so, a long text and each kind of index.
struct Planted {
  TemporaryFolder folder{TemporaryFolder::in_memory()};
  std::string path = folder.path() + "/db";
  NodeId ann{}, bob{}, article{};
  EdgeId knows{};
  LabelId person{};
  TypeId type{};
  KeyId name{}, text{};
  IndexId range{}, unique{};
  std::uint32_t extractor = 0;

  Planted() {
    auto store = must(Store::open(path, {}));
    must(store->create_index({.label_or_type = "Person", .keys = {"name"}}, false));
    must(store->create_index({.name = "one_key", .kind = IndexKind::kUnique, .on_edges = true, .label_or_type = "KNOWS", .keys = {"key"}}, false));
    Transaction tx = must(store->begin(false));
    person = must(tx.label("Person"));
    type = must(tx.type("KNOWS"));
    name = must(tx.key("name"));
    text = must(tx.key("text"));
    ann = must(tx.create_node(std::vector{person}, {{name, "Ann"}}));
    bob = must(tx.create_node(std::vector{person}, {{name, "Bob"}}));
    article = must(tx.create_node({}, {{text, std::string(3000, 'x')}}));
    knows = must(tx.create_edge(ann, bob, type, {{must(tx.key("key")), 7}}));
    must(tx.add_evidence(knows, {.article = article, .start_byte = 3, .end_byte = 9, .extractor = "rules/1"}));
    must(tx.commit(Durability::kNone));
    range = store->catalog()->find_index("index_Person_name")->id;
    unique = store->catalog()->find_index("one_key")->id;
    CHECK(damage_of(*store) == std::vector<std::string>{});
    must(store->close());
  }

  /// Writes what `fill` says behind the store's back.
  void plant(FunctionRef<void(KvBatch&)> fill) {
    auto kv = must(Kv::open(path, {}));
    must(kv->write(fill, true));
    must(kv->close());
    must(remove_clean_file(path));
  }

  /// The rows of a family that begin with a prefix.
  std::vector<std::pair<std::string, std::string>> rows(Family family, std::string_view prefix) {
    auto kv = must(Kv::open(path, {}));
    std::vector<std::pair<std::string, std::string>> found;
    must(kv->scan(*kv->snapshot(), family, prefix, std::string(40, '\xFF'), [&](std::string_view key, std::string_view value) {
      if (key.starts_with(prefix)) found.emplace_back(key, value);
      return true;
    }));
    must(kv->close());
    must(remove_clean_file(path));
    return found;
  }

  std::vector<Damage> found() const {
    auto store = must(Store::open(path, {.read_only = true}));
    return must(store->check()).damage;
  }

  using AllRows = std::vector<std::pair<std::string, std::string>>;

  /// "family key" and value of every row that is no lease.
  AllRows all_rows() const {
    auto kv = must(Kv::open(path, {.read_only = true}));
    AllRows found;
    for (std::size_t i = 0; i < kFamilyCount; ++i) {
      const auto family = static_cast<Family>(i);
      must(kv->scan(*kv->snapshot(), family, "", std::string(40, '\xFF'), [&](std::string_view key, std::string_view value) {
        if (family != Family::kMeta || key[0] != 2) found.emplace_back(family_name(family) + (" " + std::string(key)), value);
        return true;
      }));
    }
    return found;
  }
};

inline bool has(const std::vector<Damage>& damage, const char* kind, std::string_view part) {
  for (const Damage& d : damage)
    if (d.kind == kind && d.message.find(part) != std::string::npos) return true;
  for (const Damage& d : damage) UNSCOPED_INFO(d.kind << ": " << d.message);
  return false;
}

}  // namespace kith::testing
