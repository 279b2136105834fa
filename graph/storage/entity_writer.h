// Writes entities into an overlay with everything that is derived from them: adjacency, memberships, index
// entries, long values, counts. Before and after images decide; nothing else may touch these rows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kith/status.h"
#include "record/record.h"
#include "storage/engine.h"
#include "storage/index_entries.h"
#include "storage/overlay.h"
#include "storage/rows.h"
#include "storage/transaction.h"

namespace kith::storage {

/// A node as it was read, to be changed and written back.
struct StoredNode {
  record::NodeImage image;
  std::uint64_t created = 0;
};

struct StoredEdge {
  record::EdgeImage image;
  std::uint64_t created = 0;
};

/// One thread at a time. Leaves the claims of every change in the overlay.
class EntityWriter {
 public:
  EntityWriter(Engine& engine, const View& view, Overlay& overlay) noexcept
      : engine_(&engine), rows_(view, &overlay), overlay_(&overlay) {}

  Result<NodeId> create_node(std::span<const LabelId> labels, const Transaction::Properties& properties);
  Result<EdgeId> create_edge(NodeId from, NodeId to, TypeId type, const Transaction::Properties& properties);

  Result<StoredNode> read(NodeId node) const;
  Result<StoredEdge> read(EdgeId edge) const;

  /// Replaces `before`.
  Status update(NodeId node, const StoredNode& before, record::NodeImage after);
  Status update(EdgeId edge, const StoredEdge& before, record::EdgeImage after);

  Status erase(NodeId node, const StoredNode& before);
  Status erase(EdgeId edge, const StoredEdge& before);

  /// Sorted by key, storable, without nulls. kType.
  static Result<std::vector<record::Property>> prepared(const Transaction::Properties& properties);

  /// kNotFound unless the node exists; claims that it still does at the commit, and that it was touched.
  Status touch(NodeId node);
  /// The same of an edge, for its evidence.
  Status touch(EdgeId edge);

 private:
  /// How an entity stands to this transaction. What it made itself, no other can know.
  enum class Standing : std::uint8_t { kMissing, kShared, kOwn };
  Result<Standing> standing(NodeId node) const;
  Result<Standing> standing(EdgeId edge) const;
  /// Of a row of the overlay, if there is one.
  std::optional<Standing> own_standing(Family family, std::string_view key) const;

  struct Owner {
    std::uint64_t id;
    std::uint64_t big;     // as the family big has it
  };

  /// Gives long values a row of their own; rows of those that went away are deleted.
  Status move_big(const Owner& owner, const std::vector<record::Property>& before,
                  std::vector<record::Property>& after);

  /// What an entity shows to indexes; null: the entity is not there.
  struct Shown {
    const std::vector<record::Property>* properties = nullptr;
    const std::vector<LabelId>* labels = nullptr;  // of a node
    TypeId type = {};                              // of an edge
    bool is_under(const Index& index) const;
  };

  /// Counts a document that was and that is now, by their entries under a full-text index.
  Status count_documents(const Index& index, std::uint64_t id, const std::vector<IndexEntry>& before,
                         const std::vector<IndexEntry>& after, DocumentChanges& changes) const;

  /// Writes the difference of the index entries.
  Status update_entries(const Owner& owner, const Shown& before, const Shown& after, bool on_edges);

  Engine* engine_;
  Rows rows_;
  Overlay* overlay_;
  std::string scratch_;
};

}  // namespace kith::storage
