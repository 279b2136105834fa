// The dictionary and the schema as of one version: what names mean and which indexes exist.
//
// A Catalog is immutable and shared; a change makes a new one with a higher version. Tokens are dense,
// never rolled back and never reused, so a token learnt from an older catalog stays right.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.h"

namespace kith::storage {

enum class ExtractorId : std::uint32_t {};  ///< who found evidence, as part of its key

enum class IndexKind : std::uint8_t {
  kRange,   ///< one entry an entity that has all keys
  kUnique,  ///< as kRange, and no two entities share a tuple: the index of a uniqueness constraint
  kEach,    ///< one entry for each distinct element of a list (a value that is no list counts as one element)
};

enum class IndexState : std::uint8_t { kBuilding = 0, kReady = 1 };

/// An index on nodes of a label or on edges of a type, over one key or a tuple of keys in order.
struct Index {
  IndexId id = {};
  std::string name;
  IndexKind kind = IndexKind::kRange;
  bool on_edges = false;
  LabelId label = {};  ///< if on nodes
  TypeId type = {};    ///< if on edges
  std::vector<KeyId> keys;
  IndexState state = IndexState::kReady;
  /// Made by CREATE CONSTRAINT; only DROP CONSTRAINT drops it.
  bool is_constraint() const noexcept { return kind == IndexKind::kUnique; }
};

/// Names to tokens and back.
template <class Id>
class Tokens {
 public:
  std::optional<Id> find(std::string_view name) const {
    auto it = ids_.find(std::string(name));
    if (it == ids_.end()) return std::nullopt;
    return it->second;
  }

  /// Requires a token that was given out.
  const std::string& name(Id id) const { return names_[raw(id)]; }

  std::size_t size() const noexcept { return names_.size(); }

  const std::vector<std::string>& names() const noexcept { return names_; }

  Id add(std::string name) {
    auto id = static_cast<Id>(names_.size());
    ids_.emplace(name, id);
    names_.push_back(std::move(name));
    return id;
  }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, Id> ids_;
};

/// One version of the dictionary and the schema. Any thread.
struct Catalog {
  std::uint64_t version = 0;         ///< rises with every change
  std::uint64_t schema_version = 0;  ///< rises with changes of indexes and constraints only
  Tokens<LabelId> labels;
  Tokens<TypeId> types;
  Tokens<KeyId> keys;
  Tokens<ExtractorId> extractors;
  std::vector<Index> indexes;  ///< by id

  const Index* find_index(IndexId id) const;
  const Index* find_index(std::string_view name) const;
};

using CatalogPtr = std::shared_ptr<const Catalog>;

}  // namespace kith::storage
