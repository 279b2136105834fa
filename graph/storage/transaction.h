// A transaction of the store: a view, an overlay of private changes, and the claims that commit checks.
//
// Derived rows (adjacency, memberships, index entries, counts) are made here from before and after
// images, so that a caller can only say what it wants changed, never how it lies on disk. Every change
// is readable at once through reader(); nobody else sees anything before commit.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/run_control.h"
#include "kith/status.h"
#include "kith/options.h"
#include "storage/catalog.h"
#include "storage/reader.h"

namespace kith::storage {

class Store;
struct IndexDefinition;
struct ConstraintDefinition;

/// One thread at a time. Errors of all writes: kReadOnly, kNotFound (detail "DeletedEntityAccess"),
/// kConstraint (detail names the constraint), kLimit (detail "OverlayLimit").
class Transaction {
 public:
  Transaction(Transaction&&) noexcept;
  Transaction& operator=(Transaction&&) noexcept;
  ~Transaction();  ///< rolls back

  const Reader& reader() const noexcept;
  bool is_read_only() const noexcept;

  // ---- dictionary: written on their own ahead of this transaction, never rolled back ----
  Result<LabelId> label(std::string_view name);
  Result<TypeId> type(std::string_view name);
  Result<KeyId> key(std::string_view name);

  // ---- changes ----
  using Properties = std::vector<std::pair<KeyId, Value>>;  ///< any order, keys unique, nulls are left out
  Result<NodeId> create_node(std::span<const LabelId> labels, const Properties& properties);
  Result<EdgeId> create_edge(NodeId from, NodeId to, TypeId type, const Properties& properties);
  /// Null removes. Gives whether anything changed. kType with detail InvalidPropertyType for values that
  /// cannot be stored (maps, nodes, edges, paths, lists of those).
  Result<bool> set_property(NodeId node, KeyId key, const Value& value);
  Result<bool> set_property(EdgeId edge, KeyId key, const Value& value);
  /// All properties at once (SET n = {…}); gives the number of properties that were set or removed.
  Result<std::size_t> replace_properties(NodeId node, const Properties& properties);
  Result<std::size_t> replace_properties(EdgeId edge, const Properties& properties);
  Result<bool> add_label(NodeId node, LabelId label);     ///< whether it was new
  Result<bool> remove_label(NodeId node, LabelId label);  ///< whether it was there
  /// Deletes; edges of the node must be deleted before verify_deletions(). False if it was deleted already.
  Result<bool> delete_node(NodeId node);
  Result<bool> delete_edge(EdgeId edge);
  /// kConstraintVerification (detail DeleteConnectedNode) if a node deleted since the last call still has
  /// edges, and for an :Article that is cited by evidence unless `detach`. Called at the end of a statement.
  Status verify_deletions();
  Status add_evidence(EdgeId edge, const EvidenceRow& row);
  /// Drops the row of this article, start and extractor, if there is one.
  Status remove_evidence(EdgeId edge, const EvidenceRow& row);
  Status drop_evidence_of(NodeId article);
  /// Says that a MERGE was about to create because nothing matched: unique among MERGEs.
  void claim_merge(std::uint64_t pattern_hash);

  // ---- schema: only in a transaction that changes no data, and seen by it alone until commit ----
  /// As those of Store. kSchema with detail "SchemaAndData" if data was changed; then also every later write.
  Result<bool> create_index(const IndexDefinition& definition, bool if_not_exists);
  Result<bool> create_constraint(const ConstraintDefinition& definition, bool if_not_exists);
  Result<bool> drop_index(std::string_view name, bool constraint, bool if_exists);
  /// kSchema with detail "SchemaAndData" if this transaction changes the schema.
  Status check_data_may_change() const;

  // ---- statement savepoints: an error in a statement takes back that statement alone ----
  std::size_t savepoint();
  void roll_back_to(std::size_t savepoint);

  // ---- end ----
  /// kConstraint for an entity that was changed and lacks a key it must have, or has one of another type; and for a
  /// constraint made here that the data violates. kConflict if another one changed the schema since this one began.
  /// `control` bounds the building of indexes.
  Status commit(Durability durability, const RunControl& control = {});
  void rollback() noexcept;
  bool is_open() const noexcept;
  bool has_changes() const noexcept;

  struct Impl;
  explicit Transaction(std::unique_ptr<Impl> impl) noexcept;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace kith::storage
