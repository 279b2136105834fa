// A view: the graph as of one commit. Immutable; made by the commit leader after its write and handed
// out by copying a pointer.
#pragma once

#include <cstdint>
#include <memory>

#include "storage/catalog.h"
#include "storage/kv.h"

namespace kith::storage {

/// Any thread.
class View {
 public:
  std::uint64_t commit = 0;
  std::shared_ptr<Kv> kv;
  SnapshotPtr rows;  ///< what kv held right after the commit
  CatalogPtr catalog;
  /// No entity has a smaller id: scans begin here and do not wade through what clear() deleted.
  NodeId node_floor = {};
  EdgeId edge_floor = {};
};

using ViewPtr = std::shared_ptr<const View>;

}  // namespace kith::storage
