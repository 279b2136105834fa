// A bit for each node that is known to exist, so that the ends of an edge need not be read.
//
// A bit is right for every view from the commit that applied() tells: the leader sets and clears bits for
// its group before it publishes the group's view, and views that are older do not look.
#pragma once

#include <cstdint>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "base/ids.h"

namespace kith::storage {

/// Any thread.
class KnownNodes {
 public:
  /// Whether `node` is known to exist in the view of `commit`.
  bool contains(NodeId node, std::uint64_t commit) const;

  /// The view of `commit` has the node. Remembered if that view is the newest.
  void insert(NodeId node, std::uint64_t commit);

  /// What `commit` has made and deleted, before its view is published.
  class Change {
   public:
    Change(KnownNodes& nodes, std::uint64_t commit) : nodes_(nodes), lock_(nodes.mutex_) { nodes.applied_ = commit; }
    void insert(NodeId node) noexcept { nodes_.set(node); }
    void erase(NodeId node) noexcept;
    void clear() noexcept { nodes_.words_.clear(); }

   private:
    KnownNodes& nodes_;
    std::unique_lock<std::shared_mutex> lock_;
  };

 private:
  /// A node that there is no memory for is read when it is asked for.
  void set(NodeId node) noexcept;

  mutable std::shared_mutex mutex_;
  std::uint64_t applied_ = 0;
  std::vector<std::uint64_t> words_;
};

}  // namespace kith::storage
