// The dictionary and the schema as of one version: what names mean and which indexes exist.
//
// A Catalog is immutable and shared; a change makes a new one with a higher version. Tokens are dense,
// never rolled back and never reused, so a token learnt from an older catalog stays right.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "search/analyzer.h"
#include "storage/property_types.h"

namespace kith::storage {

enum class ExtractorId : std::uint32_t {};  ///< who found evidence, as part of its key

enum class IndexKind : std::uint8_t {
  kRange,   ///< one entry an entity that has all keys
  kUnique,  ///< as kRange, and no two entities share a tuple: the index of a uniqueness constraint
  kEach,    ///< one entry for each distinct element of a list (a value that is no list counts as one element)
  kFullText,  ///< the words of texts: see full_text_entries.h. On any of several labels or types
  kFolded,    ///< as kRange, of fold(text); one entry an entity whose keys all are texts
};

enum class IndexState : std::uint8_t { kBuilding = 0, kReady = 1 };

/// An index on nodes of a label or on edges of a type, over one key or a tuple of keys in order.
struct Index {
  static constexpr std::uint32_t kNoToken = ~std::uint32_t{0};

  IndexId id = {};
  std::string name;
  IndexKind kind = IndexKind::kRange;
  bool on_edges = false;
  LabelId label = {};  ///< if on nodes; kNoToken of kFullText, so that who looks for a label's tuples passes it by
  TypeId type = {};    ///< if on edges; likewise
  std::vector<KeyId> keys;
  IndexState state = IndexState::kReady;
  std::vector<std::uint32_t> owners = {};  ///< labels or types of kFullText, sorted
  search::Analysis analysis = {};          ///< of kFullText

  bool is_full_text() const noexcept { return kind == IndexKind::kFullText; }

  /// The tokens of the labels or types that it is on.
  std::vector<std::uint32_t> owner_tokens() const {
    return is_full_text() ? owners : std::vector<std::uint32_t>{on_edges ? raw(type) : raw(label)};
  }

  /// Whether it is on what has these labels, which are sorted.
  bool is_on(const std::vector<LabelId>& labels) const {
    if (on_edges) return false;
    if (!is_full_text()) return std::binary_search(labels.begin(), labels.end(), label);
    return std::any_of(owners.begin(), owners.end(), [&](std::uint32_t owner) {
      return std::binary_search(labels.begin(), labels.end(), LabelId{owner});
    });
  }

  bool is_on(TypeId edge_type) const {
    if (!on_edges) return false;
    return is_full_text() ? std::binary_search(owners.begin(), owners.end(), raw(edge_type)) : type == edge_type;
  }

  /// Made by CREATE CONSTRAINT; only DROP CONSTRAINT drops it.
  bool is_constraint() const noexcept { return kind == IndexKind::kUnique; }
};

enum class ConstraintKind : std::uint8_t {
  kUnique,   ///< no two entities share the tuple; said by its index alone
  kKey,      ///< kUnique, and every entity has all keys
  kNotNull,  ///< every entity has all keys
  kType,     ///< a key's values are of certain types
};

/// What each node of a label or edge of a type must meet by itself. A kKey has an index of the same id and name;
/// a kUnique is nothing but its index and not among the catalog's constraints.
struct Constraint {
  IndexId id = {};
  std::string name;
  ConstraintKind kind = ConstraintKind::kNotNull;
  bool on_edges = false;
  LabelId label = {};  ///< if on nodes
  TypeId type = {};    ///< if on edges
  std::vector<KeyId> keys;
  PropertyTypes types = {};  ///< of kType
  IndexState state = IndexState::kReady;
};

/// Names to tokens and back. Copies share one growing table and see the part of it that was there when
/// they were made, so that a new name costs no copy of all others. Any thread for const members.
template <class Id>
class Tokens {
 public:
  std::optional<Id> find(std::string_view name) const {
    std::shared_lock lock(table_->mutex);
    const auto it = table_->ids.find(name);
    if (it == table_->ids.end() || raw(it->second) >= size_) return std::nullopt;
    return it->second;
  }

  /// Requires a token that was given out. The reference lives as long as any copy.
  const std::string& name(Id id) const {
    std::shared_lock lock(table_->mutex);
    return table_->names[raw(id)];
  }

  std::size_t size() const noexcept { return size_; }

  /// By token.
  std::vector<std::string> names() const {
    std::shared_lock lock(table_->mutex);
    return {table_->names.begin(), table_->names.begin() + static_cast<std::ptrdiff_t>(size_)};
  }

  Id add(std::string_view name) {
    std::unique_lock lock(table_->mutex);
    if (table_->names.size() != size_) {  // another copy has grown: part from it
      auto own = std::make_shared<Table>();
      for (std::size_t i = 0; i < size_; ++i) own->add(table_->names[i]);
      lock.unlock();
      table_ = std::move(own);
      lock = std::unique_lock(table_->mutex);
    }
    ++size_;
    return table_->add(name);
  }

 private:
  struct Table {
    Id add(std::string_view name) {
      const auto id = static_cast<Id>(names.size());
      ids.emplace(names.emplace_back(name), id);
      return id;
    }

    mutable std::shared_mutex mutex;
    std::deque<std::string> names;  // never moves one
    std::unordered_map<std::string_view, Id> ids;
  };

  std::shared_ptr<Table> table_ = std::make_shared<Table>();
  std::size_t size_ = 0;
};

/// One version of the dictionary and the schema. Any thread.
struct Catalog {
  std::uint64_t version = 0;         ///< rises with every change
  std::uint64_t schema_version = 0;  ///< rises with changes of indexes and constraints only
  Tokens<LabelId> labels;
  Tokens<TypeId> types;
  Tokens<KeyId> keys;
  Tokens<ExtractorId> extractors;
  std::vector<Index> indexes;           ///< by id
  std::vector<Constraint> constraints;  ///< by id

  const Index* find_index(IndexId id) const;
  const Index* find_index(std::string_view name) const;
  const Constraint* find_constraint(IndexId id) const;
  const Constraint* find_constraint(std::string_view name) const;
};

using CatalogPtr = std::shared_ptr<const Catalog>;

}  // namespace kith::storage
