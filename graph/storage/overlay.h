// The private changes of one transaction: for each family an ordered table of rows put or deleted.
//
// Everything derived – adjacency, memberships, index entries, article index – is in the tables as it will
// be on disk, so that readers merge in one place and commit copies rows. Rows lie in an arena, and a log
// takes changes back to a savepoint. Counts are differences against the view.
//
//     overlay.put(Family::kNode, key, value);
//     const Overlay::Row* row = overlay.find(Family::kNode, key);   // null: ask the view
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <memory_resource>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/catalog.h"
#include "storage/claims.h"
#include "storage/document_counts.h"
#include "storage/keys.h"
#include "storage/kv.h"
#include "storage/read_set.h"
#include "value/column.h"

namespace kith::storage {

/// Counts what is allocated through it.
class CountingResource final : public std::pmr::memory_resource {
 public:
  std::size_t bytes() const noexcept { return bytes_; }

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override;
  void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override;
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  std::size_t bytes_ = 0;
};

/// Changes of exact counts.
struct CountChanges {
  std::int64_t nodes = 0;
  std::int64_t edges = 0;
  std::map<LabelId, std::int64_t> labels = {};
  std::map<TypeId, std::int64_t> types = {};
  DocumentChanges documents = {};
};

/// One thread at a time.
class Overlay {
 public:
  struct Row {
    char* value;  ///< null: deleted
    std::uint32_t size;
    bool is_deleted() const noexcept { return value == nullptr; }
    std::string_view text() const noexcept { return {value, size}; }
  };

  using Table = std::pmr::map<std::string_view, Row>;

  Overlay();
  Overlay(const Overlay&) = delete;
  Overlay& operator=(const Overlay&) = delete;

  void put(Family family, std::string_view key, std::string_view value);
  void erase(Family family, std::string_view key);

  const Row* find(Family family, std::string_view key) const;

  const Table& table(Family family) const { return tables_[static_cast<std::size_t>(family)]; }

  Table& table(Family family) { return tables_[static_cast<std::size_t>(family)]; }

  bool is_empty() const noexcept;

  /// Memory held, about.
  std::size_t bytes() const noexcept { return counting_.bytes() + claims.bytes(); }

  /// A place to come back to; numbers rise.
  std::size_t savepoint();
  void roll_back_to(std::size_t savepoint);

  CountChanges counts;
  Claims claims;
  /// What a serialisable transaction has read; null in others.
  std::unique_ptr<ReadSet> reads;
  /// Ends of edges that were deleted here, for edge_ref(). Stays after a rollback: the record is asked first.
  std::unordered_map<EdgeId, EdgeRef> deleted_edges;
  /// Nodes deleted since deletions were last verified.
  std::vector<NodeId> unverified;
  /// The newest catalog this transaction has seen, with the tokens it made; null: the view's.
  CatalogPtr catalog;

 private:
  struct Undo {
    Family family;
    bool existed;
    Table::iterator at;
    Row before;
  };

  struct Savepoint {
    std::size_t log_size;
    CountChanges counts;
    Claims::Mark claims;
    std::vector<NodeId> unverified;
  };

  void write(Family family, std::string_view key, Row row);

  CountingResource counting_;
  std::pmr::monotonic_buffer_resource arena_;
  std::array<Table, kFamilyCount> tables_;
  std::vector<Savepoint> savepoints_;
  std::vector<Undo> log_;  // since the first savepoint
};

}  // namespace kith::storage
